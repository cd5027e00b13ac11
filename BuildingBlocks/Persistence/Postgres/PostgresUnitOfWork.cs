namespace Procurement.BuildingBlocks.Persistence.Postgres;

using Microsoft.EntityFrameworkCore;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres.Coalescing;
using Procurement.BuildingBlocks.Persistence.Postgres.Mapping;
using Procurement.BuildingBlocks.Persistence.Postgres.Writes;

/// <summary>
/// Writes one unit of work in one round trip where its guard allows, in an explicit transaction otherwise, and inside the transaction that
/// its caller holds on the same context if there is one (ADR 0007). It writes by the mapping (ADR 0028), and a new aggregate for which the
/// module has a statement of its own by that (ADR 0011). What only adds goes together with what others add in the same moment (ADR 0031).
/// </summary>
/// <typeparam name="TModule">Whose.</typeparam>
/// <typeparam name="TContext">The module's context.</typeparam>
/// <param name="database">Where.</param>
/// <param name="coalescer">Writes what is only added.</param>
/// <param name="context">What is changed.</param>
/// <param name="added">What is added.</param>
/// <param name="outbox">What other modules are told.</param>
/// <param name="written">Set when they are.</param>
public sealed class PostgresUnitOfWork<TModule, TContext>(
    NpgsqlDataSource database,
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
        var changes = TrackedChanges.Of(context);
        if (
            added is { Aggregates: [{ Recorded.Count: 1 } only], Answers.Count: <= 1 }
            && context.Insert is { } insert
            && insert.Fits(only)
            && changes.Entries.Count == 0
            && outbox.Added.Count == 0
            && outbox.Of(only, only.Recorded[0]) is { } told
        )
            return WriteByHand(insert, only, told, held, ct);
        var rows = Gather(changes);
        if (rows.AreNone)
            return Task.CompletedTask;
        if (held is not null)
            return rows.Write((NpgsqlConnection)context.Database.GetDbConnection(), ct);
        return changes.Entries.TrueForAll(entry => entry.State == EntityState.Added)
            ? coalescer.Commits.Write(rows.ToCommands(), rows.Bytes, ct)
            : WriteAlone(rows, changes.AreGuarded, ct);
    }

    /// <summary>Answers and history first: the loser of a race, and who repeats a request, is refused for that and for nothing else.</summary>
    private PendingRows Gather(TrackedChanges changes)
    {
        var rows = new PendingRows(context.Model);
        added.Answers.ForEach(rows.Add);
        var told = new List<EventEnvelope>();
        foreach (var aggregate in changes.Recorded.Union(added.Aggregates))
        foreach (var recorded in aggregate.Recorded)
        {
            rows.Add(HistoryOf(aggregate, recorded));
            if (outbox.Of(aggregate, recorded) is { } envelope)
                told.Add(envelope);
        }
        changes.Entries.ForEach(rows.Change);
        added.Aggregates.ForEach(rows.Add);
        told.AddRange(outbox.Added);
        told.ForEach(rows.Add);
        tells = told.Count > 0;
        return rows;
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
            var bytes = PendingRows.BytesOf(row) + PendingRows.BytesOf(told) + PendingRows.BytesOf(answer);
            await coalescer.Commits.Write([statement], bytes, ct);
            return;
        }
        await using var batch = new NpgsqlBatch((NpgsqlConnection)context.Database.GetDbConnection());
        batch.BatchCommands.Add(statement);
        await batch.ExecuteNonQueryAsync(ct);
    }

    private async Task WriteAlone(PendingRows rows, bool areGuarded, CancellationToken ct)
    {
        await using var connection = await database.Reach(ct);
        if (areGuarded)
        {
            await rows.Write(connection, ct);
            return;
        }
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await rows.Write(connection, ct);
        await transaction.CommitAsync(ct);
    }

    private Error? Refusal(Exception e) =>
        e is StaleRowException ? Error.Stale
        : e is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } violation
            ? violation.ConstraintName switch
            {
                HistoryRow.Key => Error.Stale,
                StoredAnswer.PrimaryKey => StoredAnswer.Taken,
                { } name => context.Refusals.GetValueOrDefault(name),
                null => null,
            }
        : null;
}
