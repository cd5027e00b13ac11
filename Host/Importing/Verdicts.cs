namespace Procurement.Host.Importing;

using System.Globalization;

/// <summary>What became of a row.</summary>
internal enum Verdict
{
    Accepted,
    Unchanged,
    Refused,
    Failed,
}

/// <summary>
/// Writes a line of comma separated values per row as soon as its verdict is there, and counts. No cell begins what a spreadsheet would work
/// out, and none has a character that a terminal obeys.
/// </summary>
internal sealed class Verdicts(TextWriter output)
{
    private const int LongestCell = 300;
    private readonly int[] counts = new int[Enum.GetValues<Verdict>().Length];

    public int Rows => counts.Sum();

    /// <summary>Whether every row is there now.</summary>
    public bool IsAllThere => this[Verdict.Refused] + this[Verdict.Failed] == 0;

    private int this[Verdict verdict] => counts[(int)verdict];

    public void Begin() => output.WriteLine("line,vendor_code,verdict,code,detail");

    public void Add(VendorRow row, Verdict verdict, Error? error = null)
    {
        counts[(int)verdict]++;
        var detail = error is { Fields.Count: > 0 }
            ? string.Join("; ", error.Fields.Select(field => $"{field.Key} {field.Value}"))
            : error?.Detail;
        string[] cells =
        [
            row.Line.ToString(CultureInfo.InvariantCulture),
            row.VendorCode,
            verdict.ToString().ToLowerInvariant(),
            error?.Code ?? "",
            detail ?? "",
        ];
        output.WriteLine(string.Join(',', cells.Select(Cell)));
        output.Flush();
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{this[Verdict.Accepted]} accepted, {this[Verdict.Unchanged]} unchanged, {this[Verdict.Refused]} refused, {this[Verdict.Failed]} failed"
        );

    private static string Cell(string text)
    {
        var shown = new string([.. text.Take(LongestCell).Select(c => IsShown(c) ? c : '\uFFFD')]);
        // As a spreadsheet reads it: what begins like a formula is one, whatever blanks or quotation marks are around it.
        if (shown.TrimStart() is ['=' or '+' or '-' or '@' or '\uFF1D' or '\uFF0B' or '\uFF0D' or '\uFF20', ..])
            shown = "'" + shown;
        return shown.AsSpan().ContainsAny(',', '"') || shown != shown.Trim()
            ? $"\"{shown.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : shown;
    }

    private static bool IsShown(char c) =>
        char.GetUnicodeCategory(c)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
                or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned
            );
}
