namespace Host.Tests.Contract;

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

/// <summary>Makes values that a schema allows, and such that break it in one place.</summary>
/// <param name="document">Where references of the schemas lead.</param>
/// <param name="random">Chooses.</param>
/// <param name="known">Values that stand for something, by pattern; a text of such a pattern is mostly one of them.</param>
internal sealed class Sampler(Document document, Random random, Func<string, IReadOnlyList<string>> known)
{
    private const int Attempts = 200;
    private static readonly string[] Odd =
    [
        "\u0000",
        "\u202e",
        "\u0301",
        " ",
        "\n",
        "\u00e9",
        "\U0001f600",
        "\\",
        "\"",
        "'",
        "<",
        "%",
        "-",
        "A",
        "a",
        "0",
    ];
    private readonly RegexSampler patterns = new(random);

    public JsonNode? Valid(JsonNode schema)
    {
        var s = Merged(schema);
        if (s["const"] is { } only)
            return only.DeepClone();
        if (s["enum"] is JsonArray options)
            // The example mostly: what is allowed of many is more often refused by rules about the whole.
            return (
                s["examples"] is JsonArray examples && random.Next(6) > 0 ? examples[0] : options[random.Next(options.Count)]
            )?.DeepClone();
        if ((s["anyOf"] ?? s["oneOf"]) is JsonArray branches)
            return Valid(branches[random.Next(branches.Count)]!);
        return Types(s) is var types && types.Contains("null") && (types.Length == 1 || random.Next(4) == 0)
            ? null
            : types.First(t => t != "null") switch
            {
                "object" => ValidObject(s),
                "array" => ValidArray(s),
                "integer" => ValidInteger(s),
                "number" => ValidNumber(s),
                "boolean" => random.Next(2) == 0,
                _ => ValidText(s),
            };
    }

    /// <summary>Copies of a valid value that break the schema in one place, in any order.</summary>
    public IEnumerable<JsonNode?> Broken(JsonNode schema, JsonNode? valid)
    {
        var changed = Changed(schema, valid).ToArray();
        random.Shuffle(changed);
        return changed.Where(value => document.Faults(schema, Element(value)).Any());
    }

    public static JsonElement Element(JsonNode? node) => JsonElement.Parse(node?.ToJsonString() ?? "null");

    private IEnumerable<JsonNode?> Changed(JsonNode schema, JsonNode? valid)
    {
        var s = Merged(schema);
        JsonNode?[] others = ["text", 7, 1.5, true, new JsonArray(), new JsonObject(), null];
        foreach (var other in others)
            yield return other;
        var inside = valid switch
        {
            JsonObject o => ChangedObject(s, o),
            JsonArray a => ChangedArray(s, a),
            JsonValue v when v.GetValueKind() == JsonValueKind.String => ChangedText(s, v.GetValue<string>()),
            JsonValue v when v.GetValueKind() == JsonValueKind.Number => ChangedNumber(s),
            _ => [],
        };
        foreach (var value in inside)
            yield return value;
    }

    private IEnumerable<JsonNode?> ChangedObject(JsonObject s, JsonObject valid)
    {
        yield return With(valid, "unknown_member", "x");
        foreach (var (name, schema) in s["properties"]?.AsObject() ?? [])
        {
            if (!valid.ContainsKey(name))
                continue;
            var without = valid.DeepClone().AsObject();
            without.Remove(name);
            yield return without;
            foreach (var value in Changed(schema!, valid[name]))
                yield return With(valid, name, value);
        }
    }

    private IEnumerable<JsonNode?> ChangedArray(JsonObject s, JsonArray valid)
    {
        yield return new JsonArray();
        if (valid.Count == 0)
            yield break;
        // Seldom, because it may be large.
        if (random.Next(20) == 0 && s["maxItems"]?.GetValue<int>() is { } most)
            yield return new JsonArray([.. Enumerable.Range(0, most + 1).Select(_ => valid[0]?.DeepClone())]);
        foreach (var item in Changed(s["items"]!, valid[^1]))
        {
            var with = valid.DeepClone().AsArray();
            with[^1] = item?.DeepClone();
            yield return with;
        }
    }

    private static IEnumerable<JsonNode?> ChangedNumber(JsonObject s)
    {
        var (min, max) = Range(s);
        yield return min - 1;
        yield return max + 1;
        yield return JsonNode.Parse("9223372036854775808");
        yield return min.ToString(CultureInfo.InvariantCulture);
    }

    private IEnumerable<JsonNode?> ChangedText(JsonObject s, string valid)
    {
        yield return "";
        yield return " ";
        if (valid.Length == 0)
            yield break;
        if (s["maxLength"]?.GetValue<int>() is { } most)
            yield return valid.PadRight(most + 1, valid[^1]);
        foreach (var odd in Odd)
        {
            var place = random.Next(valid.Length + 1);
            yield return valid.Insert(place, odd);
            yield return odd + valid;
            yield return valid + odd;
        }
        yield return valid.ToUpperInvariant();
        yield return valid.ToLowerInvariant();
        yield return valid[..^1];
    }

