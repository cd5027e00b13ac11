namespace Procurement.BuildingBlocks.Persistence.Postgres;

using System.Globalization;
using Microsoft.EntityFrameworkCore;

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
    public void Add(StoredAnswer answer) => added.Answers.Add(answer);

    /// <inheritdoc/>
    public Task<int> Prune(DateTimeOffset before, int atMost, CancellationToken ct) =>
        context.Database.ExecuteSqlRawAsync(Pruning(atMost), [before], ct);

    /// <summary>
    /// By physical address, and with the number of rows in its text: a plan for any number of rows would read the whole table each time.
    /// </summary>
    internal string Pruning(int atMost)
    {
        var table = context.Model.FindEntityType(typeof(StoredAnswer))!.GetSchemaQualifiedTableName();
        return string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            DELETE FROM {{table}} WHERE ctid = ANY (
                ARRAY(SELECT ctid FROM {{table}} WHERE created_at < {0} ORDER BY created_at LIMIT {{atMost}})
            )
            """
        );
    }
}
