namespace Host.Tests.Contract;

using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Json.Schema;

/// <summary>An OpenAPI document, made ready to judge exchanges by.</summary>
internal sealed class Document
{
    private static readonly EvaluationOptions Briefly = new() { OutputFormat = OutputFormat.Flag, RequireFormatValidation = true };
    private static readonly EvaluationOptions AtLength = new() { OutputFormat = OutputFormat.Hierarchical, RequireFormatValidation = true };
    private static readonly string[] Verbs = ["get", "put", "post", "delete", "patch"];

    private static readonly Uri Parts = new("https://contract.example/parts");

    private readonly JsonNode root;
    private readonly BuildOptions build = new() { SchemaRegistry = new SchemaRegistry(), Dialect = Dialect.Draft202012 };
    private readonly ConcurrentDictionary<string, Lazy<JsonSchema>> schemas = [];
    private readonly ConcurrentDictionary<JsonNode, JsonSchema> standing = [];

    public Document(string json)
    {
        root = JsonNode.Parse(json)!;
        var definitions = root["components"]?["schemas"]?.DeepClone() ?? new JsonObject();
        JsonSchema.FromText(Absolute(new JsonObject { ["$id"] = Parts.ToString(), ["$defs"] = definitions }), build);
        Operations =
        [
            .. from path in root["paths"]!.AsObject()
            from verb in path.Value!.AsObject()
            where Verbs.Contains(verb.Key)
            select new Operation(this, verb.Key.ToUpperInvariant(), path.Key, Resolved(verb.Value!)),
        ];
    }

    public IReadOnlyList<Operation> Operations { get; }

    /// <summary>The operations under a path, those without parameters first; none when the path is not described.</summary>
    public IEnumerable<Operation> Under(string path) =>
        Operations
            .Where(o => o.Shape.IsMatch(path))
            .GroupBy(o => o.Path)
            .OrderBy(g => g.Key.Count(c => c == '{'))
            .FirstOrDefault()
            ?.AsEnumerable()
        ?? [];

    /// <summary>What of a value is not as a schema of the document says; empty when all is.</summary>
    public IEnumerable<string> Faults(JsonNode schema, JsonElement value)
    {
        var compiled = Compiled(schema);
        if (compiled.Evaluate(value, Briefly).IsValid)
            return [];
        return
        [
            .. from detail in Failed(compiled.Evaluate(value, AtLength))
            from error in detail.Errors ?? new Dictionary<string, string>()
            select $"{detail.InstanceLocation} {error.Key}: {error.Value}",
        ];
    }

    /// <summary>Without what failed below something that holds: one branch of <c>anyOf</c> is enough.</summary>
    private static IEnumerable<EvaluationResults> Failed(EvaluationResults result) =>
        result.IsValid ? [] : (result.Details ?? []).SelectMany(Failed).Prepend(result);

    /// <summary>A node without a <c>$ref</c> at its top.</summary>
    public JsonNode Resolved(JsonNode node)
    {
        while (
            node is JsonObject o && o["$ref"]?.GetValue<string>() is { } reference && reference.StartsWith("#/", StringComparison.Ordinal)
        )
            node = reference[2..].Split('/').Aggregate(root, (at, name) => at[Uri.UnescapeDataString(name)]!);
        return node;
    }

    private JsonSchema Compiled(JsonNode schema)
    {
        // What stands in the document stays; what was made for the moment is known again by its text only.
        if (schema.Root == root)
            return standing.GetOrAdd(schema, node => Compiled(Absolute(node)));
        return Compiled(Absolute(schema));
    }

    private JsonSchema Compiled(string schema) =>
        schemas.GetOrAdd(schema, text => new Lazy<JsonSchema>(() => JsonSchema.FromText(text, build))).Value;

    private string Absolute(JsonNode schema) =>
        schema.ToJsonString().Replace("\"#/components/schemas/", $"\"{Parts}#/$defs/", StringComparison.Ordinal);
}

/// <summary>One operation of the document.</summary>
internal sealed partial class Operation
{
    private readonly JsonNode node;

    public Operation(Document document, string method, string path, JsonNode node)
    {
        this.node = node;
        Document = document;
        Method = method;
        Path = path;
        Shape = new Regex($"^{Variable().Replace(path, "(?<$1>[^/]+)")}$");
        Parameters = [.. (node["parameters"]?.AsArray() ?? []).Select(p => new Parameter(document.Resolved(p!)))];
        Rules =
        [
            .. from match in Rule().Matches(Description)
            from at in match.Groups["at"].Captures.Select(c => (string?)c.Value).DefaultIfEmpty()
            select new NamedRule(match.Groups["code"].Value, at),
        ];
    }

    public Document Document { get; }
    public string Method { get; }
    public string Path { get; }
    public Regex Shape { get; }
    public string Id => node["operationId"]?.GetValue<string>() ?? "";
    public string Description => node["description"]?.GetValue<string>() ?? "";
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The rules that no schema can say: lines of the description such as <c>- `CODE` at `line_items[].currency`: ...</c>.</summary>
    public IReadOnlyList<NamedRule> Rules { get; }

    public JsonNode? Body => node["requestBody"] is { } body ? Document.Resolved(body) : null;

    public JsonNode? Response(int status) =>
        node["responses"]?[status.ToString(System.Globalization.CultureInfo.InvariantCulture)] is { } response
            ? Document.Resolved(response)
            : null;

    public override string ToString() => $"{Method} {Path}";

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Variable();

    [GeneratedRegex(@"^- `(?<code>[A-Z0-9_]+)`(?: at `(?<at>[^`]+)`(?:, `(?<at>[^`]+)`)*)?:", RegexOptions.Multiline)]
    private static partial Regex Rule();
}

internal sealed class Parameter(JsonNode node)
{
    public string Name => node["name"]!.GetValue<string>();
    public string In => node["in"]!.GetValue<string>();
    public bool Required => node["required"]?.GetValue<bool>() == true;
    public JsonNode Schema => node["schema"] ?? new JsonObject();
}

/// <summary>A refusal of what the schemas allow.</summary>
/// <param name="Code">Its code.</param>
/// <param name="At">The field, without the indices of lists; null when it names none.</param>
internal sealed record NamedRule(string Code, string? At);
