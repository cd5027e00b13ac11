namespace Procurement.Invoicing.Domain;

using System.Globalization;
using System.Numerics;

/// <summary>
/// How far an invoice may be from what is expected, over and under apart: as a part of what is expected, as an amount, or both; where both
/// are said both must hold. Nothing said is nothing tolerated.
/// </summary>
/// <param name="OverBps">Over what is expected, in basis points of it; null when only the amount bounds it.</param>
/// <param name="OverMinor">Over what is expected, in minor units of the currency; null when only the part bounds it.</param>
/// <param name="UnderBps">Under what is expected, likewise.</param>
/// <param name="UnderMinor">Under what is expected, likewise.</param>
internal sealed record Tolerance(int? OverBps, long? OverMinor, int? UnderBps, long? UnderMinor)
{
    public const int MostBps = 1000;

    public static readonly Tolerance None = new(0, null, 0, null);

    /// <summary>The same part over and under.</summary>
    public static Tolerance Within(int bps) => new(bps, null, bps, null);

    /// <summary>What bounds a difference in one direction.</summary>
    public (int? Bps, long? Minor) For(bool isOver) => isOver ? (OverBps, OverMinor) : (UnderBps, UnderMinor);

    /// <summary>Whether what is told is near enough to what is expected, which is more than zero. The bound itself is near enough.</summary>
    public bool Covers(decimal expected, decimal actual)
    {
        if (expected <= 0)
            return false;
        var apart = Exactly.Millionths(actual) - Exactly.Millionths(expected);
        var (bps, minor) = For(apart > 0);
        apart = BigInteger.Abs(apart);
        if (bps is null && minor is null)
            return apart.IsZero;
        return (bps is not { } part || apart * 10_000 <= Exactly.Millionths(expected) * part)
            && (minor is not { } most || apart <= Exactly.Millionths(most));
    }

    /// <summary>
    /// Reads <c>OVER</c> or <c>OVER/UNDER</c>, each in basis points, an amount in minor units, or both: <c>200</c>, <c>200:5000</c>,
    /// <c>:100/500</c>. One that is said alone holds for both.
    /// </summary>
    public static Result<Tolerance> Parse(string text)
    {
        var sides = text.Split('/');
        if (sides.Length > 2 || Side(sides[0]) is not { } over || Side(sides[^1]) is not { } under)
            return Error.Invalid(
                "INVALID_SETTING",
                $"must be OVER or OVER/UNDER, each BPS, :CENTS or BPS:CENTS, with BPS from 0 to {MostBps}"
            );
        return new Tolerance(over.Bps, over.Minor, under.Bps, under.Minor);
    }

    private static (int? Bps, long? Minor)? Side(string text)
    {
        var parts = text.Split(':');
        int? bps = null;
        long? minor = null;
        if (parts.Length > 2 || text.Length == 0 || (parts.Length == 2 && parts[1].Length == 0))
            return null;
        if (parts[0].Length > 0)
        {
            if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var part) || part > MostBps)
                return null;
            bps = part;
        }
        if (parts.Length == 2)
        {
            if (!long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var most))
                return null;
            minor = most;
        }
        return (bps, minor);
    }
}

/// <summary>Whose tolerance it is; the nearest one wins. Spelt as clients see it.</summary>
internal enum ToleranceSource
{
    line,
    order,
    supplier,
    @default,
}

/// <summary>Arithmetic without any rounding.</summary>
internal static class Exactly
{
    private const decimal Million = 1_000_000;

    /// <summary>A number with at most 6 decimal places as a whole number of millionths.</summary>
    public static BigInteger Millionths(decimal number)
    {
        var whole = decimal.Truncate(number);
        return ((BigInteger)whole * 1_000_000) + (BigInteger)((number - whole) * Million);
    }

    /// <summary>What a counted quantity costs at the price of a unit that holds so many; rounded once, half a minor unit away from zero.</summary>
    public static long Worth(decimal counted, decimal unitPrice, decimal unitSize)
    {
        var dividend = Millionths(counted) * Millionths(unitPrice);
        var divisor = Millionths(unitSize) * 1_000_000;
        return (long)BigInteger.Min(((dividend * 2) + divisor) / (divisor * 2), long.MaxValue);
    }
}
