namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

/// <summary>Credit notes have left nothing to pay of an invoice of an order.</summary>
internal sealed class SettleOrderInvoice(IRepository<PurchaseOrder, PurchaseOrderId> orders, TimeProvider clock)
{
    public Task<Result<PurchaseOrder>> Execute(PurchaseOrderId id, InvoiceId invoice, Actor teller, CancellationToken ct) =>
        orders.Change(id, Precondition.None, order => order.SettleInvoice(invoice.ToString(), teller, clock.Now()), ct);
}
