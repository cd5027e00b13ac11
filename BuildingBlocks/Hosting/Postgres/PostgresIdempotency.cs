namespace Procurement.BuildingBlocks.Hosting.Postgres;

using Microsoft.EntityFrameworkCore;
using Procurement.BuildingBlocks.Hosting.Http;

/// <summary>Stored answers in the module's own schema, written by the commit of the effect they answer.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
/// <typeparam name="TContext">The module's context.</typeparam>
public sealed class PostgresIdempotency<TModule, TContext>(TContext context, NewRows<TModule> added) : IIdempotency<TModule>
    where TContext : ModuleContext
{
    /// <inheritdoc/>
    public Task<StoredAnswer?> Find(string client, string key, CancellationToken ct) =>
        context.Set<StoredAnswer>().AsNoTracking().FirstOrDefaultAsync(answer => answer.Client == client && answer.Key == key, ct);

    /// <inheritdoc/>
    public void Add(StoredAnswer answer) => added.Rows.Add(answer);

    /// <inheritdoc/>
    public Task<int> Prune(DateTimeOffset before, int atMost, CancellationToken ct) =>
        context
            .Set<StoredAnswer>()
            .Where(answer => context.Set<StoredAnswer>().Where(old => old.CreatedAt < before).Take(atMost).Contains(answer))
            .ExecuteDeleteAsync(ct);
}
