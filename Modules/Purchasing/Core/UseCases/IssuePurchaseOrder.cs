namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class IssuePurchaseOrder(
    IRepository<PurchaseOrder, PurchaseOrderId> orders,
    ISupplierDirectory suppliers,
    TimeProvider clock
)
{
    public Task<Result<PurchaseOrder>> Execute(PurchaseOrderId id, Precondition when, Actor issuer, CancellationToken ct) =>
        orders.Change(id, when, async order => order.Issue(await suppliers.EligibilityOf(order.SupplierId, ct), issuer, clock.Now()), ct);
}
