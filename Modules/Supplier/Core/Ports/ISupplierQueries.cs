namespace Procurement.Supplier.Ports;

using Procurement.Supplier.Domain;

/// <summary>Reads that feed screens, lists and other modules, straight to what is shown.</summary>
internal interface ISupplierQueries
{
    Task<SupplierView?> Find(SupplierId id, CancellationToken ct);

    /// <summary>Newest first, by identifier, which is ordered by the time of creation.</summary>
    Task<Page<SupplierView>> List(SupplierFilter filter, CancellationToken ct);

    /// <summary>Part of the audit trail, oldest first; null when there is no such supplier.</summary>
    Task<HistoryPage?> History(SupplierId id, HistoryRange range, CancellationToken ct);

    /// <summary>One line of the audit trail, whole; null when there is none of that version.</summary>
    Task<HistoryItem?> HistoryItem(SupplierId id, long version, CancellationToken ct);

    /// <summary>The state alone, for whoever orders; null when there is no such supplier.</summary>
    Task<SupplierStatus?> FindStanding(SupplierId id, CancellationToken ct);
}

/// <summary>Which suppliers; null leaves a condition out.</summary>
internal sealed record SupplierFilter
{
    public SupplierStatus? Status { get; init; }
    public SupplierCode? Code { get; init; }
    public required int Limit { get; init; }
    public Guid? After { get; init; }
}
