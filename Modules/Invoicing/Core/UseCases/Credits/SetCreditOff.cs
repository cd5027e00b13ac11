namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>
/// A new credit note makes the payment of its invoice smaller, if one waits. What leaves nothing to pay ends the payment, and the invoice is
/// paid by that. The caller saves note and invoice.
/// </summary>
internal sealed class SetCreditOff(IRepository<Payment, PaymentId> payments, IPaymentQueries scheduled, TimeProvider clock)
{
    public async Task<Result> Execute(CreditNote note, Invoice invoice, Actor actor, CancellationToken ct)
    {
        if (
            invoice.Status != InvoiceStatus.ScheduledForPayment
            || await scheduled.OfInvoice(invoice.Id, ct) is not { } id
            || await payments.Find(id, ct) is not { } payment
        )
            return Result.Done;
        var now = clock.Now();
        // In a run already: what the bank is told is not changed any more, and the credit waits for the next payment.
        if (payment.RunId is not null)
            return Result.Done;
        if (Settlement.Deduct(payment, note, actor, now).Error is { } refused)
            return refused;
        if (payment.AmountMinor == 0 && Settlement.Settle(payment, invoice, actor, now).Error is { } unsettled)
            return unsettled;
        await payments.Save(payment, ct);
        return Result.Done;
    }
}