    private JsonObject ValidObject(JsonObject s)
    {
        var required = s["required"]?.AsArray().Select(name => name!.GetValue<string>()).ToHashSet() ?? [];
        var made = new JsonObject();
        foreach (var (name, schema) in s["properties"]?.AsObject() ?? [])
            if (required.Contains(name) || random.Next(2) == 0)
                made[name] = Valid(schema!);
        return made;
    }

    private JsonArray ValidArray(JsonObject s)
    {
        var min = s["minItems"]?.GetValue<int>() ?? 0;
        var max = s["maxItems"]?.GetValue<int>() ?? int.MaxValue;
        var count = Math.Min(max, min + random.Next(3));
        var first = count > 0 ? Valid(s["items"]!) : null;
        // Alike, as what stands in a list mostly is: otherwise rules about the whole list would refuse nearly all.
        return new JsonArray([
            .. Enumerable.Range(0, count).Select(i => i == 0 || random.Next(4) > 0 ? first?.DeepClone() : Valid(s["items"]!)),
        ]);
    }

    private JsonNode ValidInteger(JsonObject s)
    {
        var (min, max) = ((long)Range(s).Min, (long)Range(s).Max);
        return random.Next(24) switch
        {
            0 => min,
            1 => max,
            2 => random.NextInt64(min, max),
            < 18 => random.NextInt64(min, Math.Min(max, min + 4)),
            _ => random.NextInt64(min, Math.Min(max, min + 1000)),
        };
    }

    /// <summary>Whole mostly, and sometimes with more decimal places than anybody keeps.</summary>
    private JsonNode ValidNumber(JsonObject s)
    {
        var (min, max) = Range(s);
        var number = decimal.Ceiling(min) + random.Next(5);
        number += random.Next(24) switch
        {
            0 => min - number,
            1 => max - number,
            < 10 => random.Next(1_000_000) / 1_000_000m,
            10 => random.Next(1_000_000_000) / 1_000_000_000m,
            _ => 0,
        };
        return Math.Clamp(number, min, max);
    }

    private static (decimal Min, decimal Max) Range(JsonObject s)
    {
        var (min, max) = s["format"]?.GetValue<string>() == "int32" ? (int.MinValue, int.MaxValue) : (long.MinValue, long.MaxValue);
        return (s["minimum"]?.GetValue<decimal>() ?? min, s["maximum"]?.GetValue<decimal>() ?? max);
    }

    private string ValidText(JsonObject s)
    {
        var pattern = s["pattern"]?.GetValue<string>();
        if (pattern is not null && known(pattern) is { Count: > 0 } standing && random.Next(10) > 0)
            return standing[random.Next(standing.Count)];
        var most = s["maxLength"]?.GetValue<int>() ?? 300;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var text = Candidate(s, pattern, attempt % 4 == 3 ? most : 6);
            if (text.Length > most)
                text = text[..most];
            if (!document.Faults(s, JsonSerializer.SerializeToElement(text)).Any())
                return text;
        }
        if (s["examples"] is JsonArray { Count: > 0 } examples)
            return examples[0]!.GetValue<string>();
        throw new InvalidOperationException($"No text found for {s.ToJsonString()}");
    }

    private string Candidate(JsonObject s, string? pattern, int most) =>
        (s["format"]?.GetValue<string>(), pattern) switch
        {
            ("date", _) => Moment().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ("date-time", _) => Moment().ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)
                + patterns.Sample("(\\.[0-9]{1,7})?(Z|[+-]0[0-9]:[0-5][0-9])", 1),
            (_, { } shape) => patterns.Sample(shape, most),
            ("email", _) => patterns.Sample(@"[a-z0-9]{1,9}@[a-z]{1,9}\.example", 1),
            _ => string.Concat(Enumerable.Range(0, random.Next(1, most + 1)).Select(_ => Odd[random.Next(Odd.Length)])),
        };

    private DateTime Moment() => new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddSeconds(random.Next());

    private JsonObject Merged(JsonNode schema)
    {
        var s = schema.AsObject();
        if (!s.ContainsKey("$ref"))
            return s;
        var merged = Merged(document.Resolved(s)).DeepClone().AsObject();
        foreach (var (name, value) in s.Where(member => member.Key != "$ref"))
            merged[name] = value?.DeepClone();
        return merged;
    }

    private static string[] Types(JsonObject s) =>
        s["type"] switch
        {
            JsonArray several => [.. several.Select(t => t!.GetValue<string>())],
            JsonValue one => [one.GetValue<string>()],
            _ => [s.ContainsKey("properties") ? "object" : "string"],
        };

    private static JsonObject With(JsonObject valid, string name, JsonNode? value)
    {
        var with = valid.DeepClone().AsObject();
        with[name] = value?.DeepClone();
        return with;
    }
}
