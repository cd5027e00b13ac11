namespace Procurement.Purchasing.Ports;

using Procurement.Purchasing.Domain;

/// <summary>
/// What a search looks through: all that is written in an order, one text a line, without the difference between upper and lower case. The
/// service folds by itself: what a database takes for the same letter depends on its locale.
/// </summary>
internal static class SearchText
{
    /// <summary>Fewest characters to look for: a word of two is common in Chinese, and one letter says nothing in any script.</summary>
    public const int Fewest = 2;

    public const int Longest = 128;

    /// <summary>Stands between texts, and in none of them.</summary>
    public const char Between = '\n';

    public static Facts Facts { get; } = BuildingBlocks.Text.Facts(Longest, "paper") with { Fewest = Fewest };

    public static Result<string> Parse(string text)
    {
        var parsed = BuildingBlocks.Text.Parse(text, Longest);
        return parsed.Error is null && parsed.Value.EnumerateRunes().Count() < Fewest
            ? Error.Invalid("INVALID_TEXT", $"must be at least {Fewest} characters")
            : parsed;
    }

    /// <summary>By way of the upper case, because some letters have two lower ones.</summary>
    public static string Fold(string text) => text.ToUpperInvariant().ToLowerInvariant();

    public static string Of(PurchaseOrder order) =>
        Of([
            OrderNumber.Text(order.Number),
            order.RequestedBy,
            order.Reference,
            order.Terms.NoteToSupplier,
            .. order.LineItems.SelectMany(line => new[] { line.Sku, line.Description, line.SupplierSku }),
        ]);

    /// <summary>Each text once.</summary>
    public static string Of(IEnumerable<string?> texts) =>
        string.Join(Between, texts.OfType<string>().Where(text => text.Length > 0).Select(Fold).Distinct(StringComparer.Ordinal));
}
