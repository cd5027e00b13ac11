namespace Procurement.Purchasing.Adapters.Events;

using MassTransit;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.BuildingBlocks.Messaging.Outbox;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Purchasing.UseCases;
using Procurement.Supplier.Contracts;

/// <summary>Purchasing's word to itself: the open orders of an excluded supplier are to be disputed, some at a time.</summary>
[PublicEvent("purchasing.supplier-dispute-wanted.v1", "supplier-dispute")]
internal sealed record SupplierDisputeWanted
{
    public required string SupplierId { get; init; }
    public required string Reason { get; init; }

    /// <summary>The last order seen to; null at the beginning.</summary>
    public required string? After { get; init; }
}

/// <summary>Purchasing's word to itself: one order is to be disputed.</summary>
[PublicEvent("purchasing.order-dispute-wanted.v1", "order-dispute")]
internal sealed record OrderDisputeWanted
{
    public required string PurchaseOrderId { get; init; }
    public required string Reason { get; init; }
}

/// <summary>
/// An excluded supplier's open orders go into dispute, order by order: each is decided by its own state machine, in a message and a
/// transaction of its own, so one that stands against it holds up no other.
/// </summary>
internal sealed class DisputeOrdersOfSupplier(IPurchaseOrderQueries orders)
    : IConsumer<SupplierBlacklisted>,
        IConsumer<SupplierDisputeWanted>
{
    private const int AtATime = 500;

    public Task Consume(ConsumeContext<SupplierBlacklisted> context) =>
        Spread(context, context.Message.SupplierId, context.Message.Reason, null);

    public Task Consume(ConsumeContext<SupplierDisputeWanted> context) =>
        Spread(context, context.Message.SupplierId, context.Message.Reason, context.Message.After);

    private async Task Spread(ConsumeContext context, string supplier, string reason, string? after)
    {
        var ct = context.CancellationToken;
        var id = TypedId.Parse<SupplierId>(supplier).OrFail();
        PurchaseOrderId? last = after is null ? null : TypedId.Parse<PurchaseOrderId>(after).OrFail();
        var open = await orders.OpenOrdersOf(id, last, AtATime, ct);
        foreach (var order in open)
        {
            var wanted = new OrderDisputeWanted { PurchaseOrderId = $"{order}", Reason = reason };
            await context.Publish(wanted, publish => publish.About(wanted.PurchaseOrderId, 1), ct);
        }
        if (open.Count == AtATime)
            await context.Publish(
                new SupplierDisputeWanted
                {
                    SupplierId = supplier,
                    Reason = reason,
                    After = $"{open[^1]}",
                },
                ct
            );
    }
}

internal sealed class DisputeOrdersOfSupplierDefinition : ConsumerDefinition<DisputeOrdersOfSupplier>;

/// <summary>Disputes one order, unless it has come to an end or into dispute meanwhile.</summary>
internal sealed class DisputeOrder(DisputePurchaseOrder dispute) : IConsumer<OrderDisputeWanted>
{
    public async Task Consume(ConsumeContext<OrderDisputeWanted> context)
    {
        var id = TypedId.Parse<PurchaseOrderId>(context.Message.PurchaseOrderId).OrFail();
        var actor = Actor.System($"supplier blacklisted: {context.Event().CorrelationId}");
        var outcome = await dispute.Execute(id, Precondition.None, context.Message.Reason, actor, context.CancellationToken);
        outcome.OrFail(unless: LifeCycle.IllegalTransition);
    }
}

internal sealed class DisputeOrderDefinition : ConsumerDefinition<DisputeOrder>;
