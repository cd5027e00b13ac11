namespace Procurement.Supplier.Ports;

using Procurement.Supplier.Domain;

/// <summary>Reads that feed screens, lists and other modules, straight to what is shown.</summary>
internal interface ISupplierQueries
{
    Task<SupplierView?> Find(SupplierId id, CancellationToken ct);

    /// <summary>Newest first, by identifier, which is ordered by the time of creation.</summary>
    Task<Page<SupplierView>> List(SupplierFilter filter, CancellationToken ct);

    /// <summary>Oldest first; null when there is no such supplier.</summary>
    Task<IReadOnlyList<HistoryItem>?> History(SupplierId id, CancellationToken ct);

    /// <summary>The state alone, for whoever orders; null when there is no such supplier.</summary>
    Task<SupplierStatus?> FindStanding(SupplierId id, CancellationToken ct);
}

/// <summary>Which suppliers; null leaves a condition out.</summary>
internal sealed record SupplierFilter(SupplierStatus? Status, SupplierCode? Code, int Limit, Guid? After);
