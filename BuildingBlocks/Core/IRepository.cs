namespace Procurement.BuildingBlocks;

/// <summary>A collection of aggregates as the domain sees it. What is saved is written when the edge commits the unit of work (ADR 0007).</summary>
/// <typeparam name="TAggregate">What it holds.</typeparam>
/// <typeparam name="TId">How that is named.</typeparam>
public interface IRepository<TAggregate, TId>
    where TAggregate : Aggregate<TId>
    where TId : struct
{
    /// <summary>The aggregate as last committed; null when absent.</summary>
    Task<TAggregate?> Find(TId id, CancellationToken ct);

    /// <summary>Makes a new or changed aggregate part of this unit of work; nothing is written yet.</summary>
    /// <exception cref="InvalidOperationException">Nothing was recorded on it: a change without an event would leave no history.</exception>
    Task Save(TAggregate aggregate, CancellationToken ct);
}
