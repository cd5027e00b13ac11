namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

internal sealed class RejectPurchaseOrder(IRepository<PurchaseOrder, PurchaseOrderId> orders, ChooseApprover approver, TimeProvider clock)
{
    public Task<Result<PurchaseOrder>> Execute(PurchaseOrderId id, Precondition when, string? reason, Approver caller, CancellationToken ct)
    {
        var why = Reason.Parse(reason);
        return why.Error is { } refused
            ? Task.FromResult<Result<PurchaseOrder>>(refused)
            : orders.Change(id, when, async order => order.Reject(await approver.Execute(order, caller, ct), why.Value, clock.Now()), ct);
    }
}
