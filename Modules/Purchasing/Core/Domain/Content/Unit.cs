namespace Procurement.Purchasing.Domain;

/// <summary>Units of measure (UN/ECE Recommendation 20 calls them EA, BX, KGM, LTR, HUR).</summary>
internal enum Unit
{
    EACH,
    BOX,
    KG,
    LITRE,
    HOUR,
}

/// <summary>What one unit of a line contains: an exact ratio, agreed with the line and never looked up again.</summary>
/// <param name="Quantity">How many of <see cref="Unit"/>.</param>
internal sealed record Contents(decimal Quantity, Unit Unit);

/// <summary>A quantity in a unit, as people count it.</summary>
internal sealed class Quantity : IFacts
{
    /// <summary>Decimal places of what can be divided.</summary>
    public const int Places = 6;

    public const decimal Most = int.MaxValue;

    private const decimal Least = 0.000001m;

    public static Facts Facts { get; } =
        new()
        {
            Description = "Whole for EACH and BOX, at most 6 decimal places for KG, LITRE and HOUR.",
            Rule = "must be whole for EACH and BOX",
            Decimals = Places,
            Min = Least,
            Max = Most,
            Example = 2m,
        };

    public static bool IsWhole(Unit unit) => unit is Unit.EACH or Unit.BOX;

    /// <summary>Reads a quantity of a unit.</summary>
    public static Result<decimal> Parse(decimal? quantity, Unit unit) =>
        quantity switch
        {
            null => Error.Invalid("INVALID_QUANTITY", "is required"),
            <= 0 => Error.Invalid("INVALID_QUANTITY", "must be greater than zero"),
            > Most => Error.Invalid("INVALID_QUANTITY", "must be at most 2147483647"),
            { } given when IsWhole(unit) && decimal.Truncate(given) != given => Error.Invalid(
                "INVALID_QUANTITY",
                $"must be a whole number of {unit}"
            ),
            { } given when decimal.Round(given, Places) != given => Error.Invalid(
                "INVALID_QUANTITY",
                $"must have at most {Places} decimal places"
            ),
            { } given => decimal.Round(given, Places),
        };
}

/// <summary>A price of one unit, in minor units of the currency, finer than the currency where it has to be.</summary>
internal sealed class UnitPrice : IFacts
{
    public const int Places = 6;

    public static Facts Facts { get; } =
        new()
        {
            Description = "In minor units of the currency, at most 6 decimal places: 3.45 is 0.0345 USD.",
            Decimals = Places,
            Min = 0.000001m,
            Max = long.MaxValue,
            Example = 1250m,
        };

    public static Result<decimal> Parse(decimal? price) =>
        price switch
        {
            null => Error.Invalid("INVALID_PRICE", "is required"),
            <= 0 => Error.Invalid("INVALID_PRICE", "must be greater than zero"),
            > long.MaxValue => Error.Invalid("INVALID_PRICE", "must be at most 2^63-1"),
            { } given when decimal.Round(given, Places) != given => Error.Invalid(
                "INVALID_PRICE",
                $"must have at most {Places} decimal places"
            ),
            { } given => decimal.Round(given, Places),
        };
}

/// <summary>How many of the contained unit one unit holds.</summary>
internal sealed class ContainedQuantity : IFacts
{
    private const decimal Most = 1_000_000;

    public static Facts Facts { get; } =
        Quantity.Facts with
        {
            Description = "How many one unit of the line contains.",
            Max = Most,
            Example = 12m,
        };

    public static Result<decimal> Parse(decimal? quantity, Unit unit) =>
        quantity > Most ? Error.Invalid("INVALID_QUANTITY", "must be at most 1000000") : Quantity.Parse(quantity, unit);
}

/// <summary>How much of a line has come, gone back, was billed or cancelled.</summary>
internal sealed class CountedQuantity : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Description = "In the line's unit; rounded to 6 decimal places where that contains another unit.",
            Decimals = Quantity.Places,
            Min = 0,
            Example = 2m,
        };
}

/// <summary>What is said of the contents of a unit as a whole.</summary>
internal sealed class Packaging : IFacts
{
    public static Facts Facts { get; } = new() { Description = "What one unit of the line contains; goods are counted in that then." };
}

/// <summary>The unit of what another unit contains.</summary>
internal sealed class ContainedUnit : IFacts
{
    public static Facts Facts { get; } = NameOf<Unit>.Facts with { Called = nameof(ContainedUnit), Example = nameof(Unit.KG) };
}
