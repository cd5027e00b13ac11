namespace Procurement.Purchasing.Domain;

using System.Globalization;

internal sealed class Sku : IFacts
{
    public const int Longest = 64;

    public static Facts Facts { get; } = Text.Facts(Longest, "OFF-0001");
}

internal sealed class LineDescription : IFacts
{
    public const int Longest = 256;

    public static Facts Facts { get; } = Text.Facts(Longest, "Paper, A4, 80 g, 500 sheets");
}

internal sealed class CostCenter : IFacts
{
    public const int Longest = 64;

    public static Facts Facts { get; } = Text.Facts(Longest, "CC-4100");
}

internal sealed class Note : IFacts
{
    public const int Longest = 2000;

    public static Facts Facts { get; } = Text.Facts(Longest, "Please deliver before noon.");
}

internal sealed class Reference : IFacts
{
    public const int Longest = 128;

    public static Facts Facts { get; } =
        Text.Facts(Longest, "REQ-2026-0815") with
        {
            Description = "Our own, not part of what is ordered.",
        };
}

internal sealed class PaymentTerms : IFacts
{
    public const int LongestDays = 365;

    public static Facts Facts { get; } =
        new()
        {
            Description = "Days from the invoice to its payment.",
            Min = 0,
            Max = LongestDays,
            Example = 30L,
        };

    public static Result<int> Parse(int days) =>
        days is < 0 or > LongestDays ? Error.Invalid("INVALID_PAYMENT_TERMS", $"must be from 0 to {LongestDays}") : days;
}

internal sealed class LineNumber : IFacts
{
    /// <summary>More than there are lines, because numbers of lines that were taken away are not given again.</summary>
    public const int Most = 1_000_000;

    public static Facts Facts { get; } =
        new()
        {
            Description = "From 1, in the order given.",
            Min = 1,
            Max = Most,
            Example = 1L,
        };
}

internal sealed class Requester : IFacts
{
    public const int Longest = 128;

    public static Facts Facts { get; } = Text.Facts(Longest, "alice") with { Description = "Who needs it; may not approve it." };
}

internal sealed class OrderNumber : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Description = "For people; unique, and not in the order of creation.",
            Pattern = "^PO-[0-9]{8,}$",
            Example = "PO-00004711",
        };

    public static string Text(long number) => string.Create(CultureInfo.InvariantCulture, $"PO-{number:D8}");
}

internal sealed class CommentText : IFacts
{
    public const int Longest = 4000;

    public static Facts Facts { get; } = Text.Facts(Longest, "The supplier called: it comes on Friday.");
}

internal sealed class DeliveryNote : IFacts
{
    public const int Longest = 128;

    public static Facts Facts { get; } = Text.Facts(Longest, "LS-2026-4711") with { Description = "The supplier's, once per order." };
}

internal sealed class CommentCount : IFacts
{
    public static Facts Facts { get; } = new() { Min = 0, Example = 2L };
}

internal sealed class ContentVersion : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Description = "Of the commercial content: 1 for the first, and one more with every amendment.",
            Min = 1,
            Example = 2L,
        };
}
