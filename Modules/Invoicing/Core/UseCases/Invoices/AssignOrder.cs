namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;

/// <summary>A clerk says which order an invoice is for that named none.</summary>
internal sealed class AssignOrder(IRepository<Invoice, InvoiceId> invoices, CheckInvoice check, MatchInvoice match, TimeProvider clock)
{
    public Task<Result<Invoice>> Execute(InvoiceId id, Precondition when, string? order, Actor clerk, CancellationToken ct) =>
        invoices.Change(
            id,
            when,
            FieldErrors.Check("purchase_order_id", TypedId.Parse<PurchaseOrderId>(order)),
            async (invoice, named) =>
            {
                var content = InvoiceContent.Read(new InvoiceDraft { PurchaseOrderId = $"{named}" }.Over(invoice)).Value;
                var found = await check.Execute(content, id, ct);
                if (found.Error is not null)
                    return found.Error;
                var assigned = invoice.Assign(named, found.Value.Filing.DueDate, clerk, clock.Now());
                return assigned.Error is null ? await match.Execute(invoice, found.Value.Order, ct) : assigned;
            },
            ct
        );
}
