namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

/// <summary>What failed the check is taken after all, if it may still come: then it counts.</summary>
internal sealed class ResolveGoodsReceipt(
    IRepository<GoodsReceipt, GoodsReceiptId> receipts,
    IRepository<PurchaseOrder, PurchaseOrderId> orders,
    OverReceipt tolerated,
    TimeProvider clock
)
{
    public Task<Result<GoodsReceipt>> Execute(GoodsReceiptId id, Precondition when, string? reason, Actor resolver, CancellationToken ct)
    {
        var why = Reason.Parse(reason);
        return why.Error is { } invalid
            ? Task.FromResult<Result<GoodsReceipt>>(invalid)
            : receipts.Change(
                id,
                when,
                async receipt =>
                {
                    var order = (await orders.Find(receipt.OrderId, ct))!;
                    var now = clock.Now();
                    var refused =
                        receipt.Resolve(order, why.Value, resolver, now).Error
                        ?? order.Receive(receipt.Identifier, receipt.Goods, tolerated, resolver, now).Error;
                    if (refused is not null)
                        return refused;
                    await orders.Save(order, ct);
                    return Result.Done;
                },
                ct
            );
    }
}
