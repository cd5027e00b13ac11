namespace Procurement.BuildingBlocks.Messaging.Inbox;

using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using Procurement.BuildingBlocks.Messaging.Outbox;
using Procurement.BuildingBlocks.Persistence;

/// <summary>
/// What a consumer sees: what it publishes becomes part of the unit of work. MassTransit's own way goes in rounds of several transactions;
/// here there is one, so the steps in between have nothing to do.
/// </summary>
internal sealed class InboxConsumeContext<T>(
    ConsumeContext<T> context,
    OutboxConsumeOptions options,
    IServiceProvider scope,
    IOutbox outbox
) : OutboxConsumeContextProxy<T>(context, options, scope)
    where T : class
{
    public override bool ContinueProcessing { get; set; }

    public override bool IsMessageConsumed => false;

    public override bool IsOutboxDelivered => false;

    public override int ReceiveCount => 1;

    public override long? LastSequenceNumber => null;

    public override Task SetConsumed() => Task.CompletedTask;

    public override Task SetDelivered() => Task.CompletedTask;

    public override Task<List<OutboxMessageContext>> LoadOutboxMessages() => Task.FromResult(new List<OutboxMessageContext>());

    public override Task NotifyOutboxMessageDelivered(OutboxMessageContext message) => Task.CompletedTask;

    public override Task RemoveOutboxMessages() => Task.CompletedTask;

    public override Task AddSend<TMessage>(SendContext<TMessage> context)
    {
        outbox.Add(context.ToEnvelope(outbox.Cause));
        return Task.CompletedTask;
    }
}
