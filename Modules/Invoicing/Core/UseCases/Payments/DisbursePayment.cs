namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;

/// <summary>A payment is with the bank, and its invoice paid by that.</summary>
internal sealed class DisbursePayment(
    IRepository<Payment, PaymentId> payments,
    IRepository<Invoice, InvoiceId> invoices,
    TimeProvider clock
)
{
    /// <param name="payment">As loaded by this unit of work.</param>
    /// <param name="bankReference">Null when it goes out in a file.</param>
    /// <param name="actor">Who.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Result> Execute(Payment payment, string? bankReference, Actor actor, CancellationToken ct)
    {
        var now = clock.Now();
        var disbursed = payment.Disburse(bankReference, actor, now);
        if (disbursed.Error is not null)
            return disbursed;
        await payments.Save(payment, ct);
        // One that failed after it was disbursed, and is tried again, has its invoice paid already.
        if (await invoices.Find(payment.InvoiceId, ct) is not { Status: InvoiceStatus.ScheduledForPayment } invoice)
            return Result.Done;
        var paid = invoice.Pay(payment.Id, actor, now);
        if (paid.Error is null)
            await invoices.Save(invoice, ct);
        return paid;
    }
}
