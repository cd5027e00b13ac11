namespace Procurement.Invoicing.Domain;

/// <summary>What is said of quantities on invoices.</summary>
internal sealed class InvoicedQuantity : IFacts
{
    public const int Places = 6;

    private const decimal Most = int.MaxValue;

    public static Facts Facts { get; } =
        new()
        {
            Description = "In the unit of the order's line.",
            Decimals = Places,
            Min = 0.000001m,
            Max = Most,
            Example = 2m,
        };

    public static Result<decimal> Parse(decimal? quantity) =>
        quantity switch
        {
            null => Error.Invalid("INVALID_QUANTITY", "is required"),
            <= 0 => Error.Invalid("INVALID_QUANTITY", "must be greater than zero"),
            > Most => Error.Invalid("INVALID_QUANTITY", "must be at most 2147483647"),
            { } given when decimal.Round(given, Places) != given => Error.Invalid(
                "INVALID_QUANTITY",
                $"must have at most {Places} decimal places"
            ),
            { } given => decimal.Round(given, Places),
        };
}

/// <summary>A price on an invoice.</summary>
internal sealed class InvoicedPrice : IFacts
{
    public const int Places = 6;

    public static Facts Facts { get; } =
        new()
        {
            Description = "Of one unit, in minor units of the currency, at most 6 decimal places.",
            Decimals = Places,
            Min = 0,
            Max = long.MaxValue,
            Example = 1250m,
        };

    public static Result<decimal> Parse(decimal? price) =>
        price switch
        {
            null => Error.Invalid("INVALID_PRICE", "is required"),
            < 0 => Error.Invalid("INVALID_PRICE", "must not be negative"),
            > long.MaxValue => Error.Invalid("INVALID_PRICE", "must be at most 2^63-1"),
            { } given when decimal.Round(given, Places) != given => Error.Invalid(
                "INVALID_PRICE",
                $"must have at most {Places} decimal places"
            ),
            { } given => decimal.Round(given, Places),
        };
}

internal sealed class LineNumber : IFacts
{
    private const int Most = 1_000_000;

    public static Facts Facts { get; } =
        new()
        {
            Min = 1,
            Max = Most,
            Example = 1L,
        };

    public static Result<int> Parse(int? number) =>
        number switch
        {
            null => Error.Invalid("INVALID_LINE_NUMBER", "is required"),
            < 1 or > Most => Error.Invalid("INVALID_LINE_NUMBER", $"must be from 1 to {Most}"),
            { } given => given,
        };
}

internal sealed class Resubmissions : IFacts
{
    /// <summary>How often an invoice may be corrected.</summary>
    public const int Most = 3;

    public static Facts Facts { get; } =
        new()
        {
            Description = "How often it was corrected.",
            Min = 0,
            Max = Most,
            Example = 1L,
        };
}

/// <summary>By how much an invoice differs from what was expected.</summary>
internal sealed class Variance : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Description =
                "What is asked for less what was expected, in minor units of the currency; null before it was compared with anything.",
            Example = -125L,
        };
}

internal sealed class BankReference : IFacts
{
    public const int Longest = 140;

    public static Facts Facts { get; } = Text.Facts(Longest, "BNK-20260131-000123");
}

internal sealed class AccountVersion : IFacts
{
    public static Facts Facts { get; } = new() { Min = 1, Example = 1L };
}

internal sealed class OrderLineNumber : IFacts
{
    public static Facts Facts { get; } =
        LineNumber.Facts with
        {
            Description = "The line of the order that it bills; the one of its own number when it is left out.",
        };
}

internal sealed class OrderNumber : IFacts
{
    public static Facts Facts { get; } = new() { Description = "As Purchasing has it.", Example = "PO-00004711" };
}

/// <summary>What speaks for an order, in words.</summary>
internal sealed class CandidateReason : IFacts
{
    public static Facts Facts { get; } = new() { Example = "same prices" };
}

/// <summary>A receipt of goods, as Purchasing names it.</summary>
internal sealed class ReceiptId : IFacts
{
    public static Facts Facts { get; } = new() { Example = "grn_01900000-0000-7000-8000-000000000000" };
}

internal sealed class PolicyVersion : IFacts
{
    public static Facts Facts { get; } = new() { Description = "Tells the policy from every other.", Example = "5f2c9a1be07d4433" };
}
