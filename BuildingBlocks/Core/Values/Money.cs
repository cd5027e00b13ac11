namespace Procurement.BuildingBlocks;

using System.Runtime.CompilerServices;

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

    /// <summary>
    /// What a quantity costs at a price per unit: their exact product, rounded once, half a minor unit away from zero.
    /// </summary>
    /// <param name="quantity">Zero or more, with at most <see cref="MostDecimals"/> decimal places.</param>
    /// <param name="unitPrice">In minor units of <paramref name="currency"/>; zero or more, with at most as many decimal places.</param>
    /// <param name="currency">Of price and product.</param>
    /// <returns>The amount, or <c>AMOUNT_OVERFLOW</c> above 2^63-1 minor units.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A factor is negative or has more decimal places.</exception>
    public static Result<Money> OfProduct(decimal quantity, decimal unitPrice, Currency currency)
    {
        ThrowIfNoFactor(quantity);
        ThrowIfNoFactor(unitPrice);
        if (quantity == 0 || unitPrice == 0)
            return Zero(currency);
        // Multiplying decimals rounds what has more than 28 digits. The quotient, too, but there is room between this and the bound.
        if (unitPrice > FarTooMuch / quantity)
            return Overflow;
        var product = Millionths(quantity) * Millionths(unitPrice);
        var rounded = (product + (Int128)(Million * Million / 2)) / (Int128)(Million * Million);
        return rounded > long.MaxValue ? Overflow : new Money((long)rounded, currency);
    }

    /// <summary>Most decimal places of the factors of <see cref="OfProduct"/>.</summary>
    public const int MostDecimals = 6;

    private const decimal Million = 1_000_000;

    private const decimal FarTooMuch = 10_000_000_000_000_000_000;

    private static Int128 Millionths(decimal number)
    {
        var whole = decimal.Truncate(number);
        return ((Int128)whole * (Int128)Million) + (Int128)((number - whole) * Million);
    }

    private static void ThrowIfNoFactor(decimal number, [CallerArgumentExpression(nameof(number))] string? name = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number, name);
        if (number.Scale > MostDecimals && decimal.Round(number, MostDecimals) != number)
            throw new ArgumentOutOfRangeException(name, number, $"It has more than {MostDecimals} decimal places.");
    }

    private static Error Overflow => Error.Invalid("AMOUNT_OVERFLOW", "is more than can be represented (2^63-1 minor units)");
}
