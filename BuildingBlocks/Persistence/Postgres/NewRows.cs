namespace Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>What a unit of work adds and EF Core is not told of: what is new need not be tracked (ADR 0028).</summary>
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
