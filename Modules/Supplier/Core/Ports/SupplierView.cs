namespace Procurement.Supplier.Ports;

using Procurement.Supplier.Domain;

/// <summary>A supplier as clients see it.</summary>
internal sealed record SupplierView : IRepresentation
{
    public static int Representation => 1;

    [Is<SupplierId>]
    public required string Id { get; init; }

    [Is<SupplierCode>]
    public required string Code { get; init; }

    [Is<LegalName>]
    public required string LegalName { get; init; }

    [Is<EmailAddress>]
    public required string Email { get; init; }

    [Is<NameOf<SupplierStatus>>]
    public required string Status { get; init; }

    [Is<RiskScore>]
    public required int? RiskScore { get; init; }

    [Is<PaymentTerms>]
    public required int? PaymentTermsDays { get; init; }

    [Is<Subject>]
    public required string RegisteredBy { get; init; }

    [Is<Subject>]
    public required string? ApprovedBy { get; init; }

    [Is<Reason>]
    public required string? SuspensionReason { get; init; }

    [Is<Reason>]
    public required string? BlacklistReason { get; init; }

    [Is<AggregateVersion>]
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
            BlacklistReason = supplier.BlacklistReason,
            Version = supplier.Version,
            CreatedAt = supplier.CreatedAt,
            UpdatedAt = supplier.UpdatedAt,
            ApprovedAt = supplier.Approval?.At,
        };
}
