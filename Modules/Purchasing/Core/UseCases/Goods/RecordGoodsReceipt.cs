namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

/// <summary>Goods have come for an order: the delivery is written down, and counts when it was found in order.</summary>
internal sealed class RecordGoodsReceipt(
    IRepository<PurchaseOrder, PurchaseOrderId> orders,
    IRepository<GoodsReceipt, GoodsReceiptId> receipts,
    OverReceipt tolerated,
    TimeProvider clock
)
{
    public async Task<Result<GoodsReceipt>> Execute(
        PurchaseOrderId id,
        Precondition when,
        string? deliveryNote,
        IReadOnlyList<ReceiptLineDraft?>? lines,
        Actor receiver,
        CancellationToken ct
    )
    {
        if (await orders.Find(id, ct) is not { } order)
            return PurchaseOrderErrors.NotFound;
        if (!when.Allows(order))
            return Error.Stale;
        var errors = new FieldErrors();
        var note = errors.Take("delivery_note", Text.Parse(deliveryNote, DeliveryNote.Longest));
        var read = ReceiptLine.Read(lines, order);
        errors.AddAll(read.Error);
        if (errors.Error is { } invalid)
            return invalid;
        var now = clock.Now();
        var receipt = GoodsReceipt.Record(GoodsReceiptId.From(Guid.CreateVersion7(now)), order, note, read.Value, receiver, now);
        if (receipt.Status == GoodsReceiptStatus.Disputed)
        {
            if (order.Refuses(receipt.Goods, tolerated) is { } refused)
                return refused;
        }
        else
        {
            if (order.Receive(receipt.Identifier, receipt.Goods, tolerated, receiver, now).Error is { } refused)
                return refused;
            await orders.Save(order, ct);
        }
        await receipts.Save(receipt, ct);
        return receipt;
    }
}
