namespace Procurement.Host.Importing;

using System.Globalization;
using System.Text;

/// <summary>
/// Orders as comma separated values, one row an order line; rows of one reference are one order, wherever they stand. The first time
/// through it counts the rows of each reference, so that the second time an order is passed on with its last row: of a file that is
/// sorted by reference no more than one order is held, and of another no more than <see cref="MostHeld"/>.
/// </summary>
internal sealed class OrderTable : IOrderFile
{
    /// <summary>Most characters of orders that are not complete yet.</summary>
    private const int MostHeld = 8 * 1024 * 1024;

    private readonly Stream file;
    private readonly OrderColumns columns;
    private readonly Dictionary<string, int> rowsOf;

    private OrderTable(Stream file, OrderColumns columns, Dictionary<string, int> rowsOf, int others) =>
        (this.file, this.columns, this.rowsOf, Count) = (file, columns, rowsOf, rowsOf.Count + others);

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>Reads the header and counts.</summary>
    public static Result<IOrderFile> Open(Stream file)
    {
        try
        {
            using var text = Read(file);
            var reader = new CsvReader(text);
            var header = reader.Next();
            if (header.Error is not null)
                return header.Error;
            var columns = OrderColumns.Of(header.Value ?? new CsvRow(1, []));
            return columns.Error is null ? Counted(file, reader, columns.Value) : columns.Error;
        }
        catch (DecoderFallbackException)
        {
            return OrderFile.NotUtf8(file);
        }
    }

    /// <inheritdoc/>
    public IEnumerable<Result<FiledOrder>> Orders()
    {
        using var text = Read(file);
        var reader = new CsvReader(text);
        var (begun, held) = (new Dictionary<string, OrderRows>(), 0);
        var row = reader.Next();
        for (row = reader.Next(); row.Error is null && row.Value is { } here; row = reader.Next())
        {
            var reference = columns.ReferenceOf(here);
            if (reference.Error is { } nameless)
            {
                yield return new FiledOrder(here.Line, here.Cells[columns.Reference]) { Fault = nameless };
                continue;
            }
            if (!begun.TryGetValue(reference.Value, out var rows))
                begun.Add(reference.Value, rows = new OrderRows(reference.Value, columns));
            held += rows.Add(here);
            if (rows.Count == rowsOf.GetValueOrDefault(reference.Value))
            {
                begun.Remove(reference.Value);
                held -= rows.Size;
                yield return rows.Order();
            }
            else if (held > MostHeld)
            {
                yield return OrderFile.Refused(here.Line, "begins too much before what is begun is complete; sort the file by reference");
                yield break;
            }
        }
        if (row.Error is not null || begun.Count > 0)
            yield return OrderFile.Refused(reader.Line, "is not what it was: the file was changed while it was read");
    }

    private static Result<IOrderFile> Counted(Stream file, CsvReader reader, OrderColumns columns)
    {
        var (rowsOf, others, rows) = (new Dictionary<string, int>(), 0, 1);
        while (true)
        {
            var row = reader.Next();
            if (row.Error is not null)
                return row.Error;
            if (row.Value is not { } here)
                return new OrderTable(file, columns, rowsOf, others);
            if (++rows > OrderFile.MostRows + 1)
                return CsvReader.TooMany(here, OrderFile.MostRows + 1);
            if (!columns.Tells(here))
                return OrderFile.Refused(
                    here.Line,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"has {here.Cells.Count} cells and the header {columns.Count}, so it does not say which order it belongs to"
                    )
                );
            var reference = columns.ReferenceOf(here);
            if (reference.Error is null)
                rowsOf[reference.Value] = rowsOf.GetValueOrDefault(reference.Value) + 1;
            else
                others++;
        }
    }

    /// <summary>From the beginning, behind a byte order mark; what is no UTF-8 throws.</summary>
    private static StreamReader Read(Stream file)
    {
        file.Position = 0;
        var text = new StreamReader(
            file,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true),
            detectEncodingFromByteOrderMarks: false,
            leaveOpen: true
        );
        try
        {
            if (text.Peek() == '\uFEFF')
                text.Read();
            return text;
        }
        catch
        {
            text.Dispose();
            throw;
        }
    }
}
