namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

internal sealed class RejectPurchaseOrder(IRepository<PurchaseOrder, PurchaseOrderId> orders, TimeProvider clock)
{
    public const int LongestReason = 1000;

    internal sealed record Arguments(PurchaseOrderId Id, string? Reason);

    public async Task<Result<PurchaseOrder>> Execute(Arguments asked, Approver approver, Precondition precondition, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var reason = errors.Take("reason", Text.Parse(asked.Reason, LongestReason));
        if (errors.Error is { } invalid)
            return invalid;
        if (await orders.Find(asked.Id, ct) is not { } order)
            return PurchaseOrderErrors.NotFound;
        if (!precondition.Allows(order))
            return Error.Stale;
        var rejected = order.Reject(approver, reason, clock.Now());
        if (rejected.Error is not null)
            return rejected.Error;
        await orders.Save(order, ct);
        return order;
    }
}
