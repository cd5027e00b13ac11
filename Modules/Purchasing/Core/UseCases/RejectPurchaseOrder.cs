namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

internal sealed class RejectPurchaseOrder(IRepository<PurchaseOrder, PurchaseOrderId> orders, TimeProvider clock)
{
    public Task<Result<PurchaseOrder>> Execute(
        PurchaseOrderId id,
        Precondition when,
        string? reason,
        Approver approver,
        CancellationToken ct
    ) => orders.Change(id, when, Reason.Parse(reason), (order, why) => order.Reject(approver, why, clock.Now()), ct);
}
