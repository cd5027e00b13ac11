namespace Host.Tests.Contract;

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;

/// <summary>Says in what an exchange and the document differ.</summary>
internal static partial class Judgement
{
    private const string Xml = "application/xml";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Headers of HTTP itself, and those that say the same on every answer.</summary>
    private static readonly HashSet<string> OfTheTransport = new(StringComparer.OrdinalIgnoreCase)
    {
        "Cache-Control",
        "Connection",
        "Content-Length",
        "Content-Security-Policy",
        "Content-Type",
        "Date",
        "Referrer-Policy",
        "Transfer-Encoding",
        "X-Content-Type-Options",
    };

    private static readonly string[] NotOfTheApi = ["/docs", "/openapi.json", "/asyncapi.json", "/metrics"];

    /// <summary>Every difference; none when the document is true.</summary>
    public static IReadOnlyList<string> Of(Document document, Exchange exchange)
    {
        if (NotOfTheApi.Any(path => exchange.Path.StartsWith(path, StringComparison.Ordinal)) || IsRefusedByTheServer(exchange))
            return [];
        var under = document.Under(exchange.Path).ToList();
        var method = exchange.Method == "HEAD" ? "GET" : exchange.Method;
        return under.Find(o => o.Method == method) is { } operation
            ? [.. OfAnswer(operation, exchange), .. OfRequest(operation, exchange)]
            : [.. OfNothing(document, under, exchange)];
    }

    /// <summary>What is no HTTP is answered before any of our code runs, without a body.</summary>
    private static bool IsRefusedByTheServer(Exchange exchange) =>
        exchange is { Status: 400 or 408 or 413 or 414 or 431 or 505, Answer.Length: 0 }
        && !exchange.Answered.ContainsKey("X-Content-Type-Options");

    private static IEnumerable<string> OfNothing(Document document, IReadOnlyList<Operation> under, Exchange exchange)
    {
        int[] statuses = under.Count > 0 ? [401, 403, 405, 429] : [401, 403, 404, 405, 429];
        if (!statuses.Contains(exchange.Status))
            yield return $"{exchange.Status} of an operation that is not described";
        if (exchange.Method == "HEAD")
            yield break;
        if (Parsed(exchange.Answer) is not { } answer)
            yield return "a refusal that is no JSON";
        else
            foreach (var fault in document.Faults(new JsonObject { ["$ref"] = "#/components/schemas/Problem" }, answer))
                yield return $"problem {fault}";
    }

    private static IEnumerable<string> OfAnswer(Operation operation, Exchange exchange)
    {
        if (operation.Response(exchange.Status) is not { } response)
            return [$"status {exchange.Status} is not declared"];
        return [.. OfHeaders(operation, response, exchange), .. OfContent(operation, response, exchange)];
    }

    private static IEnumerable<string> OfHeaders(Operation operation, JsonNode response, Exchange exchange)
    {
        var declared = response["headers"]?.AsObject() ?? [];
        foreach (var (name, node) in declared)
        {
            var header = operation.Document.Resolved(node!);
            if (!exchange.Answered.TryGetValue(name, out var text))
            {
                if (header["required"]?.GetValue<bool>() == true)
                    yield return $"header {name} is missing";
                continue;
            }
            foreach (var fault in Faults(operation.Document, header["schema"]!, text))
                yield return $"header {name} is '{text}': {fault}";
        }
        foreach (var name in exchange.Answered.Keys.Where(n => !OfTheTransport.Contains(n)))
            if (!declared.Any(d => d.Key.Equals(name, StringComparison.OrdinalIgnoreCase)))
                yield return $"header {name} is not declared";
    }

    private static IEnumerable<string> OfContent(Operation operation, JsonNode response, Exchange exchange)
    {
        var content = response["content"]?.AsObject() ?? [];
        if (exchange.Method == "HEAD")
            yield break;
        if (content.Count == 0)
        {
            if (exchange.Answer.Length > 0)
                yield return "a body is sent and none declared";
            yield break;
        }
        if (exchange.MediaType is not { } type || content[type] is not { } media)
        {
            yield return $"content type {exchange.MediaType ?? "(none)"} is not declared";
            yield break;
        }
        if (type == "text/csv")
        {
            if (!IsTable(Encoding.UTF8.GetString(exchange.Answer)))
                yield return "the answer is no table";
            yield break;
        }
        if (type == Xml)
        {
            if (!IsXml(exchange.Answer))
                yield return "the answer is no XML";
            yield break;
        }
        if (Parsed(exchange.Answer) is not { } answer)
        {
            yield return "the answer is no JSON";
            yield break;
        }
        foreach (var fault in operation.Document.Faults(media["schema"]!, answer))
            yield return $"answer {fault}";
        if (type == "application/problem+json" && !Codes(response).Contains(Text(answer, "code")))
            yield return $"code {Text(answer, "code")} is not listed under {exchange.Status}";
    }

