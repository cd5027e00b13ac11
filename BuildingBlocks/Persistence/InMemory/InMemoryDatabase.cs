namespace Procurement.BuildingBlocks.Persistence.InMemory;

/// <summary>What one module has committed, for <c>APP_ENV=test</c>. Everything happens under one lock, so commits are serial.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
public sealed class InMemoryDatabase<TModule>
{
    internal readonly Lock Gate = new();
    internal readonly Dictionary<(string Client, string Key), StoredAnswer> Answers = [];
}

/// <summary>The committed aggregates of one type, with their history.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
/// <typeparam name="TAggregate">What is kept.</typeparam>
/// <typeparam name="TId">How it is named.</typeparam>
public sealed class InMemoryTable<TModule, TAggregate, TId>(InMemoryDatabase<TModule> database)
    where TAggregate : Aggregate<TId>
    where TId : struct, ITypedId<TId>
{
    private readonly Dictionary<TId, TAggregate> rows = [];
    private readonly Dictionary<TId, List<HistoryItem>> history = [];

    /// <summary>All of them as last committed; not to be changed.</summary>
    public IReadOnlyList<TAggregate> All()
    {
        lock (database.Gate)
            return [.. rows.Values];
    }

    /// <summary>One as last committed, not to be changed; null when absent.</summary>
    public TAggregate? Find(TId id)
    {
        lock (database.Gate)
            return rows.GetValueOrDefault(id);
    }

    /// <summary>Its audit trail, oldest first; null when absent.</summary>
    public IReadOnlyList<HistoryItem>? HistoryOf(TId id)
    {
        lock (database.Gate)
            return history.TryGetValue(id, out var items) ? [.. items] : null;
    }

    internal Error? Check(TAggregate aggregate) =>
        (rows.GetValueOrDefault(aggregate.Id)?.Version ?? 0) == aggregate.LoadedVersion ? null : Error.Stale;

    internal void Apply(TAggregate aggregate, IEnumerable<HistoryItem> items)
    {
        rows[aggregate.Id] = (TAggregate)aggregate.Copy();
        if (!history.TryGetValue(aggregate.Id, out var trail))
            history[aggregate.Id] = trail = [];
        trail.AddRange(items);
    }
}
