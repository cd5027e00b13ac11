namespace Procurement.Purchasing.Adapters.Events;

using MassTransit;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.Invoicing.Contracts;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.UseCases;

/// <summary>Counts on orders what Invoicing tells of their invoices.</summary>
internal sealed class CountInvoices(BillPurchaseOrder bill, DisputeOrderInvoice dispute)
    : IConsumer<InvoiceMatched>,
        IConsumer<InvoiceDisputed>
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
