namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class ApprovePurchaseOrder(
    IRepository<PurchaseOrder, PurchaseOrderId> orders,
    ISupplierDirectory suppliers,
    TimeProvider clock
)
{
    public async Task<Result<PurchaseOrder>> Execute(PurchaseOrderId id, Approver approver, Precondition precondition, CancellationToken ct)
    {
        if (await orders.Find(id, ct) is not { } order)
            return PurchaseOrderErrors.NotFound;
        if (!precondition.Allows(order))
            return Error.Stale;
        var supplier = await suppliers.EligibilityOf(order.SupplierId, ct);
        var approved = order.Approve(approver, supplier, clock.Now());
        if (approved.Error is not null)
            return approved.Error;
        await orders.Save(order, ct);
        return order;
    }
}
