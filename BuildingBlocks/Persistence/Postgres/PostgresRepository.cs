namespace Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>Keeps aggregates in PostgreSQL: state by EF Core's mapping, and a history row per recorded event, in one unit of work.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
/// <typeparam name="TContext">The module's context.</typeparam>
/// <typeparam name="TAggregate">What is kept.</typeparam>
/// <typeparam name="TId">How it is named.</typeparam>
public abstract class PostgresRepository<TModule, TContext, TAggregate, TId>(
    TContext context,
    NewRows<TModule> added,
    History<TModule> history
) : IRepository<TAggregate, TId>
    where TContext : ModuleContext
    where TAggregate : Aggregate<TId>
    where TId : struct, ITypedId<TId>
{
    /// <summary>The compiled query that loads the whole aggregate, tracked.</summary>
    protected abstract Func<TContext, TId, CancellationToken, Task<TAggregate?>> Query { get; }

    /// <inheritdoc/>
    public Task<TAggregate?> Find(TId id, CancellationToken ct) => Query(context, id, ct);

    /// <inheritdoc/>
    public Task Save(TAggregate aggregate, CancellationToken ct)
    {
        if (aggregate.Recorded.Count == 0)
            throw new InvalidOperationException($"{typeof(TAggregate).Name} {aggregate.Id} was changed without recording an event.");
        if (aggregate.LoadedVersion == 0)
            added.Rows.Add(aggregate);
        else
            context.ChangeTracker.DetectChanges();
        foreach (var recorded in aggregate.Recorded)
            added.Rows.Add(history.Row(aggregate.Id.Value, recorded));
        return Task.CompletedTask;
    }
}
