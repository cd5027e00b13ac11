namespace Procurement.Supplier.Adapters.Http;

using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;

/// <summary>Body of POST /suppliers. Members are optional here because what is missing is told with all other field errors.</summary>
internal sealed record RegisterSupplierBody(
    [property: Is<SupplierCode>] string? Code = null,
    [property: Is<LegalName>] string? LegalName = null,
    [property: Is<EmailAddress>] string? Email = null,
    [property: Is<Place>(Optional = true)] AddressDraft? Address = null,
    [property: Is<PaymentTerms>(Optional = true)] int? PaymentTermsDays = null,
    [property: Is<Currency>(Optional = true)] string? PreferredCurrency = null,
    [property: Is<TaxId>(Optional = true)] string? TaxId = null,
    [property: Is<MatchTolerance>(Optional = true)] int? MatchToleranceBps = null
)
{
    [JsonIgnore]
    public SupplierDraft Draft =>
        new()
        {
            LegalName = LegalName,
            Email = Email,
            Address = Address,
            PaymentTermsDays = PaymentTermsDays,
            PreferredCurrency = PreferredCurrency,
            TaxId = TaxId,
            MatchToleranceBps = MatchToleranceBps,
        };
}

/// <summary>Body of PATCH /suppliers/{id}: a member that is left out stays as it is, null takes its value away (RFC 7396).</summary>
internal sealed class EditSupplierBody
{
    private readonly HashSet<string> given = [];

    [Is<LegalName>(Optional = true, OrNull = false)]
    public string? LegalName
    {
        get;
        set => field = Given(value);
    }

    [Is<EmailAddress>(Optional = true, OrNull = false)]
    public string? Email
    {
        get;
        set => field = Given(value);
    }

    /// <summary>Replaced as a whole.</summary>
    [Is<Place>(Optional = true)]
    public AddressDraft? Address
    {
        get;
        set => field = Given(value);
    }

    [Is<PaymentTerms>(Optional = true)]
    public int? PaymentTermsDays
    {
        get;
        set => field = Given(value);
    }

    [Is<Currency>(Optional = true)]
    public string? PreferredCurrency
    {
        get;
        set => field = Given(value);
    }

    [Is<TaxId>(Optional = true)]
    public string? TaxId
    {
        get;
        set => field = Given(value);
    }

    [Is<MatchTolerance>(Optional = true)]
    public int? MatchToleranceBps
    {
        get;
        set => field = Given(value);
    }

    /// <summary>What there is, with what was given in its place.</summary>
    public SupplierDraft Over(SupplierDraft now) =>
        new()
        {
            LegalName = Either(LegalName, now.LegalName, nameof(LegalName)),
            Email = Either(Email, now.Email, nameof(Email)),
            Address = Either(Address, now.Address, nameof(Address)),
            PaymentTermsDays = Either(PaymentTermsDays, now.PaymentTermsDays, nameof(PaymentTermsDays)),
            PreferredCurrency = Either(PreferredCurrency, now.PreferredCurrency, nameof(PreferredCurrency)),
            TaxId = Either(TaxId, now.TaxId, nameof(TaxId)),
            MatchToleranceBps = Either(MatchToleranceBps, now.MatchToleranceBps, nameof(MatchToleranceBps)),
        };

    private T Either<T>(T asked, T now, string member) => given.Contains(member) ? asked : now;

    private T Given<T>(T value, [CallerMemberName] string member = "")
    {
        given.Add(member);
        return value;
    }
}

internal sealed record ImportSupplierBody([property: Is<SupplierCode>] string? VendorCode = null);

internal sealed record ApproveSupplierBody([property: Is<RiskScore>] int? RiskScore = null);

internal sealed record HoldBody([property: Is<NameOf<HoldScope>>] string? Scope = null, [property: Is<Reason>] string? Reason = null);

internal sealed record DocumentBody(
    [property: Is<DocumentKind>] string? Kind = null,
    [property: Is<DocumentReference>] string? Reference = null,
    [property: Is<Day>] string? ValidUntil = null
);

internal sealed record BankAccountBody(
    [property: Is<Iban>] string? Iban = null,
    [property: Is<Bic>] string? Bic = null,
    [property: Is<AccountHolder>] string? Holder = null
);

[JsonSerializable(typeof(RegisterSupplierBody))]
[JsonSerializable(typeof(EditSupplierBody))]
[JsonSerializable(typeof(ImportSupplierBody))]
[JsonSerializable(typeof(ApproveSupplierBody))]
[JsonSerializable(typeof(HoldBody))]
[JsonSerializable(typeof(DocumentBody))]
[JsonSerializable(typeof(BankAccountBody))]
[JsonSerializable(typeof(SupplierView))]
[JsonSerializable(typeof(Items<SupplierHeaderView>))]
internal sealed partial class SupplierJson : JsonSerializerContext;
