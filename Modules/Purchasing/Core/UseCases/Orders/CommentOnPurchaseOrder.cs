namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

internal sealed class CommentOnPurchaseOrder(IRepository<PurchaseOrder, PurchaseOrderId> orders, TimeProvider clock)
{
    public Task<Result<PurchaseOrder>> Execute(PurchaseOrderId id, Precondition when, string? text, Actor author, CancellationToken ct) =>
        orders.Change(
            id,
            when,
            FieldErrors.Check("text", Text.Parse(text, CommentText.Longest)),
            (order, comment) => order.Comment(comment, author, clock.Now()),
            ct
        );
}
