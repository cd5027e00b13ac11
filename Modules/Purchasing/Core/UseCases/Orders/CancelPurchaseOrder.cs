namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

internal sealed class CancelPurchaseOrder(IRepository<PurchaseOrder, PurchaseOrderId> orders, TimeProvider clock)
{
    public Task<Result<PurchaseOrder>> Execute(
        PurchaseOrderId id,
        Precondition when,
        string? reason,
        Canceller canceller,
        CancellationToken ct
    ) => orders.Change(id, when, Reason.Parse(reason), (order, why) => order.Cancel(canceller, why, clock.Now()), ct);
}
