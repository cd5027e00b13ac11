namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

internal sealed class SubmitPurchaseOrder(IRepository<PurchaseOrder, PurchaseOrderId> orders, RouteApproval routing, TimeProvider clock)
{
    public Task<Result<PurchaseOrder>> Execute(PurchaseOrderId id, Precondition when, Actor submitter, CancellationToken ct) =>
        orders.Change(id, when, async order => order.Submit(await routing.Execute(order, order.Total, ct), submitter, clock.Now()), ct);
}
