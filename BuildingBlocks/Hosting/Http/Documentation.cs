namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Builder;
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

    /// <summary><c>/openapi.json</c> and, under <c>/docs</c>, Swagger UI over it; both open to everybody.</summary>
    public static void MapDocumentation(this WebApplication app)
    {
        app.MapOpenApi(Path).AllowAnonymous();
        app.UseSwaggerUI(options =>
        {
            options.RoutePrefix = "docs";
            options.SwaggerEndpoint(Path, "Procurement");
            options.DocumentTitle = "Procurement API";
        });
    }
}
