namespace Procurement.BuildingBlocks.Persistence.InMemory;

/// <summary>What one module has committed, for <c>APP_ENV=test</c>. Everything happens under one lock, so commits are serial.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
public sealed class InMemoryDatabase<TModule>
{
    internal readonly Lock Gate = new();
    internal readonly Dictionary<(string Client, string Key), StoredAnswer> Answers = [];
    private readonly Queue<EventEnvelope> told = [];

    /// <summary>The next event that other modules have not been told of, and takes it away; null when there is none.</summary>
    public EventEnvelope? TakeEvent()
    {
        lock (Gate)
            return told.TryDequeue(out var next) ? next : null;
    }

    internal void Tell(EventEnvelope envelope) => told.Enqueue(envelope);
}

/// <summary>The committed aggregates of one type, with their history. It keeps copies that nobody else has a part of.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
/// <typeparam name="TAggregate">What is kept.</typeparam>
/// <typeparam name="TId">How it is named.</typeparam>
public sealed class InMemoryTable<TModule, TAggregate, TId>(InMemoryDatabase<TModule> database)
    where TAggregate : Aggregate<TId>
    where TId : struct, ITypedId<TId>
{
    private readonly Dictionary<TId, TAggregate> rows = [];
    private readonly Dictionary<TId, List<HistoryRow>> history = [];

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

    /// <summary>Part of its audit trail; null when absent.</summary>
    public HistoryPage? HistoryOf(TId id, HistoryRange range)
    {
        lock (database.Gate)
        {
            if (!history.TryGetValue(id, out var rows))
                return null;
            var items = new List<HistoryItem>();
            var bytes = 0;
            foreach (var row in rows.Where(row => row.Version > range.After))
            {
                bytes += row.Size > HistoryRange.MostBytesOfItem ? 0 : row.Size;
                if (items.Count == range.Limit || bytes > HistoryRange.MostBytes)
                    return new HistoryPage(items, items[^1].Version);
                items.Add(row.ToItem(HistoryRange.MostBytesOfItem));
            }
            return new HistoryPage(items, null);
        }
    }

    /// <summary>One line of its audit trail, whole; null when absent.</summary>
    public HistoryItem? HistoryItemOf(TId id, long version)
    {
        lock (database.Gate)
            return history.GetValueOrDefault(id)?.Find(row => row.Version == version)?.ToItem(int.MaxValue);
    }

    /// <summary>The whole audit trail up to a moment, oldest first and never cut; null when it has none by then.</summary>
    public IReadOnlyList<HistoryItem>? PastOf(TId id, DateTimeOffset until)
    {
        lock (database.Gate)
        {
            var past = history.GetValueOrDefault(id)?.TakeWhile(row => row.At <= until).Select(row => row.ToItem(int.MaxValue)).ToList();
            return past is { Count: > 0 } ? past : null;
        }
    }

    internal Error? Check(TAggregate aggregate) =>
        (rows.GetValueOrDefault(aggregate.Id)?.Version ?? 0) == aggregate.LoadedVersion ? null : Error.Stale;

    internal void Apply(TAggregate aggregate, IEnumerable<HistoryRow> items, IEnumerable<EventEnvelope> events)
    {
        foreach (var envelope in events)
            database.Tell(envelope);
        rows[aggregate.Id] = Deep.Copy((TAggregate)aggregate.Copy());
        if (!history.TryGetValue(aggregate.Id, out var trail))
            history[aggregate.Id] = trail = [];
        trail.AddRange(items);
    }
}
