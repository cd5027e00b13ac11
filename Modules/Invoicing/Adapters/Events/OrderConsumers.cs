namespace Procurement.Invoicing.Adapters.Events;

using MassTransit;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.UseCases;
using Procurement.Purchasing.Contracts;

/// <summary>Keeps Invoicing's own copies of orders.</summary>
internal sealed class KeepOrders(CopyOrder copy)
    : IConsumer<PurchaseOrderIssued>,
        IConsumer<PurchaseOrderAmended>,
        IConsumer<PurchaseOrderCancelled>,
        IConsumer<PurchaseOrderClosedShort>
{
    public Task Consume(ConsumeContext<PurchaseOrderIssued> context)
    {
        var told = context.Message;
        var content = OrderConsumers.ContentOf(told.SupplierId, told.Currency, told.TotalCents, told.PaymentTermsDays, told.LineItems);
        return copy.Take(context, told.PurchaseOrderId, (order, teller, now) => order.Issue(told.Number, content, teller, now));
    }

    public Task Consume(ConsumeContext<PurchaseOrderAmended> context)
    {
        var told = context.Message;
        var content = OrderConsumers.ContentOf(told.SupplierId, told.Currency, told.TotalCents, told.PaymentTermsDays, told.LineItems);
        // Before it is issued there is nothing to bill, and when it is, all of it is told.
        return told.WasIssued
            ? copy.Take(context, told.PurchaseOrderId, (order, teller, now) => order.Amend(content, teller, now))
            : Task.CompletedTask;
    }

    public Task Consume(ConsumeContext<PurchaseOrderCancelled> context) =>
        context.Message.WasIssued
            ? copy.Take(context, context.Message.PurchaseOrderId, (order, teller, now) => order.Cancel(context.Message.Reason, teller, now))
            : Task.CompletedTask;

    public Task Consume(ConsumeContext<PurchaseOrderClosedShort> context) =>
        copy.Take(
            context,
            context.Message.PurchaseOrderId,
            (order, teller, now) => order.CloseShort(OrderConsumers.Counted(context.Message.Lines), teller, now)
        );
}

internal sealed class KeepOrdersDefinition : ConsumerDefinition<KeepOrders>;

/// <summary>Counts on those copies what came and what went back.</summary>
internal sealed class KeepGoods(CopyOrder copy)
    : IConsumer<GoodsReceived>,
        IConsumer<GoodsReturned>,
        IConsumer<GoodsReceiptDiscrepancyDetected>
{
    public Task Consume(ConsumeContext<GoodsReceived> context) =>
        copy.Take(
            context,
            context.Message.PurchaseOrderId,
            (order, teller, now) =>
                order.CountGoods(context.Message.GoodsReceiptId, OrderConsumers.Counted(context.Message.Lines), teller, now)
        );

    public Task Consume(ConsumeContext<GoodsReturned> context) =>
        copy.Take(
            context,
            context.Message.PurchaseOrderId,
            (order, teller, now) =>
                order.TakeBackGoods(context.Message.GoodsReceiptId, OrderConsumers.Counted(context.Message.Lines), teller, now)
        );

    public Task Consume(ConsumeContext<GoodsReceiptDiscrepancyDetected> context) =>
        copy.Take(
            context,
            context.Message.PurchaseOrderId,
            (order, teller, now) => order.NoteDiscrepancy(context.Message.GoodsReceiptId, teller, now)
        );
}

internal sealed class KeepGoodsDefinition : ConsumerDefinition<KeepGoods>;

/// <summary>What consumers of Purchasing's events have in common.</summary>
internal static class OrderConsumers
{
    public static async Task Take(
        this CopyOrder copy,
        ConsumeContext context,
        string id,
        Func<OrderCopy, Actor, DateTimeOffset, Result> take
    )
    {
        var teller = Teller(context);
        var order = TypedId.Parse<PurchaseOrderId>(id).OrFail();
        (await copy.Execute(order, (known, now) => take(known, teller, now), teller, context.CancellationToken)).OrFail();
    }

    public static IReadOnlyList<Counted> Counted(IEnumerable<CountedLine> lines) =>
        [.. lines.Select(line => new Counted(line.LineNumber, line.Quantity))];

    public static OrderedContent ContentOf(
        string supplier,
        string currency,
        long totalMinor,
        int? paymentTermsDays,
        IReadOnlyList<IssuedLineItem> lines
    ) =>
        new(
            TypedId.Parse<SupplierId>(supplier).OrFail(),
            currency,
            totalMinor,
            paymentTermsDays,
            [
                .. lines.Select(line => new OrderedLine(
                    line.LineNumber,
                    line.Sku,
                    line.Description,
                    line.SupplierSku,
                    line.Quantity,
                    line.UnitPriceCents,
                    line.Contains?.Quantity ?? 1
                )),
            ]
        );

    public static Actor Teller(ConsumeContext context) => Actor.System($"{context.Event().Type}: {context.Event().MessageId}");
}
