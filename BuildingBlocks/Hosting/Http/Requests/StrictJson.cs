namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>
/// JSON as this API reads and writes it: snake_case; unknown members, duplicate keys, numbers as strings, other casing, comments,
/// trailing data and nesting above 16 are refused (RFC 8259, RFC 7493).
/// </summary>
public static partial class StrictJson
{
    /// <summary>New options.</summary>
    /// <param name="types">Serialisation metadata of everything that is read or written with them.</param>
    public static JsonSerializerOptions Options(params IJsonTypeInfoResolver[] types) =>
        new()
        {
            TypeInfoResolver = JsonTypeInfoResolver.Combine(types),
            PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            AllowDuplicateProperties = false,
            NumberHandling = JsonNumberHandling.Strict,
            RespectNullableAnnotations = true,
            RespectRequiredConstructorParameters = true,
            PropertyNameCaseInsensitive = false,
            MaxDepth = 16,
            // Answers are never part of a page of HTML, so names in other scripts may stay legible.
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new UtcConverter(), new ExactDecimalConverter() },
        };

    /// <summary>Reads a body.</summary>
    /// <returns>The value, or a refusal that names the member.</returns>
    public static Result<T> Read<T>(ReadOnlySpan<byte> utf8, JsonTypeInfo<T> type)
        where T : class
    {
        if (utf8.IsEmpty)
            return Problems.MalformedField("body", "is required: a JSON object");
        try
        {
            return JsonSerializer.Deserialize(utf8, type) is { } value
                ? value
                : Problems.MalformedField("body", "must be a JSON object, not null");
        }
        catch (JsonException e)
        {
            return Problems.MalformedField(Member(e), Reason(e));
        }
    }

    /// <summary>The failing member in the notation of <c>fields</c>: <c>$.line_items[0].sku</c> is <c>line_items[0].sku</c>.</summary>
    private static string Member(JsonException e)
    {
        if (Named().Match(e.Message) is { Success: true } named)
            return Clean(named.Groups[1].Value);
        var path = e.Path is { Length: > 2 } text ? text[2..] : "";
        return path.Length == 0 ? "body" : Clean(path);
    }

    private static string Clean(string name) => new([.. name.Take(128).Where(c => !char.IsControl(c) && !char.IsSurrogate(c))]);

    private static string Reason(JsonException e) =>
        e.Message switch
        {
            var m when m.Contains("could not be mapped to any .NET member", StringComparison.Ordinal) => "is not a member of this request",
            var m when m.Contains("Duplicate property", StringComparison.Ordinal) => "is given more than once",
            // The message names the type around the member, the cause that of the member.
            var m when m.Contains("could not be converted", StringComparison.Ordinal) => $"must be {Shape(e.InnerException?.Message + m)}",
            var m when m.Contains("maximum configured depth", StringComparison.Ordinal) => "is nested too deeply (at most 16 levels)",
            _ => $"is not valid JSON (line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1})",
        };

    private static string Shape(string message) =>
        message switch
        {
            var m when m.Contains("Int32", StringComparison.Ordinal) => "a whole number from -2147483648 to 2147483647, not quoted",
            var m when m.Contains("Int64", StringComparison.Ordinal) => "a whole number of at most 64 bits, not quoted",
            var m when m.Contains(ExactDecimalConverter.TooLong, StringComparison.Ordinal) =>
                $"a number of at most {ExactDecimalConverter.MostDigits} digits",
            var m when m.Contains("Decimal", StringComparison.Ordinal) => "a number, not quoted",
            var m when m.Contains("as a number", StringComparison.Ordinal) => "a whole number, not quoted",
            var m when m.Contains("System.String", StringComparison.Ordinal) || m.Contains("as a string", StringComparison.Ordinal) =>
                "a text of well-formed Unicode",
            var m when m.Contains("Boolean", StringComparison.Ordinal) => "true or false",
            var m when m.Contains("[]", StringComparison.Ordinal) || m.Contains("List", StringComparison.Ordinal) => "a list",
            _ => "an object",
        };

    [GeneratedRegex("^(?:The JSON property|Duplicate property) '([^']*)'")]
    private static partial Regex Named();
}

/// <summary>Moments are written in UTC with a <c>Z</c> (RFC 3339).</summary>
internal sealed class UtcConverter : JsonConverter<DateTimeOffset>
{
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.UtcDateTime);
}
