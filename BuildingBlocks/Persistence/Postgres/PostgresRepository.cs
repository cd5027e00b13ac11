namespace Procurement.BuildingBlocks.Persistence.Postgres;

using Microsoft.EntityFrameworkCore;

/// <summary>Keeps aggregates in PostgreSQL: their state by EF Core's mapping; the unit of work writes it, with a history row per recorded event.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
/// <typeparam name="TContext">The module's context.</typeparam>
/// <typeparam name="TAggregate">What is kept.</typeparam>
/// <typeparam name="TId">How it is named.</typeparam>
public abstract class PostgresRepository<TModule, TContext, TAggregate, TId>(TContext context, NewRows<TModule> added)
    : IRepository<TAggregate, TId>
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
        if (aggregate.LoadedVersion > 0 && context.Entry(aggregate).State == EntityState.Detached)
            throw new InvalidOperationException($"{typeof(TAggregate).Name} {aggregate.Id} was not loaded by this unit of work.");
        if (aggregate.LoadedVersion == 0 && !added.Aggregates.Contains(aggregate))
            added.Aggregates.Add(aggregate);
        return Task.CompletedTask;
    }
}
