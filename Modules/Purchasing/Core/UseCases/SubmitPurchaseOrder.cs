namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

internal sealed class SubmitPurchaseOrder(IRepository<PurchaseOrder, PurchaseOrderId> orders, ApprovalLimits limits, TimeProvider clock)
{
    public Task<Result<PurchaseOrder>> Execute(PurchaseOrderId id, Precondition when, Actor submitter, CancellationToken ct) =>
        orders.Change(id, when, order => order.Submit(limits, submitter, clock.Now()), ct);
}
