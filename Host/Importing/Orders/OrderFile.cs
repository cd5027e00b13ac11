namespace Procurement.Host.Importing;

using System.Buffers;
using System.Globalization;
using System.Text.Unicode;

/// <summary>One order of a file.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Reference">As it is written there; empty when it has none.</param>
internal sealed record FiledOrder(int Line, string Reference)
{
    /// <summary>The body of <c>POST /purchase-orders</c> that it is.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The line of the file of each of its lines; empty when it is all on one.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>What is wrong with it before anybody looks at the order; null when nothing is.</summary>
    public Error? Fault { get; init; }
}

/// <summary>A file of orders. It is gone through twice: first to see that it can be read at all, so that otherwise nothing is done.</summary>
internal interface IOrderFile
{
    /// <summary>How many orders there are, counting rows that belong to none.</summary>
    int Count { get; }

    /// <summary>The orders, each as soon as it is complete. A refusal is of the file: no order comes after it.</summary>
    IEnumerable<Result<FiledOrder>> Orders();
}

/// <summary>Files of orders, by their names.</summary>
internal static class OrderFile
{
    /// <summary>Most rows, so that what is remembered of them is bounded.</summary>
    public const int MostRows = 100_000;

    /// <summary>Looks through a file, which stays open.</summary>
    /// <returns>The file; a refusal names it, and the line where there is one.</returns>
    public static Result<IOrderFile> Open(string path)
    {
        var isTable = path.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);
        if (!isTable && !path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
            return Refused($"{path} must be called .csv or .jsonl, which says what is in it");
        FileStream file;
        try
        {
            file = File.OpenRead(path);
            if (!file.CanSeek)
                return Refused($"{path} must be a file, because it is gone through twice");
            if (file.Length == 0)
                return Refused($"{path} is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Refused($"{path} cannot be read");
        }
        var read = isTable ? OrderTable.Open(file) : OrderLines.Open(file);
        return read.Error is { } fault ? Refused($"{path}:{fault.Detail}") : read;
    }

    /// <summary>A refusal of the file that says at which line.</summary>
    public static Error Refused(int line, string what) => Refused(string.Create(CultureInfo.InvariantCulture, $"{line}: {what}"));

    /// <summary>The refusal of a file in another encoding.</summary>
    public static Error NotUtf8(Stream file)
    {
        file.Position = 0;
        var (bytes, text, kept, line) = (new byte[4096], new char[4096], 0, 1);
        while (file.Read(bytes, kept, bytes.Length - kept) is var more and > 0)
        {
            var chunk = bytes.AsSpan(0, kept + more);
            var status = Utf8.ToUtf16(chunk, text, out var read, out _, replaceInvalidSequences: false, isFinalBlock: false);
            line += chunk[..read].Count((byte)'\n');
            if (status == OperationStatus.InvalidData)
                break;
            chunk[read..].CopyTo(bytes);
            kept = chunk.Length - read;
        }
        return Refused(line, "is not UTF-8");
    }

    private static Error Refused(string what) => Error.Invalid("MALFORMED_FILE", what);
}
