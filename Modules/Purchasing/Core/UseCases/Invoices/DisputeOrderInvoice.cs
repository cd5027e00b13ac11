namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

/// <summary>Something stands against an invoice of an order.</summary>
internal sealed class DisputeOrderInvoice(IRepository<PurchaseOrder, PurchaseOrderId> orders, TimeProvider clock)
{
    public Task<Result<PurchaseOrder>> Execute(
        PurchaseOrderId id,
        InvoiceId invoice,
        string reasonCode,
        Actor teller,
        CancellationToken ct
    ) => orders.Change(id, Precondition.None, order => order.DisputeInvoice(invoice.ToString(), reasonCode, teller, clock.Now()), ct);
}
