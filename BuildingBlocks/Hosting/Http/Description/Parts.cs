namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

/// <summary>What many operations have in common: headers, and refusals that any may meet.</summary>
internal static class Parts
{
    /// <summary>An entity tag as the framework reads it: with pairs of a backslash and a character, which RFC 9110 does not know.</summary>
    private const string Tag = "([Ww]/)?\"([ !#-\\[\\]-~]|\\\\[ -~])*\"";

    /// <summary>Headers of every answer to who is counted.</summary>
    public static readonly IReadOnlyList<string> OfEveryAnswer = ["RateLimit", "RateLimit-Policy"];

    private static readonly FrozenDictionary<string, (string Description, string Pattern, bool IsAlways)> AnsweredWith = new Dictionary<
        string,
        (string Description, string Pattern, bool IsAlways)
    >
    {
        ["ETag"] = ("Tag of this version, for If-Match and If-None-Match.", "^\"[hp]?[0-9]+\\.[0-9]+\"$", true),
        ["Location"] = ("Path of what was created.", "^/[a-z-]+/[a-z]+_[0-9a-f-]{36}$", true),
        ["Link"] = ("The next page (RFC 8288); absent on the last.", "^</[^>]+>; rel=\"next\"$", false),
        ["Accept-Encoding"] = ("The Content-Encoding that is accepted.", "^identity$", true),
        ["Idempotency-Replayed"] = ("Present when this is the stored answer of an earlier request with the same key.", "^true$", false),
        ["RateLimit"] = ("Requests left, and seconds until all are allowed again.", "^\"default\";r=[0-9]+;t=[0-9]+$", true),
        ["RateLimit-Policy"] = (
            "Requests allowed at once, and seconds until all are allowed again.",
            "^\"default\";q=[0-9]+;w=[0-9]+$",
            true
        ),
        ["Retry-After"] = ("Seconds to wait.", "^[1-9][0-9]*$", true),
        ["WWW-Authenticate"] = ("What is wrong with the token (RFC 6750).", "^Bearer", true),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, (string Description, string Pattern)> AskedWith = new Dictionary<
        string,
        (string Description, string Pattern)
    >
    {
        ["Idempotency-Key"] = (
            "Makes a repetition safe: same key and same request, same answer and one effect. 1 to 128 visible characters, quoted or bare.",
            "^([!#-\\[\\]-~]{1,128}|\"[!#-\\[\\]-~]{1,128}\")$"
        ),
        ["If-Match"] = ("Tags of the versions to change, or `*`; 412 when none is the present one.", $"^(\\*|{Tag}( *, *{Tag})*)$"),
        ["If-None-Match"] = ("Tags of versions not to change, or `*`; 412 when one is the present one.", $"^(\\*|{Tag}( *, *{Tag})*)$"),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<int, (string Code, string Text)[]> OfAll = new Dictionary<int, (string Code, string Text)[]>
    {
        [401] = [("UNAUTHENTICATED", "A valid bearer token is required.")],
        [403] = [("FORBIDDEN", "The token has none of the roles that may call this.")],
        [429] = [("RATE_LIMITED", "Too many requests; wait before sending more.")],
        [500] = [("INTERNAL_ERROR", "Something went wrong on our side.")],
        [503] =
        [
            ("SERVICE_UNAVAILABLE", "The outcome of a change is unknown until it is repeated with its Idempotency-Key."),
            ("KEYS_UNAVAILABLE", "Tokens cannot be checked at the moment."),
        ],
        [504] = [("REQUEST_TIMEOUT", "The outcome of a change is unknown until it is repeated with its Idempotency-Key.")],
    }.ToFrozenDictionary();

    /// <summary>Names of the responses that any operation may answer with.</summary>
    public static IEnumerable<string> SharedResponses => OfAll.Keys.Select(Name);

    /// <summary>Codes that any operation may answer a status with.</summary>
    public static IEnumerable<(string Code, string Text)> CodesOf(int status) => OfAll.GetValueOrDefault(status) ?? [];

    /// <summary>Headers of a refusal besides those of every answer.</summary>
    public static string[] OfStatus(int status) =>
        status switch
        {
            StatusCodes.Status401Unauthorized => ["WWW-Authenticate"],
            StatusCodes.Status415UnsupportedMediaType => ["Accept-Encoding"],
            StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable => ["Retry-After"],
            _ => [],
        };

    /// <summary>References to headers of answers.</summary>
    public static JsonObject Headers(IEnumerable<string> names) =>
        new(names.Select(name => KeyValuePair.Create(name, (JsonNode?)new JsonObject { ["$ref"] = $"#/components/headers/{name}" })));

    /// <summary>The components.</summary>
    public static JsonObject Components(SortedDictionary<string, JsonNode> schemas) =>
        new()
        {
            ["securitySchemes"] = new JsonObject
            {
                ["bearer"] = new JsonObject
                {
                    ["type"] = "http",
                    ["scheme"] = "bearer",
                    ["bearerFormat"] = "JWT",
                },
            },
            ["parameters"] = new JsonObject(
                AskedWith
                    .Select(p => KeyValuePair.Create(p.Key, (JsonNode?)Parameter(p.Key, p.Value.Description, Shape(p.Value.Pattern))))
                    .Append(KeyValuePair.Create("If-None-Match-Read", (JsonNode?)ConditionOfRead()))
            ),
            ["headers"] = new JsonObject(
                AnsweredWith.Select(h =>
                    KeyValuePair.Create(
                        h.Key,
                        (JsonNode?)
                            new JsonObject
                            {
                                ["description"] = h.Value.Description,
                                ["required"] = h.Value.IsAlways,
                                ["schema"] = Shape(h.Value.Pattern),
                            }
                    )
                )
            ),
            ["responses"] = new JsonObject(
                OfAll.Select(r => KeyValuePair.Create(Name(r.Key), (JsonNode?)OperationWriter.Problem(r.Key, r.Value)))
            ),
            ["schemas"] = new JsonObject(schemas.Select(s => KeyValuePair.Create(s.Key, (JsonNode?)s.Value))),
        };

    /// <summary>The header that names a file; it is no component, because a document need not have files.</summary>
    public static JsonObject FileName() =>
        new()
        {
            ["description"] = "Under which name to keep it (RFC 6266).",
            ["required"] = true,
            ["schema"] = Shape("^attachment; filename=\"[a-z-]+\\.csv\"$"),
        };

    private static string Name(int status) => status.ToString(CultureInfo.InvariantCulture);

    private static JsonObject ConditionOfRead() =>
        Parameter("If-None-Match", "Tag of the copy at hand; 304 when it is the present one.", Shape("^[ -~]*$"));

    private static JsonObject Parameter(string name, string description, JsonObject schema) =>
        new()
        {
            ["name"] = name,
            ["in"] = "header",
            ["description"] = description,
            ["schema"] = schema,
        };

    private static JsonObject Shape(string pattern) => new() { ["type"] = "string", ["pattern"] = pattern };
}
