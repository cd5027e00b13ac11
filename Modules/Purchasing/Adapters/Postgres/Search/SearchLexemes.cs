namespace Procurement.Purchasing.Adapters.Postgres;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>
/// What the index of searches knows of an order: every three characters that stand side by side in its texts, and as whole words what is
/// asked for exactly. A question asks for those that must be there; the text itself decides (ADR 0021).
/// </summary>
internal static class SearchLexemes
{
    /// <summary>Stands between lexemes on their way, and in none of them.</summary>
    public const char Between = '\n';

    private const int Length = 3;

    /// <summary>A tsvector holds a mebibyte. What has more than this many, five thousand lines in many scripts, is looked at each time.</summary>
    private const int Most = 40_000;
    private const string Everything = "*";

    // Behind a character that no text has, so that no search for a text finds them.
    private const string SkuMark = "\u0001";
    private const string SupplierMark = "\u0002";
    private const string RequesterMark = "\u0003";

    public static string Of(SupplierId supplier, string requester, IEnumerable<string> skus, string content)
    {
        var parts = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in content.Split(SearchText.Between))
            parts.UnionWith(Parts(text, withEnd: true));
        IEnumerable<string> found = parts.Count > Most ? [Everything] : parts;
        return string.Join(
            Between,
            [$"{SupplierMark}{supplier}", $"{RequesterMark}{requester}", .. skus.Distinct().Select(sku => SkuMark + sku), .. found]
        );
    }

    /// <summary>A tsquery that every order matches which has a line of this.</summary>
    public static string OfSku(string sku) => Quoted(SkuMark + sku);

    /// <summary>A tsquery that every order matches which the filter asks for, and few besides.</summary>
    public static string Of(PurchaseOrderFilter filter)
    {
        var all = new List<string>();
        if (filter.Text is { } text)
            all.Add($"({OfText(SearchText.Fold(text))} | {Quoted(Everything)})");
        if (filter.Sku is { } sku)
            all.Add(OfSku(sku));
        if (filter.SupplierId is { } supplier)
            all.Add(Quoted($"{SupplierMark}{supplier}"));
        if (filter.RequestedBy is { } requester)
            all.Add(Quoted(RequesterMark + requester));
        return string.Join(" & ", all);
    }

    private static string OfText(string folded)
    {
        var parts = Parts(folded, withEnd: false).Distinct(StringComparer.Ordinal).Select(Quoted).ToList();
        return parts.Count > 0 ? $"({string.Join(" & ", parts)})" : $"{Quoted(folded)}:*";
    }

    /// <param name="text">Cut into characters, which are more than one UTF-16 unit at times.</param>
    /// <param name="withEnd">Whether its last two, too, which are found by what begins with them.</param>
    private static IEnumerable<string> Parts(string text, bool withEnd)
    {
        var starts = new List<int>();
        var at = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            starts.Add(at);
            at += rune.Utf16SequenceLength;
        }
        starts.Add(text.Length);
        for (var i = 0; i + Length < starts.Count; i++)
            yield return text[starts[i]..starts[i + Length]];
        if (withEnd && starts.Count > Length - 1)
            yield return text[starts[^Length]..];
    }

    private static string Quoted(string lexeme) =>
        $"'{lexeme.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
