namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;

/// <summary>An invoice should never have come. One whose payment is scheduled is not void before that is reversed.</summary>
internal sealed class VoidInvoice(IRepository<Invoice, InvoiceId> invoices, WithdrawInvoice withdraw, TimeProvider clock)
{
    public Task<Result<Invoice>> Execute(InvoiceId id, Precondition when, string? reason, Actor clerk, CancellationToken ct) =>
        invoices.Change(
            id,
            when,
            Reason.Parse(reason),
            async (invoice, why) =>
            {
                var voided = invoice.Void(why, clerk, clock.Now());
                return voided.Error is null ? await withdraw.Execute(invoice, clerk, ct) : voided;
            },
            ct
        );
}
