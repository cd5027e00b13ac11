namespace Procurement.BuildingBlocks.Hosting.Observability;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using Procurement.BuildingBlocks.Hosting.Health;

/// <summary>The page that Prometheus reads.</summary>
public static class Metrics
{
    private const string OwnMeter = "Procurement";

    /// <summary>Collects our own instruments, under the configured prefix.</summary>
    public static IServiceCollection AddMetricsPage(this IServiceCollection services, string prefix)
    {
        services
            .AddOpenTelemetry()
            .WithMetrics(metrics =>
                metrics
                    .AddMeter(OwnMeter)
                    .AddView(instrument =>
                        instrument.Meter.Name == OwnMeter ? new MetricStreamConfiguration { Name = $"{prefix}_{instrument.Name}" } : null
                    )
                    .AddPrometheusExporter()
            );
        return services;
    }

    /// <summary><c>/metrics</c>, open to everybody who can reach it, outside limits and logs.</summary>
    public static void MapMetricsPage(this IEndpointRouteBuilder routes) =>
        routes.MapPrometheusScrapingEndpoint("/metrics").AllowAnonymous().DisableRateLimiting().WithMetadata(Unlogged.Instance);
}
