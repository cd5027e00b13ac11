namespace Procurement.BuildingBlocks.Hosting.Health;

using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Observability;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Startup;

/// <summary>Answer of the probes.</summary>
/// <param name="Status">ok, or unavailable.</param>
/// <param name="Components">State by component; absent where no dependency is looked at.</param>
public sealed record Health([property: Is<HealthStatus>] string Status, IReadOnlyDictionary<string, string>? Components = null);

internal sealed class HealthStatus : IFacts
{
    public static Facts Facts { get; } = new() { Pattern = "^(ok|unavailable)$", Example = "ok" };
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(Health))]
internal sealed partial class HealthJson : JsonSerializerContext;

/// <summary>Probes for an orchestrator: open to everybody, outside limits and logs.</summary>
public static class HealthEndpoints
{
    /// <summary>Registers readiness; what it looks at registers itself as <see cref="IReadinessCheck"/>.</summary>
    public static IServiceCollection AddReadiness(this IServiceCollection services) =>
        services.AddSingleton<WarmUp>().AddSingleton<Readiness>().AddHostedService(provider => provider.GetRequiredService<Readiness>());

    /// <summary>Looks at the database over a connection of its own, and at its schema.</summary>
    public static IServiceCollection AddDatabaseReadiness(this IServiceCollection services, DatabaseAddress database) =>
        services
            .AddSingleton<IReadinessCheck>(_ => new PostgresCheck(PostgresDataSource.BuildForProbes(database)))
            .AddSingleton<IReadinessCheck, MigrationsCheck>();

    /// <summary><c>/healthz</c> and <c>/livez</c> say that the process answers; <c>/readyz</c> says whether to send it requests.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        Probe(routes, "CheckHealth", "/healthz", Alive);
        Probe(routes, "CheckLiveness", "/livez", Alive);
        Probe(
            routes,
            "CheckReadiness",
            "/readyz",
            async http =>
            {
                var report = await http.RequestServices.GetRequiredService<Readiness>().Report();
                var status = report.Ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
                await Write(http, status, new Health(report.Ready ? "ok" : "unavailable", report.Components));
            }
        );

        static Task Alive(HttpContext http) => Write(http, StatusCodes.Status200OK, new Health("ok"));
    }

    private static void Probe(IEndpointRouteBuilder routes, string name, string path, RequestDelegate answer) =>
        routes
            .MapGet(path, answer)
            .WithTags("Probes")
            .WithMetadata(
                new Operation
                {
                    Name = name,
                    Answer = HealthJson.Default.Health,
                    OtherStatus = name == "CheckReadiness" ? StatusCodes.Status503ServiceUnavailable : null,
                    IsOpen = true,
                }
            )
            .AllowAnonymous()
            .DisableRateLimiting()
            .DisableHttpMetrics()
            .WithMetadata(Unlogged.Instance);

    private static Task Write(HttpContext http, int status, Health health)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json; charset=utf-8";
        var body = JsonSerializer.SerializeToUtf8Bytes(health, HealthJson.Default.Health);
        http.Response.ContentLength = body.Length;
        return http.Response.Body.WriteAsync(body, http.RequestAborted).AsTask();
    }
}
