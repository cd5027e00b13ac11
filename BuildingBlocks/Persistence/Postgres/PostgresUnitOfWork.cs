namespace Procurement.BuildingBlocks.Persistence.Postgres;

using Microsoft.EntityFrameworkCore;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres.Coalescing;
using Procurement.BuildingBlocks.Persistence.Postgres.Mapping;

/// <summary>
/// Writes one unit of work in one round trip where its guard allows, in an explicit transaction otherwise, and inside the transaction that
/// its caller holds on the same context if there is one (ADR 0007). A new aggregate for which the module has a statement of its own goes
/// without EF Core's tracking (ADR 0011). What only adds goes together with what others add in the same moment (ADR 0031).
/// </summary>
/// <typeparam name="TModule">Whose.</typeparam>
/// <typeparam name="TContext">The module's context.</typeparam>
/// <param name="coalescer">Writes what is only added.</param>
/// <param name="context">What is changed.</param>
/// <param name="added">What is added.</param>
/// <param name="outbox">What other modules are told.</param>
/// <param name="written">Set when they are.</param>
public sealed class PostgresUnitOfWork<TModule, TContext>(
    Coalescer coalescer,
    TContext context,
    NewRows<TModule> added,
    Outbox<TModule> outbox,
    OutboxSignal<TModule> written
) : IUnitOfWork<TModule>
    where TContext : ModuleContext
{
    private readonly List<Action> afterCommit = [];
    private readonly Dictionary<RecordedEvent, HistoryRow> history = new(ReferenceEqualityComparer.Instance);
    private bool tells;

    /// <inheritdoc/>
    public void AfterCommit(Action action) => afterCommit.Add(action);

    /// <inheritdoc/>
    public async Task<Result> Commit(CancellationToken ct)
    {
        var held = context.Held;
        held?.ThrowIfDoomed();
        try
        {
            await Write(held, ct);
        }
        catch (Exception e) when (Refusal(e) is { } refusal)
        {
            held?.Doom(Forget);
            return refusal;
        }
        catch (Exception e) when (held is not null)
        {
            held.Doom(Forget);
            if (PostgresFaults.IsWorthRepeating(e))
                throw new DoomedTransactionException(e);
            throw;
        }
        Action[] actions = tells ? [.. afterCommit, written.Set] : [.. afterCommit];
        Forget();
        if (held is not null)
            held.AfterCommit(actions);
        else
            Array.ForEach(actions, action => action());
        return Result.Done;
    }

    private void Forget()
    {
        context.ChangeTracker.Clear();
        added.Clear();
        outbox.Clear();
        history.Clear();
        afterCommit.Clear();
        tells = false;
    }

    private Task Write(HeldTransaction? held, CancellationToken ct)
    {
        var changed = TrackedChanges.Recorded(context);
        if (
            added is { Aggregates: [{ Recorded.Count: 1 } only], Answers.Count: <= 1 }
            && context.Insert is { } insert
            && insert.Fits(only)
            && !context.ChangeTracker.HasChanges()
            && outbox.Added.Count == 0
            && outbox.Of(only, only.Recorded[0]) is { } told
        )
            return WriteByHand(insert, only, told, held, ct);
        // Told again when a commit is repeated, which changes nothing.
        context.AddRange(added.Aggregates);
        context.AddRange(added.Answers);
        foreach (var aggregate in changed.Union(added.Aggregates))
        foreach (var recorded in aggregate.Recorded)
        {
            context.Add(HistoryOf(aggregate, recorded));
            Tell(outbox.Of(aggregate, recorded));
        }
        foreach (var envelope in outbox.Added)
            Tell(envelope);
        return held is null ? WriteTracked(ct) : context.SaveChangesAsync(acceptAllChangesOnSuccess: false, ct);
    }

    private void Tell(EventEnvelope? envelope)
    {
        if (envelope is null)
            return;
        context.Add(envelope);
        tells = true;
    }

    private HistoryRow HistoryOf(Aggregate aggregate, RecordedEvent recorded)
    {
        if (!history.TryGetValue(recorded, out var row))
            history.Add(recorded, row = HistoryRow.Of(context.KeyOf(aggregate), recorded));
        return row;
    }

    private async Task WriteByHand(
        IHandWrittenInsert insert,
        Aggregate aggregate,
        EventEnvelope told,
        HeldTransaction? held,
        CancellationToken ct
    )
    {
        tells = true;
        var row = HistoryOf(aggregate, aggregate.Recorded[0]);
        var answer = added.Answers.SingleOrDefault();
        var statement = insert.Write(aggregate, row, told, answer);
        if (held is null)
        {
            var bytes = ModuleContext.BytesOf(row) + ModuleContext.BytesOf(told) + ModuleContext.BytesOf(answer);
            await coalescer.Commits.Write([statement], bytes, ct);
            return;
        }
        await using var batch = new NpgsqlBatch((NpgsqlConnection)context.Database.GetDbConnection());
        batch.BatchCommands.Add(statement);
        await batch.ExecuteNonQueryAsync(ct);
    }

    private async Task WriteTracked(CancellationToken ct)
    {
        if (context.OnlyAdds(out var bytes) && !context.NeedsTransaction())
        {
            await WriteAdded(bytes, ct);
            return;
        }
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

    private async Task WriteAdded(int bytes, CancellationToken ct)
    {
        context.WrittenBy = statements => coalescer.Commits.Write(statements, bytes, ct);
        try
        {
            await context.SaveChangesAsync(acceptAllChangesOnSuccess: false, ct);
        }
        finally
        {
            context.WrittenBy = null;
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
        e is DbUpdateConcurrencyException ? Error.Stale
        : (e is DbUpdateException ? e.InnerException : e) is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation
            ? violation.ConstraintName switch
            {
                HistoryRow.Key => Error.Stale,
                StoredAnswer.PrimaryKey => StoredAnswer.Taken,
                { } name => context.Refusals.GetValueOrDefault(name),
                null => null,
            }
        : null;
}
