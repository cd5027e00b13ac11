namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

internal sealed class CloseShort(IRepository<PurchaseOrder, PurchaseOrderId> orders, TimeProvider clock)
{
    public Task<Result<PurchaseOrder>> Execute(
        PurchaseOrderId id,
        Precondition when,
        int? lineNumber,
        string? reason,
        Actor buyer,
        CancellationToken ct
    ) => orders.Change(id, when, Reason.Parse(reason), (order, why) => order.CloseShort(lineNumber, why, buyer, clock.Now()), ct);
}
