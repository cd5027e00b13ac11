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
/// <param name="text">The file, of which no more than a row is held.</param>
internal sealed class CsvReader(TextReader text)
{
    private const int MostColumns = 256;
    private int line = 1;

    /// <summary>The line that is read now, from 1.</summary>
    public int Line => line;

    /// <summary>The next row with something on it, null at the end; a refusal names the line, and nothing can be read after it.</summary>
    public Result<CsvRow?> Next()
    {
        while (text.Peek() >= 0)
        {
            var row = Row();
            if (row.Error is not null)
                return row.Error;
            if (row.Value.Cells is not [""])
                return row.Value;
        }
        return (CsvRow?)null;
    }

    /// <summary>All rows with something on them; a refusal names the line.</summary>
    /// <param name="most">Most rows that there may be.</param>
    public Result<IReadOnlyList<CsvRow>> Rows(int most)
    {
        var rows = new List<CsvRow>();
        while (true)
        {
            var row = Next();
            if (row.Error is not null)
                return row.Error;
            if (row.Value is null)
                return rows.AsReadOnly();
            if (rows.Count == most)
                return TooMany(row.Value, most);
            rows.Add(row.Value);
        }
    }

    /// <summary>The refusal of a row for which there is no room.</summary>
    public static Error TooMany(CsvRow row, int most) =>
        Refused(row.Line, string.Create(CultureInfo.InvariantCulture, $"is too much: there may be {most} rows, the header included"));

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
        if (Passes('\r') && !IsAt('\n'))
            return Refused(line, "has a carriage return that ends no line");
        if (!Passes('\n') && text.Peek() >= 0)
            return Refused(line, "has something behind a closing quotation mark");
        line++;
        return new CsvRow(begin, cells);
    }

    private Result<string> Bare()
    {
        var cell = new StringBuilder();
        while (text.Peek() >= 0 && !IsAt(',') && !IsAt('\r') && !IsAt('\n'))
        {
            var character = (char)text.Read();
            if (character == '"')
                return Refused(line, "has a quotation mark in a cell that does not begin with one");
            cell.Append(character);
        }
        return cell.ToString();
    }

    private Result<string> Quoted()
    {
        var (opened, cell) = (line, new StringBuilder());
        text.Read();
        while (text.Peek() >= 0)
        {
            var character = (char)text.Read();
            if (character == '"' && !Passes('"'))
                return cell.ToString();
            if (character == '\n')
                line++;
            cell.Append(character);
        }
        return Refused(opened, "has a quotation mark that is never closed");
    }

    private bool IsAt(char character) => text.Peek() == character;

    private bool Passes(char character)
    {
        if (!IsAt(character))
            return false;
        text.Read();
        return true;
    }

    private static Error Refused(int line, string what) =>
        Error.Invalid("MALFORMED_FILE", string.Create(CultureInfo.InvariantCulture, $"{line}: {what}"));
}
