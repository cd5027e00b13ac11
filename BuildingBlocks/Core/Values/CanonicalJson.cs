namespace Procurement.BuildingBlocks;

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>JSON in the one form that equal values have, to be digested or signed (RFC 8785).</summary>
public static class CanonicalJson
{
    private const long Exact = 1L << 53;

    /// <summary>Writes a value: members in the order of their names' UTF-16 units, no spaces, nothing escaped that need not be.</summary>
    /// <param name="value">Null is written as <c>null</c>. Numbers must be whole and at most 2^53, where the form is that of every language.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is not.</exception>
    public static string Write(JsonNode? value)
    {
        var text = new StringBuilder();
        Write(value, text);
        return text.ToString();
    }

    /// <summary>SHA-256 of what <see cref="Write(JsonNode?)"/> writes, as UTF-8, in 64 lower-case hexadecimal digits.</summary>
    public static string Digest(JsonNode? value) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Write(value))));

    private static void Write(JsonNode? value, StringBuilder text)
    {
        switch (value)
        {
            case null:
                text.Append("null");
                break;
            case JsonObject members:
                Write('{', '}', members.OrderBy(member => member.Key, StringComparer.Ordinal), Member, text);
                break;
            case JsonArray items:
                Write('[', ']', items, Write, text);
                break;
            case var _ when value.GetValueKind() == JsonValueKind.String:
                Write(value.GetValue<string>(), text);
                break;
            case var _ when value.GetValueKind() == JsonValueKind.Number:
                var number = Convert.ToInt64(value.AsValue().GetValue<object>(), CultureInfo.InvariantCulture);
                ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs(number), Exact);
                text.Append(CultureInfo.InvariantCulture, $"{number}");
                break;
            default:
                text.Append(value.GetValue<bool>() ? "true" : "false");
                break;
        }
    }

    private static void Member(KeyValuePair<string, JsonNode?> member, StringBuilder text)
    {
        Write(member.Key, text);
        text.Append(':');
        Write(member.Value, text);
    }

    private static void Write<T>(char open, char close, IEnumerable<T> parts, Action<T, StringBuilder> write, StringBuilder text)
    {
        text.Append(open);
        var before = text.Length;
        foreach (var part in parts)
        {
            if (text.Length > before)
                text.Append(',');
            write(part, text);
        }
        text.Append(close);
    }

    private static void Write(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (var c in value)
            _ = c switch
            {
                '"' or '\\' => text.Append('\\').Append(c),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        text.Append('"');
    }
}
