namespace Procurement.Purchasing.Adapters.Events;

using MassTransit;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.Invoicing.Contracts;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.UseCases;

/// <summary>Counts on orders what Invoicing tells of their invoices.</summary>
internal sealed class CountInvoices(
    BillPurchaseOrder bill,
    DisputeOrderInvoice dispute,
    WithdrawOrderInvoice withdraw,
    SettleOrderInvoice settle
)
    : IConsumer<InvoiceMatched>,
        IConsumer<InvoiceDisputed>,
        IConsumer<InvoiceVoided>,
        IConsumer<Procurement.Invoicing.Contracts.InvoiceSettled>
{
    public async Task Consume(ConsumeContext<InvoiceMatched> context)
    {
        var told = context.Message;
        var outcome = await bill.Execute(
            TypedId.Parse<PurchaseOrderId>(told.PurchaseOrderId).OrFail(),
            TypedId.Parse<InvoiceId>(told.InvoiceId).OrFail(),
            told.NetCents,
            [.. told.Lines.Select(line => new Counted(line.LineNumber, line.Quantity))],
            Teller(context),
            context.CancellationToken
        );
        outcome.OrFail();
    }

    public async Task Consume(ConsumeContext<InvoiceDisputed> context)
    {
        var told = context.Message;
        var outcome = await dispute.Execute(
            TypedId.Parse<PurchaseOrderId>(told.PurchaseOrderId).OrFail(),
            TypedId.Parse<InvoiceId>(told.InvoiceId).OrFail(),
            told.ReasonCode,
            Teller(context),
            context.CancellationToken
        );
        outcome.OrFail();
    }

    /// <summary>One that named no order, or was never told of before, has nothing to take back.</summary>
    public async Task Consume(ConsumeContext<InvoiceVoided> context)
    {
        var told = context.Message;
        if (told.PurchaseOrderId is not { } order)
            return;
        var outcome = await withdraw.Execute(
            TypedId.Parse<PurchaseOrderId>(order).OrFail(),
            TypedId.Parse<InvoiceId>(told.InvoiceId).OrFail(),
            Teller(context),
            context.CancellationToken
        );
        outcome.OrFail();
    }

    public async Task Consume(ConsumeContext<Procurement.Invoicing.Contracts.InvoiceSettled> context)
    {
        var told = context.Message;
        var outcome = await settle.Execute(
            TypedId.Parse<PurchaseOrderId>(told.PurchaseOrderId).OrFail(),
            TypedId.Parse<InvoiceId>(told.InvoiceId).OrFail(),
            Teller(context),
            context.CancellationToken
        );
        outcome.OrFail();
    }

    public static Actor Teller(ConsumeContext context) => Actor.System($"{context.Event().Type}: {context.Event().MessageId}");
}

internal sealed class CountInvoicesDefinition : ConsumerDefinition<CountInvoices>;

/// <summary>Notes on orders what was paid for them, which may be the end of them.</summary>
internal sealed class NotePayments(PayPurchaseOrder pay) : IConsumer<PaymentDisbursed>
{
    public async Task Consume(ConsumeContext<PaymentDisbursed> context)
    {
        var told = context.Message;
        var outcome = await pay.Execute(
            TypedId.Parse<PurchaseOrderId>(told.PurchaseOrderId).OrFail(),
            told.PaymentId,
            TypedId.Parse<InvoiceId>(told.InvoiceId).OrFail(),
            told.AmountCents,
            CountInvoices.Teller(context),
            context.CancellationToken
        );
        outcome.OrFail();
    }
}

internal sealed class NotePaymentsDefinition : ConsumerDefinition<NotePayments>;
