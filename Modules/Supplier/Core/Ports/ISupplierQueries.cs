namespace Procurement.Supplier.Ports;

using Procurement.Supplier.Domain;

/// <summary>Reads that feed screens, lists and the questions of other modules.</summary>
internal interface ISupplierQueries
{
    Task<SupplierView?> Find(SupplierId id, CancellationToken ct);

    /// <summary>Newest first.</summary>
    Task<Page<SupplierView>> List(SupplierFilter filter, CancellationToken ct);

    /// <summary>Oldest first; null when there is no such supplier.</summary>
    Task<IReadOnlyList<HistoryItem>?> History(SupplierId id, CancellationToken ct);

    /// <summary>Null when there is no such supplier. Asked for every new order, so it is as cheap as can be.</summary>
    Task<SupplierStatus?> FindStatus(SupplierId id, CancellationToken ct);
}

/// <summary>Which suppliers; null leaves a condition out.</summary>
internal sealed record SupplierFilter(SupplierStatus? Status, string? Code, int Limit, Guid? After);

/// <summary>A supplier as clients see it.</summary>
internal sealed record SupplierView(
    string Id,
    string Code,
    string LegalName,
    string Email,
    string Status,
    int? RiskScore,
    int? PaymentTermsDays,
    string RegisteredBy,
    string? ApprovedBy,
    string? SuspensionReason,
    long Version,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? ApprovedAt
)
{
    public static SupplierView Of(Supplier supplier) =>
        new(
            supplier.Id.ToString(),
            supplier.Code,
            supplier.LegalName,
            supplier.Email,
            supplier.Status.ToString(),
            supplier.RiskScore,
            supplier.PaymentTermsDays,
            supplier.RegisteredBy,
            supplier.ApprovedBy,
            supplier.SuspensionReason,
            supplier.Version,
            supplier.CreatedAt,
            supplier.UpdatedAt,
            supplier.ApprovedAt
        );
}
