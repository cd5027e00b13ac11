namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

internal sealed class DisputePurchaseOrder(IRepository<PurchaseOrder, PurchaseOrderId> orders, TimeProvider clock)
{
    public Task<Result<PurchaseOrder>> Execute(
        PurchaseOrderId id,
        Precondition when,
        string? reason,
        Actor disputer,
        CancellationToken ct
    ) => orders.Change(id, when, Reason.Parse(reason), (order, why) => order.RaiseDispute(why, disputer, clock.Now()), ct);
}
