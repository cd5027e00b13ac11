namespace Procurement.Purchasing.Ports;

using Procurement.Purchasing.Domain;

/// <summary>Reads that feed screens and lists, straight to what is shown.</summary>
internal interface IPurchaseOrderQueries
{
    Task<PurchaseOrderView?> Find(PurchaseOrderId id, CancellationToken ct);

    /// <summary>The order as it stood at a moment, from its audit trail; null when it was not there yet.</summary>
    Task<PurchaseOrderView?> FindAsOf(PurchaseOrderId id, DateTimeOffset moment, CancellationToken ct);

    /// <summary>Its past, oldest first; null when there is no such order.</summary>
    Task<IReadOnlyList<RecordedEvent>?> Past(PurchaseOrderId id, CancellationToken ct);

    /// <summary>Newest first, by identifier, which is ordered by the time of creation.</summary>
    Task<Page<PurchaseOrderHeader>> List(PurchaseOrderFilter filter, CancellationToken ct);

    /// <summary>The same with all that belongs to each.</summary>
    Task<Page<PurchaseOrderView>> ListWhole(PurchaseOrderFilter filter, CancellationToken ct);

    /// <summary>What dashboards show of the orders that were made in some time.</summary>
    Task<SummaryView> Summarize(SummaryFilter filter, CancellationToken ct);

    /// <summary>Part of the audit trail, oldest first; null when there is no such order.</summary>
    Task<HistoryPage?> History(PurchaseOrderId id, HistoryRange range, CancellationToken ct);

    /// <summary>One line of the audit trail, whole; null when there is none of that version.</summary>
    Task<HistoryItem?> HistoryItem(PurchaseOrderId id, long version, CancellationToken ct);

    /// <summary>What people said about it, oldest first; null when there is no such order.</summary>
    Task<CommentsPage?> Comments(PurchaseOrderId id, HistoryRange range, CancellationToken ct);

    /// <summary>A supplier's orders that may still be disputed, oldest first, for who goes through them part by part.</summary>
    /// <param name="supplier">Whose.</param>
    /// <param name="after">The last one of the part before; null for the first part.</param>
    /// <param name="atMost">Most orders of a part; fewer come when there are no more.</param>
    /// <param name="ct">Gives up the read.</param>
    Task<IReadOnlyList<PurchaseOrderId>> OpenOrdersOf(SupplierId supplier, PurchaseOrderId? after, int atMost, CancellationToken ct);
}

/// <summary>Which orders; null leaves a condition out. From is included, to is not.</summary>
internal sealed record PurchaseOrderFilter
{
    public PurchaseOrderStatus? Status { get; init; }
    public SupplierId? SupplierId { get; init; }
    public string? RequestedBy { get; init; }
    public long? Number { get; init; }

    /// <summary>Of any line, exactly. Like <see cref="Text"/> it finds what has been made searchable, a moment after it was stored.</summary>
    public string? Sku { get; init; }
    public Currency? Currency { get; init; }
    public long? MinTotalMinor { get; init; }
    public long? MaxTotalMinor { get; init; }

    /// <summary>What is written anywhere in it (<see cref="SearchText"/>), in whatever letter case.</summary>
    public string? Text { get; init; }
    public DateTimeOffset? CreatedFrom { get; init; }
    public DateTimeOffset? CreatedTo { get; init; }
    public required int Limit { get; init; }
    public Guid? After { get; init; }
}
