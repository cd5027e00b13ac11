namespace Procurement.Supplier.Ports;

using Procurement.Supplier.Domain;

/// <summary>A supplier in a list, without its documents and bank accounts.</summary>
internal sealed record SupplierHeaderView
{
    [Is<SupplierId>]
    public required string Id { get; init; }

    [Is<SupplierCode>]
    public required string Code { get; init; }

    [Is<LegalName>]
    public required string LegalName { get; init; }

    [Is<EmailAddress>]
    public required string Email { get; init; }

    [Is<Country>]
    public required string? Country { get; init; }

    [Is<NameOf<SupplierStatus>>]
    public required string Status { get; init; }

    [Is<NameOf<HoldScope>>]
    public required string? Hold { get; init; }

    [Is<RiskScore>]
    public required int? RiskScore { get; init; }

    [Is<PaymentTerms>]
    public required int? PaymentTermsDays { get; init; }

    [Is<Currency>]
    public required string? PreferredCurrency { get; init; }

    /// <summary>The last day on which all of its documents are valid.</summary>
    [Is<Day>]
    public required string? DocumentsValidUntil { get; init; }

    [Is<Subject>]
    public required string RegisteredBy { get; init; }

    [Is<AggregateVersion>]
    public required long Version { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required DateTimeOffset? ApprovedAt { get; init; }

    public static SupplierHeaderView Of(Supplier supplier) =>
        new()
        {
            Id = supplier.Id.ToString(),
            Code = supplier.Code.Value,
            LegalName = supplier.LegalName,
            Email = supplier.Email.Value,
            Country = supplier.Address?.Country.Code,
            Status = supplier.Status.ToString(),
            Hold = supplier.Hold?.Scope.ToString(),
            RiskScore = supplier.RiskScore?.Value,
            PaymentTermsDays = supplier.PaymentTerms?.Days,
            PreferredCurrency = supplier.PreferredCurrency?.Code,
            DocumentsValidUntil = supplier.Documents.Any() ? Day.Format(supplier.Documents.Min(document => document.ValidUntil)) : null,
            RegisteredBy = supplier.RegisteredBy,
            Version = supplier.Version,
            CreatedAt = supplier.CreatedAt,
            UpdatedAt = supplier.UpdatedAt,
            ApprovedAt = supplier.Approval?.At,
        };
}
