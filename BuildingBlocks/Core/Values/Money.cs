namespace Procurement.BuildingBlocks;

/// <summary>An amount in one currency, never negative, as a whole number of the currency's minor units (cents, fils; yen for JPY).</summary>
public readonly record struct Money
{
    private Money(long minorUnits, Currency currency)
    {
        MinorUnits = minorUnits;
        Currency = currency;
    }

    /// <summary>The amount in minor units of <see cref="Currency"/>, zero or more (ISO 4217).</summary>
    public long MinorUnits { get; }

    /// <summary>What it is an amount of.</summary>
    public Currency Currency { get; }

    /// <summary>Nothing of a currency.</summary>
    public static Money Zero(Currency currency) => new(0, currency);

    /// <summary>An amount.</summary>
    /// <returns>The amount, or <c>INVALID_AMOUNT</c> when negative.</returns>
    public static Result<Money> Of(long minorUnits, Currency currency) =>
        minorUnits < 0 ? Error.Invalid("INVALID_AMOUNT", "must not be negative") : new Money(minorUnits, currency);

    /// <summary>The sum.</summary>
    /// <returns>The sum, <c>CURRENCY_MISMATCH</c>, or <c>AMOUNT_OVERFLOW</c> above 2^63-1 minor units.</returns>
    public Result<Money> Plus(Money other)
    {
        if (other.Currency != Currency)
            return Error.Invalid("CURRENCY_MISMATCH", $"{other.Currency} cannot be added to {Currency}");
        var sum = unchecked(MinorUnits + other.MinorUnits);
        return sum < 0 ? Overflow : new Money(sum, Currency);
    }

    /// <summary>The amount <paramref name="times"/> times; exact, nothing is rounded.</summary>
    /// <param name="times">Zero or more.</param>
    /// <returns>The product, or <c>AMOUNT_OVERFLOW</c> above 2^63-1 minor units.</returns>
    public Result<Money> Times(int times)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        var product = (Int128)MinorUnits * times;
        return product > long.MaxValue ? Overflow : new Money((long)product, Currency);
    }

    private static Error Overflow => Error.Invalid("AMOUNT_OVERFLOW", "is more than can be represented (2^63-1 minor units)");
}
