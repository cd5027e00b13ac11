namespace Procurement.Invoicing.Domain;

using System.Numerics;

/// <summary>What of an invoice a discount is taken of; spelt as clients spell it.</summary>
internal enum DiscountBase
{
    /// <summary>Net and tax: both become smaller.</summary>
    gross,

    /// <summary>The net only: the tax is paid in full.</summary>
    net,
}

/// <summary>What a supplier leaves of an invoice that is paid early.</summary>
/// <param name="Percent">In per cent, with at most 4 decimal places.</param>
/// <param name="Until">The last day on which it may go out.</param>
/// <param name="Base">What it is taken of.</param>
internal sealed record EarlyPaymentDiscount(decimal Percent, DateOnly Until, DiscountBase Base) : IFacts
{
    public static Facts Facts { get; } = new() { Description = "What the supplier leaves when it is paid early." };

    /// <summary>Reads one, or notes everything that is wrong with it.</summary>
    public static EarlyPaymentDiscount? Read(DiscountDraft? draft, DateOnly issued, FieldErrors errors)
    {
        if (draft is null)
            return null;
        const string path = "early_payment_discount";
        var wrong = new FieldErrors();
        var percent = wrong.Take($"{path}.percent", DiscountPercent.Parse(draft.Percent));
        var until = wrong.Take($"{path}.until", Day.Parse(draft.Until));
        var of = draft.Base is null ? DiscountBase.gross : wrong.Take($"{path}.base", NameOf<DiscountBase>.Find(draft.Base));
        if (wrong.Error is null && until.Date < issued)
            wrong.Add($"{path}.until", "must not be before the invoice's own date");
        errors.AddAll(wrong.Error);
        return wrong.Error is null ? new EarlyPaymentDiscount(percent, until.Date, of) : null;
    }

    /// <summary>What it takes off an amount, rounded once, half a minor unit away from zero.</summary>
    /// <param name="amountMinor">What is paid of the invoice; less than its gross when credits were set off, of which it takes its share.</param>
    /// <param name="netMinor">Net of the invoice.</param>
    /// <param name="grossMinor">Gross of the invoice.</param>
    public long Of(long amountMinor, long netMinor, long grossMinor)
    {
        var of = Base == DiscountBase.net ? netMinor : grossMinor;
        var dividend = (BigInteger)amountMinor * of * (BigInteger)(Percent * DiscountPercent.Unit);
        var divisor = (BigInteger)grossMinor * 100 * DiscountPercent.Unit;
        return (long)(((dividend * 2) + divisor) / (divisor * 2));
    }

    public DiscountDraft Draft => new(Percent, Day.Format(Until), Base.ToString());
}

/// <summary>A discount as told, not yet looked at.</summary>
internal sealed record DiscountDraft(decimal? Percent, string? Until, string? Base);

/// <summary>How much is left of an invoice that is paid early.</summary>
internal sealed class DiscountPercent : IFacts
{
    /// <summary>Ten to the power of the decimal places.</summary>
    public const int Unit = 10_000;

    private const int Places = 4;
    private const decimal Most = 50;

    public static Facts Facts { get; } =
        new()
        {
            Description = "In per cent.",
            Min = 0.0001m,
            Max = Most,
            Decimals = Places,
            Example = 2m,
        };

    public static Result<decimal> Parse(decimal? percent) =>
        percent switch
        {
            null => Error.Invalid("INVALID_DISCOUNT", "is required"),
            <= 0 or > Most => Error.Invalid("INVALID_DISCOUNT", $"must be greater than 0 and at most {Most}"),
            { } given when decimal.Round(given, Places) != given => Error.Invalid(
                "INVALID_DISCOUNT",
                $"must have at most {Places} decimal places"
            ),
            { } given => given,
        };
}
