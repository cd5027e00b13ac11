namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;

/// <summary>Nothing has happened to an invoice for too long.</summary>
internal sealed class RemindOfInvoice(IRepository<Invoice, InvoiceId> invoices, TimeProvider clock)
{
    public Task<Result<Invoice>> Execute(InvoiceId id, Actor reminder, CancellationToken ct) =>
        invoices.Change(id, Precondition.None, invoice => invoice.Remind(reminder, clock.Now()), ct);
}
