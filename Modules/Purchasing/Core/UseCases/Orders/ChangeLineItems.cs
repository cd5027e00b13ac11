namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

internal sealed class ChangeLineItems(IRepository<PurchaseOrder, PurchaseOrderId> orders, ApprovalLimits limits, TimeProvider clock)
{
    public Task<Result<PurchaseOrder>> Execute(
        PurchaseOrderId id,
        Precondition when,
        IReadOnlyList<LineItemDraft?>? lines,
        Actor editor,
        CancellationToken ct
    ) => orders.Change(id, when, LineItems.Create(lines, limits), (order, items) => order.ChangeLines(items, editor, clock.Now()), ct);
}
