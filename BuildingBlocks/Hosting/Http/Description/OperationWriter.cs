namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.WebUtilities;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>Writes one operation.</summary>
/// <param name="asked">Writes schemas of what is asked with.</param>
/// <param name="given">Writes schemas of answers.</param>
internal sealed class OperationWriter(SchemaWriter asked, SchemaWriter given)
{
    public JsonObject Write(Operation operation, Endpoint endpoint)
    {
        var refusals = Refusals(operation, endpoint).ToList();
        var written = new JsonObject
        {
            ["operationId"] = operation.Id,
            ["tags"] = new JsonArray([
                .. endpoint.Metadata.OfType<ITagsMetadata>().SelectMany(m => m.Tags).Select(t => JsonValue.Create(t)),
            ]),
            ["summary"] = operation.Summary,
            ["description"] = Description(operation, endpoint, refusals),
        };
        if (operation.IsOpen)
            written["security"] = new JsonArray();
        if (Parameters(operation).ToArray() is { Length: > 0 } parameters)
            written["parameters"] = new JsonArray(parameters);
        if (operation.Body is { } body)
            written["requestBody"] = Body(body);
        else if (operation.FileTaken is { } taken)
            written["requestBody"] = new JsonObject { ["required"] = true, ["content"] = Content(taken, Characters(), null) };
        written["responses"] = Responses(operation, refusals);
        return written;
    }

    private static IEnumerable<Error> Refusals(Operation operation, Endpoint endpoint) =>
        operation.Refusals.Concat(endpoint.Metadata.GetOrderedMetadata<Refusals>().SelectMany(r => r.Errors));

    private static string Description(Operation operation, Endpoint endpoint, IReadOnlyList<Error> refusals)
    {
        var roles = endpoint
            .Metadata.OfType<AuthorizationPolicy>()
            .SelectMany(policy => policy.Requirements.OfType<RolesAuthorizationRequirement>())
            .SelectMany(requirement => requirement.AllowedRoles);
        var who = operation.IsOpen ? "For everybody, without a token." : $"For {string.Join(", ", roles)}.";
        var size =
            operation.MostBytes > 0 ? string.Create(CultureInfo.InvariantCulture, $" The body may have {operation.MostBytes} bytes.") : "";
        var rules = Rules(operation, refusals).ToList();
        return rules.Count == 0 ? who + size : $"{who}{size}\n\nRules that no schema says:\n{string.Join('\n', rules)}";
    }

    private static IEnumerable<string> Rules(Operation operation, IReadOnlyList<Error> refusals)
    {
        var ofMembers = operation.Body is null ? [] : SchemaWriter.Rules(operation.Body).ToList();
        foreach (var rule in ofMembers.GroupBy(m => (m.Rule, m.IsNumber)))
            yield return Rule(rule.Key.IsNumber ? Problems.Malformed : FieldErrors.Refusal.Code, rule.Select(m => m.Path), rule.Key.Rule);
        foreach (var parameter in operation.Query)
            if (parameter.Facts.Rule is { } rule)
                yield return Rule(Problems.Malformed, [parameter.Name], rule);
        foreach (var error in refusals.Where(e => Problems.StatusOf(e) is StatusCodes.Status422UnprocessableEntity))
            if (error.Fields.Count == 0 && error != FieldErrors.Refusal)
                yield return Rule(error.Code, [], error.Detail);
            else
                foreach (var (field, message) in error.Fields)
                    yield return Rule(error.Code, [field], message);
    }

    private static string Rule(string code, IEnumerable<string> fields, string text) =>
        fields.ToList() is { Count: > 0 } named
            ? $"- `{code}` at {string.Join(", ", named.Select(f => $"`{f}`"))}: {text}"
            : $"- `{code}`: {text}";

    private IEnumerable<JsonNode> Parameters(Operation operation)
    {
        foreach (var (name, facts) in operation.Path)
            yield return Parameter(name, "path", facts.Description!, asked.Of(facts, TypeOf(facts)), isRequired: true);
        foreach (var parameter in operation.Query)
            yield return Parameter(
                parameter.Name,
                "query",
                parameter.Description,
                asked.Of(parameter.Facts, TypeOf(parameter.Facts)),
                parameter.IsRequired
            );
        foreach (var name in operation.Headers)
            yield return new JsonObject { ["$ref"] = $"#/components/parameters/{name}" };
    }

