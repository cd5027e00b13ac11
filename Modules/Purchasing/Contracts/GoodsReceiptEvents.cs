namespace Procurement.Purchasing.Contracts;

/// <summary>Goods of an order have come and were found in order, or were taken after all: from now on they count.</summary>
[PublicEvent("purchasing.goods-received.v1", "goods-receipt")]
public sealed record GoodsReceived
{
    /// <summary>The goods receipt, <c>grn_</c> and a UUID.</summary>
    public required string GoodsReceiptId { get; init; }

    /// <summary>The order, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Whose goods they are, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>The supplier's number of the delivery.</summary>
    public required string DeliveryNote { get; init; }

    /// <summary>What came; at least one.</summary>
    public required IReadOnlyList<CountedLine> Lines { get; init; }

    /// <summary>Whether something of it had failed the check, and was resolved.</summary>
    public required bool WasDisputed { get; init; }
}

/// <summary>Goods of an order have come, but something of them failed the check: nothing of the delivery counts before that is resolved.</summary>
[PublicEvent("purchasing.goods-receipt-discrepancy-detected.v1", "goods-receipt")]
public sealed record GoodsReceiptDiscrepancyDetected
{
    /// <summary>The goods receipt, <c>grn_</c> and a UUID.</summary>
    public required string GoodsReceiptId { get; init; }

    /// <summary>The order, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Whose goods they are, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>The supplier's number of the delivery.</summary>
    public required string DeliveryNote { get; init; }

    /// <summary>What failed; at least one.</summary>
    public required IReadOnlyList<FailedLine> Lines { get; init; }
}

/// <summary>Goods of a line that failed the check.</summary>
public sealed record FailedLine
{
    /// <summary>The line of the order, from 1.</summary>
    public required int LineNumber { get; init; }

    /// <summary>How much, greater than 0, in the unit that the line is counted in: the one that its own contains, if it contains any.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Why, as entered; null when nobody said.</summary>
    public required string? Reason { get; init; }
}

/// <summary>Goods that had been received went back to the supplier.</summary>
[PublicEvent("purchasing.goods-returned.v1", "goods-receipt")]
public sealed record GoodsReturned
{
    /// <summary>The goods receipt with which they came, <c>grn_</c> and a UUID.</summary>
    public required string GoodsReceiptId { get; init; }

    /// <summary>The order, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Whose goods they are, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>Why, as entered.</summary>
    public required string Reason { get; init; }

    /// <summary>What went back; at least one.</summary>
    public required IReadOnlyList<CountedLine> Lines { get; init; }
}
