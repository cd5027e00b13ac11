namespace Procurement.BuildingBlocks.Persistence.Postgres;

using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Storage;

/// <summary>What a unit of work must remember of a transaction that it joined, for as long as that lasts (ADR 0007).</summary>
internal sealed class HeldTransaction(IDbContextTransaction transaction)
{
    private readonly List<Action> afterCommit = [];
    private Action? forget;
    private int? savepoint;

    public IDbContextTransaction Transaction => transaction;

    public void AfterCommit(IEnumerable<Action> actions) => afterCommit.AddRange(actions);

    /// <param name="forgetting">Forgets what the unit of work could not write, once it has been rolled back.</param>
    public void Doom(Action forgetting) => forget = forgetting;

    public void ThrowIfDoomed()
    {
        if (forget is not null)
            throw new DoomedTransactionException();
    }

    public void Committed()
    {
        foreach (var action in afterCommit)
            action();
        afterCommit.Clear();
    }

    /// <summary>EF Core does not tell savepoints apart, so there is one at a time.</summary>
    public void SavepointCreating()
    {
        ThrowIfDoomed();
        if (savepoint is not null)
            throw new InvalidOperationException("The transaction has a savepoint already; release it first.");
    }

    public void SavepointCreated() => savepoint = afterCommit.Count;

    public void SavepointReleased() => savepoint = null;

    public void RolledBackToSavepoint()
    {
        if (savepoint is { } kept)
            afterCommit.RemoveRange(kept, afterCommit.Count - kept);
        RolledBack();
    }

    public void RolledBack()
    {
        forget?.Invoke();
        forget = null;
    }
}

/// <summary>Follows the transactions of modules' contexts, so that their holders use them as they are and have nothing to tell.</summary>
internal sealed class HeldTransactions : DbTransactionInterceptor
{
    public override InterceptionResult TransactionCommitting(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result
    )
    {
        Of(eventData)?.ThrowIfDoomed();
        return result;
    }

    public override ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    ) => ValueTask.FromResult(TransactionCommitting(transaction, eventData, result));

    public override void TransactionCommitted(DbTransaction transaction, TransactionEndEventData eventData) => Of(eventData)?.Committed();

    public override Task TransactionCommittedAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    ) => Done(() => TransactionCommitted(transaction, eventData));

    public override void TransactionRolledBack(DbTransaction transaction, TransactionEndEventData eventData) => Of(eventData)?.RolledBack();

    public override Task TransactionRolledBackAsync(
        DbTransaction transaction,
        TransactionEndEventData eventData,
        CancellationToken cancellationToken = default
    ) => Done(() => TransactionRolledBack(transaction, eventData));

    public override InterceptionResult CreatingSavepoint(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result
    )
    {
        Of(eventData)?.SavepointCreating();
        return result;
    }

    public override ValueTask<InterceptionResult> CreatingSavepointAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    ) => ValueTask.FromResult(CreatingSavepoint(transaction, eventData, result));

    public override void CreatedSavepoint(DbTransaction transaction, TransactionEventData eventData) => Of(eventData)?.SavepointCreated();

    public override Task CreatedSavepointAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        CancellationToken cancellationToken = default
    ) => Done(() => CreatedSavepoint(transaction, eventData));

    public override void ReleasedSavepoint(DbTransaction transaction, TransactionEventData eventData) => Of(eventData)?.SavepointReleased();

    public override Task ReleasedSavepointAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        CancellationToken cancellationToken = default
    ) => Done(() => ReleasedSavepoint(transaction, eventData));

    public override void RolledBackToSavepoint(DbTransaction transaction, TransactionEventData eventData) =>
        Of(eventData)?.RolledBackToSavepoint();

    public override Task RolledBackToSavepointAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        CancellationToken cancellationToken = default
    ) => Done(() => RolledBackToSavepoint(transaction, eventData));

    private static HeldTransaction? Of(DbContextEventData data) => (data.Context as ModuleContext)?.Held;

    private static Task Done(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}
