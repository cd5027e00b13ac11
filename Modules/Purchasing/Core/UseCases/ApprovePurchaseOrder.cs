namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class ApprovePurchaseOrder(
    IRepository<PurchaseOrder, PurchaseOrderId> orders,
    ISupplierDirectory suppliers,
    TimeProvider clock
)
{
    public Task<Result<PurchaseOrder>> Execute(PurchaseOrderId id, Precondition when, Approver approver, CancellationToken ct) =>
        orders.Change(
            id,
            when,
            async order => order.Approve(approver, await suppliers.EligibilityOf(order.SupplierId, ct), clock.Now()),
            ct
        );
}
