namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

/// <summary>An invoice agrees with what was received of an order.</summary>
internal sealed class BillPurchaseOrder(IRepository<PurchaseOrder, PurchaseOrderId> orders, TimeProvider clock)
{
    /// <param name="goods">What it bills, in the units that the order's lines are counted in.</param>
    public Task<Result<PurchaseOrder>> Execute(
        PurchaseOrderId id,
        InvoiceId invoice,
        long netMinor,
        IReadOnlyList<Counted> goods,
        Actor teller,
        CancellationToken ct
    ) => orders.Change(id, Precondition.None, order => order.Bill(invoice.ToString(), netMinor, goods, teller, clock.Now()), ct);
}
