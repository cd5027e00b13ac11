namespace Procurement.BuildingBlocks.Persistence.InMemory;

/// <summary>Checks everything, then applies everything, under the module's lock: all or nothing, as PostgreSQL does it.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
public sealed class InMemoryUnitOfWork<TModule>(InMemoryDatabase<TModule> database) : IUnitOfWork<TModule>
{
    private readonly List<(Func<Error?> Check, Action Apply)> changes = [];
    private readonly List<Action> afterCommit = [];

    /// <inheritdoc/>
    public void AfterCommit(Action action) => afterCommit.Add(action);

    /// <summary>Adds a change: a check that must pass and what to do then, both run under the lock.</summary>
    public void Enlist(Func<Error?> check, Action apply) => changes.Add((check, apply));

    /// <inheritdoc/>
    public Task<Result> Commit(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        lock (database.Gate)
        {
            foreach (var (check, _) in changes)
                if (check() is { } error)
                    return Task.FromResult<Result>(error);
            foreach (var (_, apply) in changes)
                apply();
            changes.Clear();
        }
        foreach (var action in afterCommit)
            action();
        afterCommit.Clear();
        return Task.FromResult(Result.Done);
    }
}

/// <summary>Aggregates in memory behind the same port.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
/// <typeparam name="TAggregate">What is kept.</typeparam>
/// <typeparam name="TId">How it is named.</typeparam>
public class InMemoryRepository<TModule, TAggregate, TId>(
    InMemoryTable<TModule, TAggregate, TId> table,
    InMemoryUnitOfWork<TModule> unitOfWork,
    History<TModule> history
) : IRepository<TAggregate, TId>
    where TAggregate : Aggregate<TId>
    where TId : struct, ITypedId<TId>
{
    /// <inheritdoc/>
    public Task<TAggregate?> Find(TId id, CancellationToken ct) => Task.FromResult((TAggregate?)table.Find(id)?.Copy());

    /// <inheritdoc/>
    public Task Save(TAggregate aggregate, CancellationToken ct)
    {
        if (aggregate.Recorded.Count == 0)
            throw new InvalidOperationException($"{typeof(TAggregate).Name} {aggregate.Id} was changed without recording an event.");
        var rows = aggregate.Recorded.Select(recorded => history.Row(aggregate.Id.Value, recorded)).ToList();
        unitOfWork.Enlist(() => table.Check(aggregate) ?? Refusal(aggregate, table.All()), () => table.Apply(aggregate, rows));
        return Task.CompletedTask;
    }

    /// <summary>The module's unique constraints: the refusal when another committed aggregate stands against this one; null when none does.</summary>
    protected virtual Error? Refusal(TAggregate aggregate, IReadOnlyList<TAggregate> committed) => null;
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
