namespace Procurement.Host.Importing;

using System.Buffers;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Procurement.Purchasing.Adapters;

/// <summary>Where the columns of a table of orders are.</summary>
internal sealed class OrderColumns
{
    private static readonly string[] Needed =
    [
        "reference",
        "supplier_id",
        "requested_by",
        "sku",
        "quantity",
        "unit_price_cents",
        "currency",
    ];

    private static readonly string[] MayBeLeftOut = ["description", "unit"];

    private readonly List<string> names;

    private OrderColumns(List<string> names) => this.names = names;

    public int Count => names.Count;

    public int Reference => names.IndexOf("reference");

    /// <summary>Reads a header: each column once, in any order, and no other.</summary>
    public static Result<OrderColumns> Of(CsvRow header)
    {
        var names = header.Cells.Select(name => name.Trim()).ToList();
        var missing = Needed.Except(names).ToList();
        var unknown = names.Except(Needed).Except(MayBeLeftOut).ToList();
        return missing.Count > 0 ? OrderFile.Refused(header.Line, $"must be a header; it lacks {string.Join(", ", missing)}")
            : unknown.Count > 0 ? OrderFile.Refused(header.Line, $"has columns that are not known: {string.Join(", ", unknown)}")
            : names.Distinct().Count() < names.Count ? OrderFile.Refused(header.Line, "has a column twice")
            : new OrderColumns(names);
    }

    /// <summary>Null when it is empty, or the table has no such column.</summary>
    public string? this[CsvRow row, string name] =>
        names.IndexOf(name) is >= 0 and var at && row.Cells[at].Length > 0 ? row.Cells[at] : null;

    public bool Fits(CsvRow row) => row.Cells.Count == names.Count;

    /// <summary>Whether it can be relied on which order a row belongs to: where cells are too many or too few, only the first stays put.</summary>
    public bool Tells(CsvRow row) => Fits(row) || Reference == 0;

    /// <summary>As orders are told apart.</summary>
    public Result<string> ReferenceOf(CsvRow row) =>
        FieldErrors.Check("reference", Text.Parse(row.Cells[Reference], PurchasingModule.LongestReference));
}

/// <summary>The rows of one order.</summary>
internal sealed partial class OrderRows(string reference, OrderColumns columns)
{
    private const int SizeOfRow = 256;
    private static readonly string[] Texts = ["sku", "description", "unit", "currency"];
    private static readonly string[] Numbers = ["quantity", "unit_price_cents"];
    private static readonly string[] OfTheOrder = ["supplier_id", "requested_by"];
    private readonly List<CsvRow> rows = [];

    public int Count => rows.Count;

    /// <summary>About as many characters as are held.</summary>
    public int Size { get; private set; }

    /// <returns>How much more is held.</returns>
    public int Add(CsvRow row)
    {
        rows.Add(row);
        var more = SizeOfRow + row.Cells.Sum(cell => cell.Length);
        Size += more;
        return more;
    }

    public FiledOrder Order()
    {
        var order = new FiledOrder(rows[0].Line, reference);
        return Fault() is { } fault ? order with { Fault = fault } : order with { Body = Body(), Lines = rows.ConvertAll(row => row.Line) };
    }

    private Error? Fault()
    {
        // A broken row is a line of the order that nobody knows, so none of it is made.
        if (rows.Find(row => !columns.Fits(row)) is { } broken)
            return Error.Invalid(
                "ROW_MALFORMED",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Line {broken.Line} has {broken.Cells.Count} cells and the header {columns.Count}."
                )
            );
        var errors = new FieldErrors();
        foreach (var row in rows)
        {
            foreach (var name in OfTheOrder.Where(name => columns[row, name] != columns[rows[0], name]))
                errors.Add(
                    At(row, name),
                    string.Create(CultureInfo.InvariantCulture, $"must be as on line {rows[0].Line}, of the same order")
                );
            foreach (var name in Numbers)
                if (columns[row, name] is { } cell && !Number().IsMatch(cell))
                    errors.Add(At(row, name), "must be a number such as 3 or 12.5, without blanks and signs");
        }
        return errors.Error;
    }

    private static string At(CsvRow row, string name) => string.Create(CultureInfo.InvariantCulture, $"line {row.Line}: {name}");

    private ReadOnlyMemory<byte> Body()
    {
        var json = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(json);
        writer.WriteStartObject();
        writer.WriteString("reference", reference);
        foreach (var name in OfTheOrder)
            writer.WriteString(name, columns[rows[0], name]);
        writer.WriteStartArray("line_items");
        foreach (var row in rows)
        {
            writer.WriteStartObject();
            foreach (var name in Texts)
                writer.WriteString(name, columns[row, name]);
            foreach (var name in Numbers)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(columns[row, name] ?? "null");
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.Flush();
        return json.WrittenMemory;
    }

    /// <summary>As JSON has it.</summary>
    [GeneratedRegex(@"\A(0|[1-9][0-9]*)(\.[0-9]+)?\z")]
    private static partial Regex Number();
}
