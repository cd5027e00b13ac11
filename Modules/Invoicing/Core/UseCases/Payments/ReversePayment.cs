namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;

/// <summary>A payment is taken back. Its invoice waits for another, unless it was paid already.</summary>
internal sealed class ReversePayment(
    IRepository<Payment, PaymentId> payments,
    IRepository<Invoice, InvoiceId> invoices,
    ReleaseCredits release,
    TimeProvider clock
)
{
    public Task<Result<Payment>> Execute(PaymentId id, Precondition when, string? reason, Actor actor, CancellationToken ct) =>
        payments.Change(
            id,
            when,
            Reason.Parse(reason),
            async (payment, why) =>
            {
                var now = clock.Now();
                var reversed = payment.Reverse(why, actor, now);
                if (reversed.Error is not null)
                    return reversed;
                if (await invoices.Find(payment.InvoiceId, ct) is { Status: InvoiceStatus.ScheduledForPayment } invoice)
                {
                    invoice.Release(id, actor, now);
                    await invoices.Save(invoice, ct);
                }
                return await release.Execute(payment, actor, ct);
            },
            ct
        );
}
