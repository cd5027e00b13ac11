namespace Procurement.BuildingBlocks.Persistence.Postgres;

using Microsoft.EntityFrameworkCore;
using Npgsql;

/// <summary>
/// Writes one unit of work in one round trip where its guard allows, in an explicit transaction otherwise (ADR 0007). One that only adds
/// rows with hand-written statements goes without EF Core's tracking (ADR 0011).
/// </summary>
/// <typeparam name="TModule">Whose.</typeparam>
/// <typeparam name="TContext">The module's context.</typeparam>
/// <param name="database">Where.</param>
/// <param name="context">What is changed.</param>
/// <param name="added">What is added.</param>
/// <param name="constraints">The refusal that a breach of each known unique constraint stands for.</param>
public sealed class PostgresUnitOfWork<TModule, TContext>(
    NpgsqlDataSource database,
    TContext context,
    NewRows<TModule> added,
    UniqueConstraints<TModule> constraints
) : IUnitOfWork<TModule>
    where TContext : ModuleContext
{
    private readonly List<Action> afterCommit = [];

    /// <inheritdoc/>
    public void AfterCommit(Action action) => afterCommit.Add(action);

    /// <inheritdoc/>
    public async Task<Result> Commit(CancellationToken ct)
    {
        try
        {
            if (added.Writable && !context.ChangeTracker.HasChanges())
                await WriteAdded(ct);
            else
                await WriteTracked(ct);
        }
        catch (DbUpdateConcurrencyException)
        {
            return Error.Stale;
        }
        catch (Exception e) when (Refusal(e) is { } refusal)
        {
            return refusal;
        }
        context.ChangeTracker.Clear();
        added.Rows.Clear();
        foreach (var action in afterCommit)
            action();
        afterCommit.Clear();
        return Result.Done;
    }

    private async Task WriteAdded(CancellationToken ct)
    {
        await using var connection = await database.Reach(ct);
        await added.Write(connection, ct);
    }

    private async Task WriteTracked(CancellationToken ct)
    {
        foreach (var row in added.Rows)
            context.Add(row);
        added.Rows.Clear();
        await Open(ct);
        try
        {
            // Changes are kept as changes until all is written: the same unit of work can then be committed again.
            if (!context.NeedsTransaction())
            {
                await context.SaveChangesAsync(acceptAllChangesOnSuccess: false, ct);
                return;
            }
            await using var transaction = await context.Database.BeginTransactionAsync(ct);
            await context.SaveChangesAsync(acceptAllChangesOnSuccess: false, ct);
            await transaction.CommitAsync(ct);
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Apart, so that a failure here is known to have written nothing.</summary>
    private async Task Open(CancellationToken ct)
    {
        try
        {
            await context.Database.OpenConnectionAsync(ct);
        }
        catch (Exception e) when (PostgresFaults.IsUnreachable(e))
        {
            throw new DatabaseUnreachableException(e);
        }
    }

    private Error? Refusal(Exception e) =>
        (e is DbUpdateException ? e.InnerException : e) is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation
            ? violation.ConstraintName switch
            {
                HistoryRow.Key => Error.Stale,
                StoredAnswer.PrimaryKey => StoredAnswer.Taken,
                { } name => constraints.Errors.GetValueOrDefault(name),
                null => null,
            }
            : null;
}

/// <summary>The refusal that a breach of each known unique constraint of a module stands for.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
/// <param name="Errors">By name of the constraint.</param>
public sealed record UniqueConstraints<TModule>(IReadOnlyDictionary<string, Error> Errors);
