namespace Procurement.BuildingBlocks.Persistence.InMemory;

/// <summary>Checks everything, then applies everything, under the module's lock: all or nothing, as PostgreSQL does it.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
/// <param name="database">Where.</param>
/// <param name="outbox">What other modules are told.</param>
/// <param name="written">Set after each commit.</param>
public sealed class InMemoryUnitOfWork<TModule>(InMemoryDatabase<TModule> database, Outbox<TModule> outbox, OutboxSignal<TModule> written)
    : IUnitOfWork<TModule>
{
    private readonly List<Change> changes = [];
    private readonly Dictionary<object, (Aggregate Aggregate, Func<Change?> Look)> tracked = [];
    private readonly List<Action> afterCommit = [];

    /// <inheritdoc/>
    public void AfterCommit(Action action) => afterCommit.Add(action);

    /// <summary>Adds a change: a check that must pass and what to do then, both run under the lock.</summary>
    public void Enlist(Func<Error?> check, Action apply) => changes.Add(new Change(check, apply));

    /// <inheritdoc/>
    public Task<Result> Commit(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (database.Gate)
        {
            var all = tracked.Values.Select(each => each.Look()).OfType<Change>().Concat(changes).ToList();
            foreach (var change in all)
                if (change.Check() is { } error)
                    return Task.FromResult<Result>(error);
            foreach (var change in all)
                change.Apply();
            foreach (var envelope in outbox.Added)
                database.Tell(envelope);
            changes.Clear();
            tracked.Clear();
            outbox.Clear();
        }
        written.Set();
        foreach (var action in afterCommit)
            action();
        afterCommit.Clear();
        return Task.FromResult(Result.Done);
    }

    /// <summary>The aggregate that this unit of work has under that identifier; null when none.</summary>
    internal Aggregate? Tracked(object id) => tracked.TryGetValue(id, out var entry) ? entry.Aggregate : null;

    /// <summary>What the aggregate's events are to others.</summary>
    internal List<EventEnvelope> ToldOf(Aggregate aggregate) =>
        [.. aggregate.Recorded.Select(recorded => outbox.Of(aggregate, recorded)).OfType<EventEnvelope>()];

    /// <param name="id">Its typed identifier.</param>
    /// <param name="aggregate">New, or a copy of what was committed.</param>
    /// <param name="look">Tells what has become of it when the unit of work is committed; null when nothing has.</param>
    internal void Track(object id, Aggregate aggregate, Func<Change?> look) => tracked.Add(id, (aggregate, look));

    internal sealed record Change(Func<Error?> Check, Action Apply);
}

/// <summary>Stored answers in memory.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
public sealed class InMemoryIdempotency<TModule>(InMemoryDatabase<TModule> database, InMemoryUnitOfWork<TModule> unitOfWork)
    : IIdempotency<TModule>
{
    /// <inheritdoc/>
    public Task<StoredAnswer?> Find(string client, string key, CancellationToken ct)
    {
        lock (database.Gate)
            return Task.FromResult(database.Answers.GetValueOrDefault((client, key)));
    }

    /// <inheritdoc/>
    public void Add(StoredAnswer answer)
    {
        var key = (answer.Client, answer.Key);
        unitOfWork.Enlist(() => database.Answers.ContainsKey(key) ? StoredAnswer.Taken : null, () => database.Answers[key] = answer);
    }

    /// <inheritdoc/>
    public Task<int> Prune(DateTimeOffset before, int atMost, CancellationToken ct)
    {
        lock (database.Gate)
        {
            var old = database.Answers.Where(entry => entry.Value.CreatedAt < before).Take(atMost).Select(entry => entry.Key).ToList();
            old.ForEach(key => database.Answers.Remove(key));
            return Task.FromResult(old.Count);
        }
    }
}
