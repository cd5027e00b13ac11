namespace Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>What a unit of work adds and EF Core has not been told of: it may be written without EF Core's tracking (ADR 0011).</summary>
/// <typeparam name="TModule">Whose.</typeparam>
public sealed class NewRows<TModule>
{
    internal List<Aggregate> Aggregates { get; } = [];

    internal List<StoredAnswer> Answers { get; } = [];

    internal void Clear()
    {
        Aggregates.Clear();
        Answers.Clear();
    }
}
