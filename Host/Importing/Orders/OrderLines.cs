namespace Procurement.Host.Importing;

using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Procurement.Purchasing.Adapters;

/// <summary>Orders as JSON, one a line. A line is all that is held of the file, and of each reference where it was seen with which content.</summary>
internal sealed class OrderLines : IOrderFile
{
    /// <summary>As much as a request may have.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    private readonly Stream file;

    private OrderLines(Stream file, int count) => (this.file, Count) = (file, count);

    /// <inheritdoc/>
    public int Count { get; }

    /// <summary>Counts the lines.</summary>
    public static Result<IOrderFile> Open(Stream file)
    {
        var count = 0;
        foreach (var (line, bytes) in Lines(file))
            if (!IsBlank(bytes) && ++count > OrderFile.MostRows)
                return OrderFile.Refused(
                    line,
                    string.Create(CultureInfo.InvariantCulture, $"is too much: there may be {OrderFile.MostRows} orders")
                );
        return new OrderLines(file, count);
    }

    /// <inheritdoc/>
    public IEnumerable<Result<FiledOrder>> Orders()
    {
        var seen = new Dictionary<string, (int Line, byte[] Content)>();
        foreach (var (line, bytes) in Lines(file))
        {
            if (IsBlank(bytes))
                continue;
            var reference = bytes is null ? "" : ReferenceOf(bytes);
            yield return new FiledOrder(line, reference)
            {
                Body = bytes,
                Fault = bytes is null ? TooLong : Repeated(line, reference, bytes),
            };
        }

        // Were it taken for the one that is there by then, an order would be lost without a sound.
        Error? Repeated(int line, string reference, byte[] bytes)
        {
            var content = SHA256.HashData(bytes);
            if (reference.Length == 0 || seen.TryAdd(reference, (line, content)) || seen[reference].Content.AsSpan().SequenceEqual(content))
                return null;
            return Error.Conflict(
                "REFERENCE_REPEATED",
                string.Create(CultureInfo.InvariantCulture, $"Line {seen[reference].Line} has this reference too, for another order.")
            );
        }
    }

    private static Error TooLong =>
        Error.Invalid("ROW_MALFORMED", string.Create(CultureInfo.InvariantCulture, $"The line has more than {MostBytes} bytes."));

    /// <summary>Empty when there is none; what else is wrong is told when the order is read.</summary>
    private static string ReferenceOf(byte[] json)
    {
        try
        {
            using var order = JsonDocument.Parse(json);
            return
                order.RootElement is { ValueKind: JsonValueKind.Object } members
                && members.TryGetProperty("reference", out var reference)
                && reference.ValueKind == JsonValueKind.String
                && Text.Parse(reference.GetString(), PurchasingModule.LongestReference) is { Error: null } text
                ? text.Value
                : "";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return "";
        }
    }

    private static bool IsBlank(byte[]? line) => line is not null && !line.AsSpan().ContainsAnyExcept(" \t\r"u8);

    /// <summary>From the beginning; null for a line that is too long.</summary>
    private static IEnumerable<(int Line, byte[]? Bytes)> Lines(Stream file)
    {
        var (buffer, line, number, isTooLong) = (new byte[64 * 1024], new ArrayBufferWriter<byte>(), 1, false);
        file.Position = 0;
        while (file.Read(buffer) is var read and > 0)
            for (var rest = buffer.AsMemory(0, read); !rest.IsEmpty; )
            {
                var end = rest.Span.IndexOf((byte)'\n');
                var part = end < 0 ? rest : rest[..end];
                isTooLong |= line.WrittenCount + part.Length > MostBytes;
                if (!isTooLong)
                    line.Write(part.Span);
                if (end < 0)
                    break;
                yield return (number++, isTooLong ? null : Taken(line));
                isTooLong = false;
                rest = rest[(end + 1)..];
            }
        if (isTooLong || line.WrittenCount > 0)
            yield return (number, isTooLong ? null : Taken(line));
    }

    private static byte[] Taken(ArrayBufferWriter<byte> line)
    {
        var bytes = line.WrittenSpan;
        var taken = (bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes).ToArray();
        line.ResetWrittenCount();
        return taken;
    }
}
