namespace Procurement.Purchasing.Domain;

using System.Globalization;

internal sealed class Sku : IFacts
{
    public static Facts Facts { get; } = Text.Facts(LineItem.LongestSku, "OFF-0001");
}

internal sealed class LineDescription : IFacts
{
    public static Facts Facts { get; } = Text.Facts(LineItem.LongestDescription, "Paper, A4, 80 g, 500 sheets");
}

internal sealed class Quantity : IFacts
{
    public static Facts Facts { get; } = new() { Min = 1, Example = 3L };
}

internal sealed class UnitPrice : IFacts
{
    public static Facts Facts { get; } = MinorUnits.Facts with { Min = 1, Example = 1250L };
}

internal sealed class LineNumber : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Description = "From 1, in the order given.",
            Min = 1,
            Max = LineItems.Most,
            Example = 1L,
        };
}

internal sealed class LineCount : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Min = 1,
            Max = LineItems.Most,
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
