namespace Procurement.BuildingBlocks.Persistence.InMemory;

/// <summary>Aggregates in memory behind the same port, with the same manners: one instance per identifier, changes found at the commit.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
/// <typeparam name="TAggregate">What is kept.</typeparam>
/// <typeparam name="TId">How it is named.</typeparam>
public class InMemoryRepository<TModule, TAggregate, TId>(
    InMemoryTable<TModule, TAggregate, TId> table,
    InMemoryUnitOfWork<TModule> unitOfWork
) : IRepository<TAggregate, TId>
    where TAggregate : Aggregate<TId>
    where TId : struct, ITypedId<TId>
{
    /// <inheritdoc/>
    public Task<TAggregate?> Find(TId id, CancellationToken ct)
    {
        if (table.Find(id) is not { } committed)
            return Task.FromResult<TAggregate?>(null);
        if (unitOfWork.Tracked(id) is TAggregate loaded)
            return Task.FromResult<TAggregate?>(loaded);
        var copy = Deep.Copy(committed);
        unitOfWork.Track(id, copy, () => Look(copy, committed));
        return Task.FromResult<TAggregate?>(copy);
    }

    /// <inheritdoc/>
    public Task Save(TAggregate aggregate, CancellationToken ct)
    {
        if (aggregate.Recorded.Count == 0)
            throw Silent(aggregate);
        var known = unitOfWork.Tracked(aggregate.Id);
        if (known is null && aggregate.LoadedVersion == 0)
            unitOfWork.Track(aggregate.Id, aggregate, () => Look(aggregate, null));
        else if (!ReferenceEquals(known, aggregate))
            throw new InvalidOperationException($"{typeof(TAggregate).Name} {aggregate.Id} was not loaded by this unit of work.");
        return Task.CompletedTask;
    }

    /// <summary>The module's unique constraints: the refusal when another committed aggregate stands against this one; null when none does.</summary>
    protected virtual Error? Refusal(TAggregate aggregate, IReadOnlyList<TAggregate> committed) => null;

    private InMemoryUnitOfWork<TModule>.Change? Look(TAggregate aggregate, TAggregate? before)
    {
        if (aggregate.Recorded.Count == 0)
            return Deep.Same(aggregate, before) ? null : throw Silent(aggregate);
        var rows = aggregate.Recorded.Select(recorded => HistoryRow.Of(aggregate.Id.Value, recorded)).ToList();
        var events = unitOfWork.ToldOf(aggregate);
        return new(() => table.Check(aggregate) ?? Refusal(aggregate, table.All()), () => table.Apply(aggregate, rows, events));
    }

    private static InvalidOperationException Silent(TAggregate aggregate) =>
        new($"{typeof(TAggregate).Name} {aggregate.Id} was changed without recording an event.");
}