    private static Type TypeOf(Facts facts) => facts.Example is long or decimal ? facts.Example.GetType() : typeof(string);

    private static JsonObject Parameter(string name, string place, string description, JsonObject schema, bool isRequired = false)
    {
        // Swagger UI fills in an example, and a filter that is only an example finds nothing.
        if (place == "query")
            schema.Remove("examples");
        var parameter = new JsonObject
        {
            ["name"] = name,
            ["in"] = place,
            ["description"] = description,
            ["schema"] = schema,
        };
        if (isRequired)
            parameter["required"] = true;
        return parameter;
    }

    private JsonObject Body(System.Text.Json.Serialization.Metadata.JsonTypeInfo type)
    {
        var schema = asked.Of(type);
        var isNeeded = type.Type != typeof(NoBody);
        return new JsonObject
        {
            ["description"] = isNeeded ? "What is not required may be left out, or null." : "None, or an empty object.",
            ["required"] = isNeeded,
            ["content"] = Content("application/json", schema, asked.Example(schema)),
        };
    }

    private JsonObject Responses(Operation operation, IReadOnlyList<Error> refusals)
    {
        var responses = new SortedDictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach (var status in new[] { operation.Status, operation.OtherStatus }.OfType<int>())
            responses[Text(status)] = new JsonObject
            {
                ["description"] = ReasonPhrases.GetReasonPhrase(status),
                ["headers"] = Headers(operation),
                ["content"] = Answer(operation),
            };
        if (operation.IsConditional)
            responses["304"] = new JsonObject
            {
                ["description"] = "The copy at hand is the present one.",
                ["headers"] = Parts.Headers(["ETag", .. Parts.OfEveryAnswer]),
            };
        foreach (var group in refusals.GroupBy(Problems.StatusOf).OrderBy(g => g.Key))
            responses[Text(group.Key)] = Problem(
                group.Key,
                group.Select(e => (e.Code, e.Detail)).Concat(Parts.CodesOf(group.Key)).DistinctBy(e => e.Code)
            );
        if (!operation.IsOpen)
            foreach (var name in Parts.SharedResponses.Where(name => !responses.ContainsKey(name)))
                responses[name] = new JsonObject { ["$ref"] = $"#/components/responses/{name}" };
        return new JsonObject(responses);
    }

    private static JsonObject Headers(Operation operation)
    {
        var headers = Parts.Headers([.. operation.Answered, .. operation.IsOpen ? [] : Parts.OfEveryAnswer]);
        if (operation is { Answer: null, FileGiven: null })
            headers["Content-Disposition"] = Parts.FileName();
        return headers;
    }

    private JsonObject Answer(Operation operation)
    {
        if (operation.FileGiven is { } file)
            return Content(file, Characters(), null);
        if (operation.Answer is not { } answer)
            return Content(Csv.MediaType, Characters(), Csv.Line(operation.Columns));
        var schema = given.Of(answer);
        return Content("application/json", schema, given.Example(schema));
    }

    /// <summary>An answer with a problem of one of these codes.</summary>
    public static JsonObject Problem(int status, IEnumerable<(string Code, string Text)> codes) =>
        new()
        {
            ["description"] =
                $"{ReasonPhrases.GetReasonPhrase(status)}:\n{string.Join('\n', codes.Select(c => $"- `{c.Code}`: {c.Text}"))}",
            ["headers"] = Parts.Headers([.. Parts.OfStatus(status), .. Parts.OfEveryAnswer]),
            ["content"] = Content("application/problem+json", new JsonObject { ["$ref"] = "#/components/schemas/Problem" }, null),
        };

    private static JsonObject Content(string type, JsonObject schema, JsonNode? example)
    {
        var media = new JsonObject { ["schema"] = schema };
        if (example is not null)
            media["example"] = example;
        return new JsonObject { [type] = media };
    }

    private static JsonObject Characters() => new() { ["type"] = "string" };

    private static string Text(int status) => status.ToString(CultureInfo.InvariantCulture);
}
