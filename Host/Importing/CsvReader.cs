namespace Procurement.Host.Importing;

using System.Globalization;
using System.Text;

/// <summary>One record of a file.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Cells">One at the least.</param>
internal sealed record CsvRow(int Line, IReadOnlyList<string> Cells);

/// <summary>
/// Reads comma separated values (RFC 4180): cells perhaps in quotation marks, and then with commas, line breaks and doubled quotation marks in
/// them; lines ended by CRLF or LF. What is not so is refused, rather than guessed at.
/// </summary>
/// <param name="text">The whole file.</param>
/// <param name="mostRows">Most rows that it may have.</param>
internal sealed class CsvReader(string text, int mostRows)
{
    private const int MostColumns = 256;
    private int at;
    private int line = 1;

    /// <summary>All rows with something on them; a refusal names the line.</summary>
    public Result<IReadOnlyList<CsvRow>> Rows()
    {
        var rows = new List<CsvRow>();
        while (at < text.Length)
        {
            var row = Row();
            if (row.Error is not null)
                return row.Error;
            if (row.Value.Cells is [""])
                continue;
            if (rows.Count == mostRows)
                return Refused(
                    row.Value.Line,
                    string.Create(CultureInfo.InvariantCulture, $"is too much: there may be {mostRows} rows, the header included")
                );
            rows.Add(row.Value);
        }
        return rows.AsReadOnly();
    }

    private Result<CsvRow> Row()
    {
        var (begin, cells) = (line, new List<string>());
        do
        {
            if (cells.Count == MostColumns)
                return Refused(line, string.Create(CultureInfo.InvariantCulture, $"has more than {MostColumns} columns"));
            var cell = IsAt('"') ? Quoted() : Bare();
            if (cell.Error is not null)
                return cell.Error;
            cells.Add(cell.Value);
        } while (Passes(','));
        if (IsAt('\r') && IsAt('\n', 1))
            at += 2;
        else if (at < text.Length && !Passes('\n'))
            return Refused(line, IsAt('\r') ? "has a carriage return that ends no line" : "has something behind a closing quotation mark");
        line++;
        return new CsvRow(begin, cells);
    }

    private Result<string> Bare()
    {
        var begin = at;
        while (at < text.Length && text[at] is not (',' or '\r' or '\n'))
            if (text[at++] == '"')
                return Refused(line, "has a quotation mark in a cell that does not begin with one");
        return text[begin..at];
    }

    private Result<string> Quoted()
    {
        var (opened, cell) = (line, new StringBuilder());
        at++;
        while (at < text.Length)
        {
            var character = text[at++];
            if (character == '"' && !Passes('"'))
                return cell.ToString();
            if (character == '\n')
                line++;
            cell.Append(character);
        }
        return Refused(opened, "has a quotation mark that is never closed");
    }

    private bool IsAt(char character, int ahead = 0) => at + ahead < text.Length && text[at + ahead] == character;

    private bool Passes(char character)
    {
        if (!IsAt(character))
            return false;
        at++;
        return true;
    }

    private static Error Refused(int line, string what) =>
        Error.Invalid("MALFORMED_FILE", string.Create(CultureInfo.InvariantCulture, $"{line}: {what}"));
}
