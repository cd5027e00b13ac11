namespace Procurement.Invoicing.Domain;

/// <summary>
/// What is taxed in one way: the categories of UNTDID 5305 that invoices in Europe use (EN 16931, BT-118). The amount is the base times the
/// rate, at most half a minor unit aside: whoever made the invoice has rounded it.
/// </summary>
/// <param name="RatePercent">In per cent, with at most 4 decimal places.</param>
/// <param name="BaseMinor">What is taxed, in minor units.</param>
/// <param name="TaxMinor">The tax, in minor units.</param>
internal sealed record TaxLine(TaxCategory Category, decimal RatePercent, long BaseMinor, long TaxMinor)
{
    /// <summary>Reads one, or notes everything that is wrong with it under <paramref name="path"/>.</summary>
    public static TaxLine? Read(TaxDraft draft, string path, FieldErrors errors)
    {
        var wrong = new FieldErrors();
        var category = wrong.Take($"{path}.category", NameOf<TaxCategory>.Parse(draft.Category));
        var rate = wrong.Take($"{path}.rate_percent", TaxRate.Parse(draft.RatePercent));
        var taxed = wrong.Take($"{path}.base_cents", Amount.Parse(draft.BaseCents, least: 0));
        var tax = wrong.Take($"{path}.tax_cents", Amount.Parse(draft.TaxCents, least: 0));
        if (wrong.Error is null && !IsRight(taxed, rate, tax))
            wrong.Add($"{path}.tax_cents", "must be the base times the rate, at most half a minor unit aside");
        errors.AddAll(wrong.Error);
        return wrong.Error is null ? new TaxLine(category, rate, taxed, tax) : null;
    }

    private static bool IsRight(long taxed, decimal ratePercent, long tax)
    {
        var exact = (Int128)(ratePercent * TaxRate.Unit) * taxed;
        var told = (Int128)100 * (Int128)TaxRate.Unit * tax;
        return Int128.Abs(exact - told) <= 50 * (Int128)TaxRate.Unit;
    }
}

/// <summary>Tax as told, not yet looked at.</summary>
internal sealed record TaxDraft(string? Category, decimal? RatePercent, long? BaseCents, long? TaxCents);

/// <summary>How something is taxed, by the codes of UNTDID 5305.</summary>
internal enum TaxCategory
{
    /// <summary>Standard rate.</summary>
    S,

    /// <summary>Zero rated.</summary>
    Z,

    /// <summary>Exempt.</summary>
    E,

    /// <summary>Reverse charge.</summary>
    AE,

    /// <summary>Supply within the European Economic Area.</summary>
    K,

    /// <summary>Export.</summary>
    G,

    /// <summary>Not subject to tax.</summary>
    O,

    /// <summary>Tax of the Canary Islands.</summary>
    L,

    /// <summary>Tax of Ceuta and Melilla.</summary>
    M,

    /// <summary>Transferred (Italy).</summary>
    B,
}

/// <summary>A rate of tax.</summary>
internal sealed class TaxRate : IFacts
{
    /// <summary>Ten to the power of the decimal places.</summary>
    public const int Unit = 10_000;

    private const int Places = 4;

    public static Facts Facts { get; } =
        new()
        {
            Description = "In per cent.",
            Min = 0,
            Max = 100,
            Decimals = Places,
            Example = 19m,
        };

    public static Result<decimal> Parse(decimal? rate) =>
        rate switch
        {
            null => Error.Invalid("INVALID_TAX_RATE", "is required"),
            < 0 or > 100 => Error.Invalid("INVALID_TAX_RATE", "must be from 0 to 100"),
            { } given when decimal.Round(given, Places) != given => Error.Invalid(
                "INVALID_TAX_RATE",
                $"must have at most {Places} decimal places"
            ),
            { } given => given,
        };
}

/// <summary>How many breakdowns of tax an invoice has.</summary>
internal sealed class TaxLines : IFacts
{
    public const int Most = 50;

    public static Facts Facts { get; } = new() { Description = "One for each category and rate.", Most = Most };
}

/// <summary>An amount of an invoice, in minor units of its currency.</summary>
internal sealed class Amount : IFacts
{
    /// <summary>As many digits as payment messages have room for (ISO 20022, ActiveOrHistoricCurrencyAndAmount).</summary>
    public const long Most = 999_999_999_999_999_999;

    public static Facts Facts { get; } = MinorUnits.Facts with { Min = 1, Max = Most };

    public static Result<long> Parse(long? minor, long least = 1) =>
        minor switch
        {
            null => Error.Invalid("INVALID_AMOUNT", "is required"),
            { } given when given < least => Error.Invalid(
                "INVALID_AMOUNT",
                least > 0 ? "must be greater than zero" : "must not be negative"
            ),
            > Most => Error.Invalid("INVALID_AMOUNT", "must have at most 18 digits"),
            { } given => given,
        };
}

/// <summary>An amount that may be nothing.</summary>
internal sealed class AmountOrNone : IFacts
{
    public static Facts Facts { get; } = Amount.Facts with { Min = 0 };
}
