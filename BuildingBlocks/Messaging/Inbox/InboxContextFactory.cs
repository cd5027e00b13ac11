namespace Procurement.BuildingBlocks.Messaging.Inbox;

using MassTransit;
using MassTransit.Middleware;
using Procurement.BuildingBlocks.Persistence;

/// <summary>Names a module's inbox where MassTransit wants a type.</summary>
internal sealed class InboxOf<TModule>;

/// <summary>The transaction that one message is handled in.</summary>
internal interface IInboxTransaction : IAsyncDisposable
{
    /// <summary>Makes effect, outgoing events and the end of the message true together.</summary>
    Task Commit(CancellationToken ct);
}

/// <summary>Begins them.</summary>
internal interface IInboxTransactions<TModule>
{
    /// <returns>Null when the message is somebody else's, or too early.</returns>
    Task<IInboxTransaction?> Begin(InboxItem item, CancellationToken ct);
}

/// <summary>
/// Where a consumer's changes are committed, once: the counterpart of the edge over HTTP. MassTransit's filter calls it around the consumer,
/// in the consumer's scope.
/// </summary>
internal sealed class InboxContextFactory<TModule>(
    IServiceProvider scope,
    IInboxTransactions<TModule> transactions,
    IUnitOfWork<TModule> unitOfWork,
    Outbox<TModule> outbox,
    ICheckpoints checkpoints
) : IOutboxContextFactory<InboxOf<TModule>>
{
    public async Task Send<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next)
        where T : class
    {
        if (!context.TryGetPayload(out InboxItem? item))
            throw new InvalidOperationException($"{typeof(T).Name} did not come out of an inbox.");
        var ct = context.CancellationToken;
        await using var transaction = await transactions.Begin(item, ct);
        if (transaction is null)
            return;
        outbox.Open(item.Envelope);
        await next.Send(new InboxConsumeContext<T>(context, options, scope, outbox));
        checkpoints.Pass(Checkpoint.Handled);
        var committed = await unitOfWork.Commit(ct);
        if (committed.Error is { } refusal)
            throw new RefusedException(refusal);
        await transaction.Commit(ct);
        checkpoints.Pass(Checkpoint.Done);
        item.Handled = true;
    }

    public void Probe(ProbeContext context) => context.CreateFilterScope("inbox");
}
