namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

/// <summary>The OpenAPI 3.1 document, generated from the endpoints, and a page to try them on.</summary>
public static class Documentation
{
    private const string Path = "/openapi.json";
    private const string Scheme = "bearer";

    /// <summary>Registers the generator.</summary>
    public static IServiceCollection AddDocumentation(this IServiceCollection services) =>
        services.AddOpenApi(options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.AddDocumentTransformer(
                (document, _, _) =>
                {
                    document.Info = new OpenApiInfo
                    {
                        Title = "Procurement",
                        Version = "1",
                        Description =
                            "Procure to pay: orders are raised, approved, received, invoiced and paid. Errors are problem details (RFC 9457).",
                    };
                    document.Servers?.Clear();
                    document.Components ??= new OpenApiComponents();
                    document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
                    {
                        [Scheme] = new OpenApiSecurityScheme
                        {
                            Type = SecuritySchemeType.Http,
                            Scheme = "bearer",
                            BearerFormat = "JWT",
                        },
                    };
                    document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
                    return Task.CompletedTask;
                }
            );
        });

    /// <summary>Swagger UI under <c>/docs</c>, open to everybody: put it before authentication.</summary>
    public static IApplicationBuilder UseDocumentationPage(this IApplicationBuilder app) =>
        app.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "docs";
            options.SwaggerEndpoint(Path, "Procurement");
            options.DocumentTitle = "Procurement API";
        });

    /// <summary>The document, open to everybody.</summary>
    public static void MapDocument(this IEndpointRouteBuilder routes) => routes.MapOpenApi(Path).AllowAnonymous();
}
