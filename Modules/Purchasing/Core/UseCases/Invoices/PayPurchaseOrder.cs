namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

/// <summary>An invoice of an order was paid.</summary>
internal sealed class PayPurchaseOrder(IRepository<PurchaseOrder, PurchaseOrderId> orders, TimeProvider clock)
{
    public Task<Result<PurchaseOrder>> Execute(
        PurchaseOrderId id,
        string payment,
        InvoiceId invoice,
        long amountMinor,
        Actor teller,
        CancellationToken ct
    ) => orders.Change(id, Precondition.None, order => order.Pay(payment, invoice.ToString(), amountMinor, teller, clock.Now()), ct);
}
