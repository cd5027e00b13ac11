namespace Procurement.Purchasing.Ports;

using Procurement.Purchasing.Domain;

/// <summary>Reads of goods receipts.</summary>
internal interface IGoodsReceiptQueries
{
    Task<GoodsReceiptView?> Find(GoodsReceiptId id, CancellationToken ct);

    /// <summary>Newest first.</summary>
    Task<Page<GoodsReceiptHeader>> List(GoodsReceiptFilter filter, CancellationToken ct);

    /// <summary>Part of the audit trail, oldest first; null when there is no such receipt.</summary>
    Task<HistoryPage?> History(GoodsReceiptId id, HistoryRange range, CancellationToken ct);

    /// <summary>One line of the audit trail, whole; null when there is none of that version.</summary>
    Task<HistoryItem?> HistoryItem(GoodsReceiptId id, long version, CancellationToken ct);
}

/// <summary>Which receipts; null leaves a condition out.</summary>
internal sealed record GoodsReceiptFilter
{
    public PurchaseOrderId? OrderId { get; init; }
    public GoodsReceiptStatus? Status { get; init; }
    public required int Limit { get; init; }
    public Guid? After { get; init; }
}
