namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

internal sealed class ChangeLineItems(IRepository<PurchaseOrder, PurchaseOrderId> orders, ApprovalLimits limits, TimeProvider clock)
{
    internal sealed record Arguments(PurchaseOrderId Id, IReadOnlyList<LineItemDraft?>? LineItems);

    public async Task<Result<PurchaseOrder>> Execute(Arguments asked, string editor, Precondition precondition, CancellationToken ct)
    {
        var lines = LineItems.Create(asked.LineItems, limits);
        if (lines.Error is not null)
            return lines.Error;
        if (await orders.Find(asked.Id, ct) is not { } order)
            return PurchaseOrderErrors.NotFound;
        if (!precondition.Allows(order))
            return Error.Stale;
        var changed = order.ChangeLines(lines.Value, editor, clock.Now());
        if (changed.Error is not null)
            return changed.Error;
        await orders.Save(order, ct);
        return order;
    }
}
