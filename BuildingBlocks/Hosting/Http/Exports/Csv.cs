namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Globalization;
using System.Text;

/// <summary>Tables as text (RFC 4180), safe to be opened in a spreadsheet.</summary>
internal static class Csv
{
    /// <summary>What it is on the wire.</summary>
    public const string MediaType = "text/csv";

    /// <summary>
    /// What spreadsheets take for the beginning of a formula; the wide ones are those of East Asian keyboards
    /// (https://owasp.org/www-community/attacks/CSV_Injection).
    /// </summary>
    private const string BeginsFormula = "=+-@\t\r\n＝＋－＠";

    /// <summary>One row with its line end.</summary>
    public static string Line(IReadOnlyList<string?> cells)
    {
        var text = new StringBuilder();
        Append(text, cells);
        return text.ToString();
    }

    /// <summary>Appends one row with its line end.</summary>
    /// <param name="text">To what.</param>
    /// <param name="cells">Null is empty.</param>
    public static void Append(StringBuilder text, IReadOnlyList<string?> cells)
    {
        for (var i = 0; i < cells.Count; i++)
        {
            if (i > 0)
                text.Append(',');
            Append(text, cells[i] ?? "");
        }
        text.Append("\r\n");
    }

    private static void Append(StringBuilder text, string cell)
    {
        if (cell.Length > 0 && BeginsFormula.Contains(cell[0], StringComparison.Ordinal) && !IsNumber(cell))
            cell = "'" + cell;
        if (cell.AsSpan().IndexOfAny("\",\r\n") < 0)
            text.Append(cell);
        else
            text.Append('"').Append(cell.Replace("\"", "\"\"", StringComparison.Ordinal)).Append('"');
    }

    private static bool IsNumber(string cell) =>
        decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
