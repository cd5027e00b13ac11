namespace Procurement.Supplier.Domain;

/// <summary>What is known of a supplier and may be edited.</summary>
internal sealed record SupplierProfile
{
    public required string LegalName { get; init; }
    public required EmailAddress Email { get; init; }
    public Address? Address { get; init; }
    public PaymentTerms? PaymentTerms { get; init; }
    public Currency? PreferredCurrency { get; init; }
    public string? TaxId { get; init; }
    public MatchTolerance? MatchTolerance { get; init; }

    /// <summary>Reads one, and notes every field that is wrong; not to be used then.</summary>
    public static SupplierProfile Read(SupplierDraft draft, FieldErrors errors) =>
        new()
        {
            LegalName = errors.Take("legal_name", Text.Parse(draft.LegalName, Domain.LegalName.Longest)),
            Email = errors.Take("email", EmailAddress.Parse(draft.Email)),
            Address = Address.Read(draft.Address, "address", errors),
            PaymentTerms = draft.PaymentTermsDays is { } days ? errors.Take("payment_terms_days", Domain.PaymentTerms.Parse(days)) : null,
            PreferredCurrency = draft.PreferredCurrency is { } code ? errors.Take("preferred_currency", Currency.Parse(code)) : null,
            TaxId = draft.TaxId is { } taxId ? errors.Take("tax_id", Text.Parse(taxId, Domain.TaxId.Longest)) : null,
            MatchTolerance = draft.MatchToleranceBps is { } bps
                ? errors.Take("match_tolerance_bps", Domain.MatchTolerance.Parse(bps))
                : null,
        };
}

/// <summary>A supplier's profile as asked for, not yet looked at.</summary>
internal sealed record SupplierDraft
{
    public string? LegalName { get; init; }
    public string? Email { get; init; }
    public AddressDraft? Address { get; init; }
    public int? PaymentTermsDays { get; init; }
    public string? PreferredCurrency { get; init; }
    public string? TaxId { get; init; }
    public int? MatchToleranceBps { get; init; }

    /// <summary>What a supplier is now, so that part of it can be replaced.</summary>
    public static SupplierDraft Of(Supplier supplier) =>
        new()
        {
            LegalName = supplier.LegalName,
            Email = supplier.Email.Value,
            Address = supplier.Address is { } at ? new AddressDraft(at.Street, at.City, at.PostalCode, at.Country.Code) : null,
            PaymentTermsDays = supplier.PaymentTerms?.Days,
            PreferredCurrency = supplier.PreferredCurrency?.Code,
            TaxId = supplier.TaxId,
            MatchToleranceBps = supplier.MatchTolerance?.BasisPoints,
        };
}
