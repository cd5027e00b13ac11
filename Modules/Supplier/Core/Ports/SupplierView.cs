namespace Procurement.Supplier.Ports;

using Procurement.Supplier.Domain;

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
            supplier.Code.Value,
            supplier.LegalName,
            supplier.Email.Value,
            supplier.Status.ToString(),
            supplier.RiskScore?.Value,
            supplier.PaymentTerms?.Days,
            supplier.RegisteredBy,
            supplier.ApprovedBy,
            supplier.SuspensionReason,
            supplier.Version,
            supplier.CreatedAt,
            supplier.UpdatedAt,
            supplier.ApprovedAt
        );
}
