namespace Procurement.Invoicing.Adapters.Events;

using MassTransit;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.UseCases;

/// <summary>Invoicing's word to itself: an invoice was corrected or given its order, and is to be compared.</summary>
[PublicEvent("invoicing.invoice-match-wanted.v1", "invoice")]
internal sealed record InvoiceMatchWanted
{
    public required string InvoiceId { get; init; }
}

/// <summary>
/// Compares an invoice once more after it was stored: goods that came while it was registered have not seen it, and it has not seen them.
/// </summary>
internal sealed class MatchStoredInvoice(ResumeMatch resume) : IConsumer<Contracts.InvoiceRegistered>, IConsumer<InvoiceMatchWanted>
{
    public Task Consume(ConsumeContext<Contracts.InvoiceRegistered> context) => Resume(context, context.Message.InvoiceId);

    public Task Consume(ConsumeContext<InvoiceMatchWanted> context) => Resume(context, context.Message.InvoiceId);

    private async Task Resume(ConsumeContext context, string invoice)
    {
        var id = TypedId.Parse<InvoiceId>(invoice).OrFail();
        (await resume.Execute(id, context.CancellationToken)).OrFail();
    }
}

internal sealed class MatchStoredInvoiceDefinition : ConsumerDefinition<MatchStoredInvoice>;

/// <summary>An invoice that matches is scheduled for payment, unless somebody has disputed it meanwhile.</summary>
internal sealed class ScheduleMatchedInvoice(SchedulePayment schedule) : IConsumer<Contracts.InvoiceMatched>
{
    public async Task Consume(ConsumeContext<Contracts.InvoiceMatched> context)
    {
        var id = TypedId.Parse<InvoiceId>(context.Message.InvoiceId).OrFail();
        var outcome = await schedule.Execute(id, Precondition.None, OrderConsumers.Teller(context), context.CancellationToken);
        if (outcome.Error?.Code is not (LifeCycle.IllegalTransition or "INVOICE_VOID"))
            outcome.OrFail();
    }
}

internal sealed class ScheduleMatchedInvoiceDefinition : ConsumerDefinition<ScheduleMatchedInvoice>;
