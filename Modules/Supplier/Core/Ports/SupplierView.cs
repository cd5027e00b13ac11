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
    public required AddressView? Address { get; init; }

    [Is<NameOf<SupplierStatus>>]
    public required string Status { get; init; }

    [Is<RiskScore>]
    public required int? RiskScore { get; init; }

    [Is<PaymentTerms>]
    public required int? PaymentTermsDays { get; init; }

    [Is<Currency>]
    public required string? PreferredCurrency { get; init; }

    [Is<TaxId>]
    public required string? TaxId { get; init; }

    [Is<MatchTolerance>]
    public required int? MatchToleranceBps { get; init; }

    [Is<Subject>]
    public required string RegisteredBy { get; init; }

    [Is<Subject>]
    public required string? ApprovedBy { get; init; }

    [Is<Reason>]
    public required string? SuspensionReason { get; init; }

    [Is<Reason>]
    public required string? BlacklistReason { get; init; }
    public required HoldView? Hold { get; init; }
    public required IReadOnlyList<DocumentView> Documents { get; init; }

    /// <summary>The one that was proposed last.</summary>
    public required BankAccountView? BankAccount { get; init; }

    /// <summary>The one that is paid to.</summary>
    public required BankAccountView? PayableBankAccount { get; init; }

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
            Address = AddressView.Of(supplier.Address),
            Status = supplier.Status.ToString(),
            RiskScore = supplier.RiskScore?.Value,
            PaymentTermsDays = supplier.PaymentTerms?.Days,
            PreferredCurrency = supplier.PreferredCurrency?.Code,
            TaxId = supplier.TaxId,
            MatchToleranceBps = supplier.MatchTolerance?.BasisPoints,
            RegisteredBy = supplier.RegisteredBy,
            ApprovedBy = supplier.Approval?.Approver,
            SuspensionReason = supplier.SuspensionReason,
            BlacklistReason = supplier.BlacklistReason,
            Hold = supplier.Hold is { } hold ? new HoldView(hold.Scope.ToString(), hold.Reason, hold.HeldBy, hold.At) : null,
            Documents = [.. supplier.Documents.Select(DocumentView.Of)],
            BankAccount = BankAccountView.Of(supplier.BankAccount),
            PayableBankAccount = BankAccountView.Of(supplier.PayableAccount),
            Version = supplier.Version,
            CreatedAt = supplier.CreatedAt,
            UpdatedAt = supplier.UpdatedAt,
            ApprovedAt = supplier.Approval?.At,
        };
}

internal sealed record HoldView(
    [property: Is<NameOf<HoldScope>>] string Scope,
    [property: Is<Reason>] string Reason,
    [property: Is<Subject>] string HeldBy,
    DateTimeOffset HeldAt
);

internal sealed record DocumentView(
    [property: Is<DocumentKind>] string Kind,
    [property: Is<DocumentReference>] string Reference,
    [property: Is<Day>] string ValidUntil,
    [property: Is<Subject>] string FiledBy,
    DateTimeOffset FiledAt
)
{
    public static DocumentView Of(Document document) =>
        new(document.Kind, document.Reference, Day.Format(document.ValidUntil), document.FiledBy, document.FiledAt);
}

/// <summary>A bank account, its number masked for everybody.</summary>
internal sealed record BankAccountView
{
    [Is<AccountVersion>]
    public required int Version { get; init; }

    [Is<MaskedIban>]
    public required string Iban { get; init; }

    [Is<Bic>]
    public required string Bic { get; init; }

    [Is<AccountHolder>]
    public required string Holder { get; init; }

    [Is<NameOf<BankAccountState>>]
    public required string State { get; init; }

    [Is<Subject>]
    public required string ProposedBy { get; init; }
    public required DateTimeOffset ProposedAt { get; init; }

    [Is<Subject>]
    public required string? ConfirmedBy { get; init; }
    public required DateTimeOffset? ConfirmedAt { get; init; }
    public required DateTimeOffset? UsableFrom { get; init; }

    public static BankAccountView? Of(BankAccount? account) =>
        account is null
            ? null
            : new()
            {
                Version = account.Version,
                Iban = account.Iban.Masked,
                Bic = account.Bic.Value,
                Holder = account.Holder,
                State = account.State.ToString(),
                ProposedBy = account.ProposedBy,
                ProposedAt = account.ProposedAt,
                ConfirmedBy = account.ConfirmedBy,
                ConfirmedAt = account.ConfirmedAt,
                UsableFrom = account.UsableFrom,
            };
}
