namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>
/// An invoice that matches is to be paid when it is due, to the account that is verified now. Credit notes that have come make the payment
/// smaller; when they leave nothing, the invoice is paid without one.
/// </summary>
internal sealed class SchedulePayment(
    IRepository<Invoice, InvoiceId> invoices,
    IRepository<Payment, PaymentId> payments,
    IRepository<CreditNote, CreditNoteId> notes,
    ICreditNoteQueries credits,
    ISupplierDirectory suppliers,
    TimeProvider clock
)
{
    public Task<Result<Invoice>> Execute(InvoiceId id, Precondition when, Actor actor, CancellationToken ct) =>
        invoices.Change(id, when, invoice => Schedule(invoice, actor, ct), ct);

    private async Task<Result> Schedule(Invoice invoice, Actor actor, CancellationToken ct)
    {
        var now = clock.Now();
        var id = PaymentId.From(Guid.CreateVersion7(now));
        // Before the payment is made: an invoice that may not be paid need not have what a payment takes from it.
        if (invoice.Schedule(id, actor, now).Error is { } refused)
            return refused;
        var terms = await suppliers.TermsOf(invoice.SupplierId, ct);
        var payment = Payment.Schedule(id, invoice, terms?.Standing.AccountVersion, actor, now);
        foreach (var credit in await credits.OfInvoice(invoice.Id, ct))
        {
            if (await notes.Find(credit, ct) is not { OpenMinor: > 0 } note)
                continue;
            Settlement.Deduct(payment, note, actor, now);
            await notes.Save(note, ct);
        }
        if (payment.AmountMinor == 0 && Settlement.Settle(payment, invoice, actor, now).Error is { } unsettled)
            return unsettled;
        await payments.Save(payment, ct);
        return Result.Done;
    }
}
