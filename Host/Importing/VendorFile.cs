namespace Procurement.Host.Importing;

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

/// <summary>One row of a file of vendor codes.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="VendorCode">As it is written there; empty when the row has not the columns of the header.</param>
/// <param name="Fault">What is wrong with the row itself; null when nothing is.</param>
internal sealed record VendorRow(int Line, string VendorCode, string? Fault);

/// <summary>A file of vendor codes: comma separated values in UTF-8 with a header, of which one column counts.</summary>
internal static class VendorFile
{
    private const string Column = "vendor_code";
    private const int MostMebibytes = 10;
    private const int MostRows = 100_000;

    /// <summary>Reads all of it; lines with nothing on them do not count.</summary>
    /// <returns>Its rows; a refusal names the file, and the line where there is one.</returns>
    public static async Task<Result<IReadOnlyList<VendorRow>>> Read(string path, CancellationToken ct)
    {
        byte[] bytes;
        try
        {
            await using var file = File.OpenRead(path);
            var buffer = new byte[MostMebibytes * 1024 * 1024 + 1];
            var length = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
            bytes = buffer[..length];
            if (length == buffer.Length)
                return Refused($"{path} is larger than {MostMebibytes} MiB");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return Refused($"{path} cannot be read");
        }
        var vendors = Vendors(bytes);
        return vendors.Error is { } fault ? Refused($"{path}:{fault.Detail}") : vendors;
    }

    private static Result<IReadOnlyList<VendorRow>> Vendors(byte[] bytes)
    {
        var text = Decode(bytes);
        if (text.Error is not null)
            return text.Error;
        var rows = new CsvReader(new StringReader(text.Value)).Rows(MostRows + 1);
        if (rows.Error is not null)
            return rows.Error;
        CsvRow header = rows.Value.Count > 0 ? rows.Value[0] : new(1, []);
        var columns = header.Cells.Select(name => name.Trim()).ToList();
        if (columns.Count(name => name == Column) != 1)
            return Fault(header.Line, $"must be a header with one column {Column}");
        var column = columns.IndexOf(Column);
        return rows.Value.Skip(1).Select(row => Vendor(row, columns.Count, column)).ToList().AsReadOnly();
    }

    private static Result<string> Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        var text = new char[bytes.Length];
        var status = Utf8.ToUtf16(bytes, text, out var read, out var written, replaceInvalidSequences: false);
        return status == OperationStatus.Done ? new string(text, 0, written) : Fault(bytes[..read].Count((byte)'\n') + 1, "is not UTF-8");
    }

    private static VendorRow Vendor(CsvRow row, int columns, int column) =>
        row.Cells.Count == columns
            ? new VendorRow(row.Line, row.Cells[column], null)
            : new VendorRow(
                row.Line,
                "",
                string.Create(CultureInfo.InvariantCulture, $"The row has {row.Cells.Count} cells and the header {columns}.")
            );

    private static Error Fault(int line, string what) => Refused(string.Create(CultureInfo.InvariantCulture, $"{line}: {what}"));

    private static Error Refused(string what) => Error.Invalid("MALFORMED_FILE", what);
}