    private static IEnumerable<string> OfRequest(Operation operation, Exchange exchange)
    {
        if (!exchange.Succeeded && exchange.Status is not (400 or 422))
            yield break;
        var all = RequestFaults(operation, exchange).ToList();
        var rows = RefusedRows(exchange).ToList();
        // Of a batch that was taken, rows that were not may be as wrong as they like.
        var faults = all.Where(fault => !exchange.Succeeded || !rows.Exists(row => IsUnder(row.Place, fault))).Take(3).ToList();
        if (exchange.Succeeded && faults.Count > 0)
            yield return $"accepted, though {string.Join("; ", faults)}";
        var unnamed =
            rows.Count > 0
                ? rows.Where(row => !all.Exists(fault => IsUnder(row.Place, fault))).Select(row => Unnamed(operation, row.Code, row.Fields))
            : !exchange.Succeeded && faults.Count == 0 ? [Unnamed(operation, exchange)]
            : [];
        foreach (var rule in unnamed.OfType<string>())
            yield return $"refused with {rule}, which the description does not name as a rule that no schema can say";
    }

    /// <summary>The rows of a batch that are refused for what they say, each with its place in the body.</summary>
    private static IEnumerable<(string Place, string Code, string?[] Fields)> RefusedRows(Exchange exchange)
    {
        if (
            Parsed(exchange.Answer) is not { ValueKind: JsonValueKind.Object } answer
            || !answer.TryGetProperty("results", out var results)
            || Parsed(exchange.Body ?? []) is not { } body
        )
            yield break;
        var rows = body.EnumerateObject().First(member => member.Value.ValueKind == JsonValueKind.Array).Name;
        foreach (var row in results.EnumerateArray().Where(row => row.GetProperty("status").GetInt32() == 422))
            yield return ($"body /{rows}/{row.GetProperty("index")}", Text(row, "code"), Fields(row, $"{rows}[]."));
    }

    private static bool IsUnder(string place, string fault) =>
        fault.StartsWith(place + "/", StringComparison.Ordinal) || fault.StartsWith(place + " ", StringComparison.Ordinal);

    /// <summary>What of a request is not as the operation's schemas say.</summary>
    public static IEnumerable<string> RequestFaults(Operation operation, Exchange exchange)
    {
        var path = operation.Shape.Match(exchange.Path);
        var query = System.Web.HttpUtility.ParseQueryString(exchange.Query);
        foreach (var parameter in operation.Parameters)
        {
            var texts = parameter.In switch
            {
                "path" => [path.Groups[parameter.Name].Value],
                "query" => query.GetValues(parameter.Name) ?? [],
                _ => exchange.Asked.TryGetValue(parameter.Name, out var value) ? new[] { value.Trim() } : [],
            };
            if (texts.Length > 1 || (texts.Length == 0 && parameter.Required))
                yield return $"{parameter.In} parameter {parameter.Name} is given {texts.Length} times";
            foreach (var fault in texts.SelectMany(text => Faults(operation.Document, parameter.Schema, text)))
                yield return $"{parameter.In} parameter {parameter.Name} {fault}";
        }
        foreach (var name in query.AllKeys.Where(name => !operation.Parameters.Any(p => p.In == "query" && p.Name == name)))
            yield return $"query parameter {name} is not declared";
        foreach (var fault in BodyFaults(operation, exchange))
            yield return fault;
    }

