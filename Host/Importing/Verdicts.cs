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
/// <param name="output">Where the lines go.</param>
/// <param name="named">The column of what the row is about.</param>
/// <param name="made">The column of what was made, at the end; null when it is not told.</param>
internal sealed class Verdicts(TextWriter output, string named, string? made = null)
{
    private const int LongestCell = 300;
    private readonly int[] counts = new int[Enum.GetValues<Verdict>().Length];

    public int Rows => counts.Sum();

    /// <summary>Whether every row is there now.</summary>
    public bool IsAllThere => this[Verdict.Refused] + this[Verdict.Failed] == 0;

    private int this[Verdict verdict] => counts[(int)verdict];

    public void Begin() => output.WriteLine($"line,{named},verdict,code,detail{(made is null ? "" : $",{made}")}");

    /// <param name="line">Where the row begins in the file.</param>
    /// <param name="name">What the row is about, as it is written there.</param>
    /// <param name="verdict">What became of it.</param>
    /// <param name="error">Why; null when nothing is wrong.</param>
    /// <param name="id">What was made or is there; null when nothing is.</param>
    public void Add(int line, string name, Verdict verdict, Error? error = null, string? id = null)
    {
        counts[(int)verdict]++;
        var detail = error is { Fields.Count: > 0 }
            ? string.Join("; ", error.Fields.Select(field => $"{field.Key} {field.Value}"))
            : error?.Detail;
        string[] cells =
        [
            line.ToString(CultureInfo.InvariantCulture),
            name,
            verdict.ToString().ToLowerInvariant(),
            error?.Code ?? "",
            detail ?? "",
            .. made is null ? [] : new[] { id ?? "" },
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
