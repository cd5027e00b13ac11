namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

internal sealed class SubmitPurchaseOrder(IRepository<PurchaseOrder, PurchaseOrderId> orders, ApprovalLimits limits, TimeProvider clock)
{
    public async Task<Result<PurchaseOrder>> Execute(PurchaseOrderId id, string submitter, Precondition precondition, CancellationToken ct)
    {
        if (await orders.Find(id, ct) is not { } order)
            return PurchaseOrderErrors.NotFound;
        if (!precondition.Allows(order))
            return Error.Stale;
        var submitted = order.Submit(limits, submitter, clock.Now());
        if (submitted.Error is not null)
            return submitted.Error;
        await orders.Save(order, ct);
        return order;
    }
}
