namespace Procurement.Supplier.Ports;

using Procurement.Supplier.Domain;

/// <summary>A supplier as clients see it.</summary>
internal sealed record SupplierView : IRepresentation
{
    public static int Representation => 1;

    public required string Id { get; init; }
    public required string Code { get; init; }
    public required string LegalName { get; init; }
    public required string Email { get; init; }
    public required string Status { get; init; }
    public required int? RiskScore { get; init; }
    public required int? PaymentTermsDays { get; init; }
    public required string RegisteredBy { get; init; }
    public required string? ApprovedBy { get; init; }
    public required string? SuspensionReason { get; init; }
    public required long Version { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required DateTimeOffset? ApprovedAt { get; init; }

    public static SupplierView Of(Supplier supplier) =>
        new()
        {
            Id = supplier.Id.ToString(),
            Code = supplier.Code.Value,
            LegalName = supplier.LegalName,
            Email = supplier.Email.Value,
            Status = supplier.Status.ToString(),
            RiskScore = supplier.RiskScore?.Value,
            PaymentTermsDays = supplier.PaymentTerms?.Days,
            RegisteredBy = supplier.RegisteredBy,
            ApprovedBy = supplier.Approval?.Approver,
            SuspensionReason = supplier.SuspensionReason,
            Version = supplier.Version,
            CreatedAt = supplier.CreatedAt,
            UpdatedAt = supplier.UpdatedAt,
            ApprovedAt = supplier.Approval?.At,
        };
}