    private static IEnumerable<string> BodyFaults(Operation operation, Exchange exchange)
    {
        if (exchange.Body is null && exchange.SentType is not null)
            return [];
        if (exchange.Body is not { Length: > 0 })
            return operation.Body?["required"]?.GetValue<bool>() == true ? ["the body is missing"] : [];
        if (exchange.Method is "GET" or "HEAD")
            return [];
        if (operation.Body is not { } declared)
            return ["a body is sent and none declared"];
        var type = exchange.SentType?.Split(';')[0].Trim() ?? "";
        if (declared["content"]?[type]?["schema"] is not { } schema)
            return [$"a body of type '{type}' is not declared"];
        if (type == Xml)
            return IsXml(exchange.Body) ? [] : ["the body is no XML"];
        return Parsed(exchange.Body) is { } body
            ? operation.Document.Faults(schema, body).Select(f => $"body {f}")
            : ["the body is no JSON"];
    }

    /// <summary>The refusal, when it is none of the named rules.</summary>
    private static string? Unnamed(Operation operation, Exchange exchange)
    {
        if (Parsed(exchange.Answer) is not { } answer)
            return "no problem";
        return Unnamed(operation, Text(answer, "code"), Fields(answer, under: ""));
    }

    private static string? Unnamed(Operation operation, string code, string?[] fields)
    {
        var unnamed = fields.Where(field => !operation.Rules.Any(r => r.Code == code && r.At == field)).ToList();
        return unnamed.Count == 0 ? null : $"{code} at {string.Join(", ", unnamed.Select(f => f ?? "no field"))}";
    }

    private static string?[] Fields(JsonElement refusal, string under) =>
        refusal.TryGetProperty("fields", out var named) && named.ValueKind == JsonValueKind.Object
            ? [.. named.EnumerateObject().Select(f => under + Index().Replace(f.Name, "[]"))]
            : [null];

    private static bool IsXml(byte[] text)
    {
        try
        {
            using var stream = new MemoryStream(text);
            return XDocument.Load(stream).Root is not null;
        }
        catch (XmlException)
        {
            return false;
        }
    }

    private static IEnumerable<string> Codes(JsonNode response) =>
        Code().Matches(response["description"]?.GetValue<string>() ?? "").Select(m => m.Groups[1].Value);

    /// <summary>A text from a path, a query string or a header is the number that it spells where the schema wants one.</summary>
    private static IEnumerable<string> Faults(Document document, JsonNode schema, string text)
    {
        var type = document.Resolved(schema)["type"]?.ToJsonString() ?? "";
        var styles = text.StartsWith('-') ? NumberStyles.AllowLeadingSign : NumberStyles.None;
        if (type.Contains("number", StringComparison.Ordinal))
            styles |= NumberStyles.AllowDecimalPoint;
        var isNumber = styles.HasFlag(NumberStyles.AllowDecimalPoint) || type.Contains("integer", StringComparison.Ordinal);
        var value =
            isNumber && decimal.TryParse(text, styles, CultureInfo.InvariantCulture, out var number)
                ? JsonSerializer.SerializeToElement(number)
                : JsonSerializer.SerializeToElement(text);
        return document.Faults(schema, value);
    }

    /// <summary>Whether it is CSV (RFC 4180) with as many cells in every row.</summary>
    private static bool IsTable(string text) =>
        Table().Match(text) is { Success: true } table
        && table.Groups["row"].Captures.Select(row => Quoted().Replace(row.Value, "").Count(c => c == ',')).Distinct().Count() == 1;

    private static JsonElement? Parsed(byte[] utf8)
    {
        try
        {
            var element = JsonElement.Parse(utf8, Strict);
            ReadTexts(element);
            return element;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>What is no UTF-8, and half a surrogate pair, is found only when a text is read.</summary>
    private static void ReadTexts(JsonElement element)
    {
        if (element.ValueKind == JsonValueKind.String)
            element.GetString();
        else if (element.ValueKind == JsonValueKind.Array)
            foreach (var item in element.EnumerateArray())
                ReadTexts(item);
        else if (element.ValueKind == JsonValueKind.Object)
            foreach (var member in element.EnumerateObject())
            {
                _ = member.Name;
                ReadTexts(member.Value);
            }
    }

    private static string Text(JsonElement problem, string member) =>
        problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(member, out var value) ? value.ToString() : "";

    [GeneratedRegex("`([A-Z][A-Z0-9_]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("""\A(?:(?<row>(?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,(?:"(?:[^"]|"")*"|[^",\r\n]*))*)\r\n)+\z""")]
    private static partial Regex Table();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"\[\d+\]")]
    private static partial Regex Index();
}
