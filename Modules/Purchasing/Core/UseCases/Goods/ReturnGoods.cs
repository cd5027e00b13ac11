namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

/// <summary>Goods of a delivery go back to the supplier.</summary>
internal sealed class ReturnGoods(
    IRepository<GoodsReceipt, GoodsReceiptId> receipts,
    IRepository<PurchaseOrder, PurchaseOrderId> orders,
    TimeProvider clock
)
{
    public Task<Result<GoodsReceipt>> Execute(
        GoodsReceiptId id,
        Precondition when,
        IReadOnlyList<GoodsDraft?>? lines,
        string? reason,
        Actor receiver,
        CancellationToken ct
    ) =>
        receipts.Change(
            id,
            when,
            async receipt =>
            {
                var order = (await orders.Find(receipt.OrderId, ct))!;
                var errors = new FieldErrors();
                var goods = GoodsDraft.Read(lines, order);
                var why = Reason.Parse(reason);
                errors.AddAll(goods.Error);
                errors.AddAll(why.Error);
                if (errors.Error is { } invalid)
                    return invalid;
                var now = clock.Now();
                var refused =
                    receipt.Return(goods.Value, why.Value, receiver, now).Error
                    ?? order.TakeBack(receipt.Identifier, goods.Value, receiver, now).Error;
                if (refused is not null)
                    return refused;
                await orders.Save(order, ct);
                return Result.Done;
            },
            ct
        );
}
