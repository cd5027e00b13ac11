namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>The OpenAPI 3.1 document, made from what the endpoints say of themselves, and a page to try them on.</summary>
public static class Documentation
{
    private const string Path = "/openapi.json";

    private const string About = """
        Procure to pay: orders are raised, approved, received, invoiced and paid.

        - Names are snake_case; unknown and repeated members are refused. Amounts are whole minor units of their currency.
        - Errors are problem details (RFC 9457). `code` is stable, `fields` names every field at fault, `trace_id` finds the request in the logs.
          What is no HTTP, or too long for it, is refused before that, with a status and no body: 400, 408, 413, 414, 431, 505.
        - A path that is not described here is answered 401, 403, 404 or 405, as a problem.
        - A description names each rule that no schema says: its code and the fields it is about, `[]` standing for any index.
        - HEAD answers like GET, without the body.
        """;

    /// <summary>Swagger UI under <c>/docs</c>, open to everybody: put it before authentication.</summary>
    public static IApplicationBuilder UseDocumentationPage(this IApplicationBuilder app) =>
        // It matches every path that it is shown by regular expressions.
        app.UseWhen(
            http => http.Request.Path.StartsWithSegments("/docs"),
            docs =>
                docs.UseSwaggerUI(options =>
                {
                    options.RoutePrefix = "docs";
                    options.SwaggerEndpoint(Path, "Procurement");
                    options.DocumentTitle = "Procurement API";
                })
        );

    /// <summary>The document, open to everybody.</summary>
    public static void MapDocument(this IEndpointRouteBuilder routes)
    {
        // Once, when first asked for: by then every endpoint is there.
        var document = new Lazy<byte[]>(() =>
            Encoding.UTF8.GetBytes(Write(routes.DataSources.SelectMany(source => source.Endpoints)).ToJsonString(Readable))
        );
        routes
            .MapGet(
                Path,
                (HttpContext http) =>
                {
                    http.Response.ContentType = "application/json; charset=utf-8";
                    http.Response.ContentLength = document.Value.Length;
                    return http.Response.Body.WriteAsync(document.Value, http.RequestAborted).AsTask();
                }
            )
            .AllowAnonymous();
    }

    private static readonly JsonSerializerOptions Readable = new(StrictJson.Options()) { MaxDepth = 64 };

    private static JsonObject Write(IEnumerable<Endpoint> endpoints)
    {
        var schemas = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        var (asked, given) = (new SchemaWriter(isGiven: false, schemas), new SchemaWriter(isGiven: true, schemas));
        given.Of(ProblemJson.Legible.Problem);
        var writer = new OperationWriter(asked, given);
        var paths = new JsonObject();
        var tags = new List<string>();
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<Operation>() is not { } operation)
                continue;
            var path = PathOf(endpoint);
            var verb = endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods[0].ToLowerInvariant();
            if (paths[path] is not JsonObject item)
                paths[path] = item = [];
            item[verb] = writer.Write(operation, endpoint);
            tags.AddRange(endpoint.Metadata.OfType<ITagsMetadata>().SelectMany(m => m.Tags));
        }
        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "Procurement",
                ["version"] = "1",
                ["description"] = About,
            },
            ["servers"] = new JsonArray(new JsonObject { ["url"] = "/" }),
            ["security"] = new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }),
            ["tags"] = new JsonArray([.. tags.Distinct().Select(tag => new JsonObject { ["name"] = tag, ["description"] = $"{tag}." })]),
            ["paths"] = paths,
            ["components"] = Parts.Components(schemas),
        };
    }

    /// <summary>The path with its parameters bare: <c>{version}</c>, whatever routing adds to it.</summary>
    private static string PathOf(RouteEndpoint endpoint) =>
        string.Concat(endpoint.RoutePattern.PathSegments.Select(segment => "/" + string.Concat(segment.Parts.Select(PartOf))));

    private static string PartOf(RoutePatternPart part) =>
        part switch
        {
            RoutePatternParameterPart parameter => $"{{{parameter.Name}}}",
            RoutePatternLiteralPart literal => literal.Content,
            _ => throw new NotSupportedException($"A path with {part.PartKind} cannot be described."),
        };
}
