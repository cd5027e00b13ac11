namespace Procurement.Purchasing.Ports;

using Procurement.Purchasing.Domain;

/// <summary>Reads that feed screens and lists, straight to what is shown.</summary>
internal interface IPurchaseOrderQueries
{
    Task<PurchaseOrderView?> Find(PurchaseOrderId id, CancellationToken ct);

    /// <summary>Newest first, by identifier, which is ordered by the time of creation.</summary>
    Task<Page<PurchaseOrderView>> List(PurchaseOrderFilter filter, CancellationToken ct);

    /// <summary>Oldest first; null when there is no such order.</summary>
    Task<IReadOnlyList<HistoryItem>?> History(PurchaseOrderId id, CancellationToken ct);
}

/// <summary>Which orders; null leaves a condition out. From is included, to is not.</summary>
internal sealed record PurchaseOrderFilter(
    PurchaseOrderStatus? Status,
    SupplierId? SupplierId,
    string? RequestedBy,
    DateTimeOffset? CreatedFrom,
    DateTimeOffset? CreatedTo,
    int Limit,
    Guid? After
);
