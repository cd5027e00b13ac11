namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

/// <summary>Writes schemas of what the serialiser reads and writes, and keeps those that have a name.</summary>
/// <param name="isGiven">Whether they are of answers: then every member is there, as null when it has no value.</param>
/// <param name="named">Where schemas with a name are kept.</param>
internal sealed class SchemaWriter(bool isGiven, SortedDictionary<string, JsonNode> named)
{
    private const string Components = "#/components/schemas/";

    private static readonly JsonSerializerOptions Plainly = new() { Converters = { new ExactDecimalConverter() } };

    /// <summary>What a type is called in the document.</summary>
    public static string NameOf(Type type) =>
        type.IsGenericType ? NameOf(type.GetGenericArguments()[0]) + "List"
        : type.Name.EndsWith("View", StringComparison.Ordinal) ? type.Name[..^4]
        : type.Name;

    /// <summary>The schema of a type: a reference, when the type has members.</summary>
    public JsonObject Of(JsonTypeInfo type)
    {
        if (type.Kind == JsonTypeInfoKind.Enumerable)
            return new JsonObject { ["type"] = "array", ["items"] = Of(type.Options.GetTypeInfo(type.ElementType!)) };
        if (type.Kind == JsonTypeInfoKind.Dictionary)
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(type.Options.GetTypeInfo(type.ElementType!)) };
        if (type.Kind != JsonTypeInfoKind.Object)
            return Plain(type.Type);
        var name = NameOf(type.Type);
        if (!named.ContainsKey(name))
        {
            named[name] = new JsonObject();
            named[name] = Object(type);
        }
        return Reference(name);
    }

    /// <summary>The schema of a value of which facts are known.</summary>
    public JsonObject Of(Facts facts, Type type)
    {
        if (facts.Called is { } name)
        {
            named[name] = Enumeration(facts);
            return Reference(name);
        }
        if (facts.Formats.Count > 1)
            return new JsonObject
            {
                ["anyOf"] = new JsonArray([
                    .. facts.Formats.Select(format => Of(facts with { Formats = [format], Rule = null, Example = null }, type)),
                ]),
            };
        var schema = Plain(type);
        if (type == typeof(decimal) && facts.Decimals is null)
            schema["type"] = "integer";
        var isText = type == typeof(string);
        Set(schema, "description", facts.Description);
        Set(schema, "format", facts.Formats.Count == 1 ? facts.Formats[0] : null);
        Set(schema, "pattern", isGiven ? facts.PatternGiven ?? facts.Pattern : facts.Pattern);
        if (isText)
        {
            Set(schema, "minLength", facts.Fewest);
            Set(schema, "maxLength", facts.Most);
        }
        Set(schema, "minimum", facts.Min);
        Set(schema, "maximum", facts.Max);
        if (facts.Example is not null)
            schema["examples"] = new JsonArray(JsonSerializer.SerializeToNode(facts.Example, Plainly));
        return schema;
    }

    /// <summary>The paths and rules of all members under a type whose facts name one that no schema can say.</summary>
    public static IEnumerable<(string Path, string Rule, bool IsNumber)> Rules(JsonTypeInfo type, string path = "")
    {
        foreach (var member in type.Properties)
        {
            var (at, facts) = (path + member.Name, FactsOf(member));
            var inside = type.Options.GetTypeInfo(member.PropertyType);
            if (inside.Kind == JsonTypeInfoKind.Enumerable)
                foreach (var rule in Rules(inside.Options.GetTypeInfo(inside.ElementType!), $"{at}[]."))
                    yield return rule;
            else if (inside.Kind == JsonTypeInfoKind.Object)
                foreach (var rule in Rules(inside, $"{at}."))
                    yield return rule;
            else
                foreach (var (rule, isNumber) in Rules(Underlying(member.PropertyType), facts?.Facts))
                    yield return (at, rule, isNumber);
        }
    }

    /// <summary>
    /// How many decimal places there may be is a rule and not <c>multipleOf</c>, because validators divide in binary: to them 3.45 is no
    /// multiple of 0.000001.
    /// </summary>
    private static IEnumerable<(string Rule, bool IsNumber)> Rules(Type type, Facts? facts)
    {
        if (type == typeof(int) || type == typeof(long))
        {
            yield return ("must be written in digits alone: 3, not 3.0 or 3e0", true);
            yield break;
        }
        if (type == typeof(decimal))
            yield return ($"must have at most {ExactDecimalConverter.MostDigits} digits", true);
        if (type == typeof(decimal) && facts?.Decimals is { } decimals)
            yield return ($"must have at most {decimals} decimal places", false);
        if (facts?.Rule is { } rule)
            yield return (rule, false);
    }

    /// <summary>A value that a schema allows, made of the examples of its parts.</summary>
    public JsonNode? Example(JsonNode schema)
    {
        if (schema["$ref"]?.GetValue<string>() is { } reference)
            return Example(named[reference[Components.Length..]]);
        if (schema["examples"] is JsonArray examples)
            return examples[0]?.DeepClone();
        if (schema["anyOf"] is JsonArray branches)
            return Example(branches[0]!);
        if (schema["properties"] is JsonObject properties)
            return new JsonObject(properties.Select(p => KeyValuePair.Create(p.Key, Example(p.Value!))));
        if (schema["additionalProperties"] is JsonObject)
            return new JsonObject();
        return schema["items"] is { } items ? new JsonArray(Example(items)) : null;
    }

    private JsonObject Object(JsonTypeInfo type)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        foreach (var member in type.Properties.Where(p => p.Get is not null))
        {
            var facts = FactsOf(member);
            var leftOut = IsLeftOut(member);
            var nullable = isGiven ? IsNullable(member) && !leftOut : facts is { Optional: true, OrNull: true };
            properties[member.Name] = Member(member, facts, nullable);
            if (isGiven ? !leftOut : facts?.Optional == false)
                required.Add(member.Name);
        }
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        if (required.Count > 0)
            schema["required"] = required;
        return schema;
    }

    private JsonObject Member(JsonPropertyInfo member, IsAttribute? facts, bool nullable)
    {
        var type = member.Options.GetTypeInfo(member.PropertyType);
        JsonObject schema;
        // Of a list of texts the facts are those of each.
        if (type.ElementType == typeof(string) && facts is not null)
            schema = new JsonObject { ["type"] = "array", ["items"] = Of(facts.Facts, typeof(string)) };
        else if (type.Kind == JsonTypeInfoKind.Enumerable)
        {
            schema = Of(type);
            Set(schema, "minItems", facts?.Facts.Fewest);
            Set(schema, "maxItems", facts?.Facts.Most);
        }
        else
            schema = facts is null || type.Kind == JsonTypeInfoKind.Object ? Of(type) : Of(facts.Facts, Underlying(type.Type));
        if (!nullable)
            return schema;
        if (schema["type"]?.GetValue<string>() is not { } name)
            return new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        schema["type"] = new JsonArray(name, "null");
        return schema;
    }

    private static JsonObject Enumeration(Facts facts)
    {
        var schema = new JsonObject
        {
            ["type"] = "string",
            ["enum"] = new JsonArray([.. facts.Names.Select(name => JsonValue.Create(name))]),
        };
        Set(schema, "description", facts.Description);
        schema["examples"] = new JsonArray(JsonSerializer.SerializeToNode(facts.Example));
        return schema;
    }

    private static JsonObject Plain(Type type) =>
        Underlying(type) switch
        {
            var t when t == typeof(string) => new JsonObject { ["type"] = "string" },
            var t when t == typeof(bool) => new JsonObject { ["type"] = "boolean", ["examples"] = new JsonArray(false) },
            var t when t == typeof(int) => new JsonObject { ["type"] = "integer", ["format"] = "int32" },
            var t when t == typeof(long) => new JsonObject { ["type"] = "integer", ["format"] = "int64" },
            var t when t == typeof(decimal) => new JsonObject { ["type"] = "number", ["format"] = "decimal" },
            var t when t == typeof(JsonElement) => new JsonObject { ["type"] = "object", ["examples"] = new JsonArray(new JsonObject()) },
            var t when t == typeof(DateTimeOffset) => new JsonObject
            {
                ["type"] = "string",
                ["format"] = "date-time",
                ["pattern"] = "Z$",
                ["examples"] = new JsonArray("2026-01-31T12:00:00Z"),
            },
            _ => throw new NotSupportedException($"No schema is known for {type}."),
        };

    private static Type Underlying(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    private static bool IsNullable(JsonPropertyInfo member) =>
        member.PropertyType.IsValueType ? Nullable.GetUnderlyingType(member.PropertyType) is not null : member.IsGetNullable;

    /// <summary>Whether null is written as nothing at all.</summary>
    private static bool IsLeftOut(JsonPropertyInfo member) =>
        member.IsGetNullable
        && JsonIgnoreCondition.WhenWritingNull
            == (
                member
                    .AttributeProvider?.GetCustomAttributes(typeof(JsonIgnoreAttribute), inherit: true)
                    .OfType<JsonIgnoreAttribute>()
                    .FirstOrDefault()
                    ?.Condition
                ?? member.Options.DefaultIgnoreCondition
            );

    private static IsAttribute? FactsOf(JsonPropertyInfo member) =>
        member.AttributeProvider?.GetCustomAttributes(typeof(IsAttribute), inherit: true).OfType<IsAttribute>().FirstOrDefault();

    private static JsonObject Reference(string name) => new() { ["$ref"] = Components + name };

    private static void Set(JsonObject schema, string keyword, object? value)
    {
        if (value is not null)
            schema[keyword] = JsonSerializer.SerializeToNode(value, Plainly);
    }
}
