namespace Procurement.BuildingBlocks.Hosting.Observability;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using Procurement.BuildingBlocks.Hosting.Configuration;

/// <summary>The page that Prometheus reads. It has a listener of its own: callers of the API neither see it nor wear it out.</summary>
public static class Metrics
{
    private const string OwnMeter = "Procurement";

    /// <summary>Gauges whose names say that they are counts of something else, which the checker of Prometheus refuses.</summary>
    private static readonly string[] LeftOut =
    [
        "dotnet.assembly.count",
        "dotnet.process.cpu.count",
        "dotnet.timer.count",
        "db.client.connection.count",
    ];

    /// <summary>
    /// Collects our own instruments and those of the runtime, the server and the driver of the database, all under the configured prefix.
    /// In OpenMetrics, buckets show a trace that fell into them.
    /// </summary>
    public static IServiceCollection AddMetricsPage(this IServiceCollection services, string prefix)
    {
        services
            .AddNamedTelemetry()
            .WithMetrics(metrics =>
                metrics
                    .AddMeter(OwnMeter, "System.Runtime", "Microsoft.AspNetCore.Server.Kestrel", "Npgsql")
                    .SetExemplarFilter(ExemplarFilterType.TraceBased)
                    .AddView(instrument =>
                        LeftOut.Contains(instrument.Name)
                            ? MetricStreamConfiguration.Drop
                            : new MetricStreamConfiguration { Name = $"{prefix}_{instrument.Name}" }
                    )
                    .AddPrometheusExporter()
            );
        return services;
    }

    /// <summary>Listens for those who read the page; null means that nobody does.</summary>
    public static void ListenForMetrics(this KestrelServerOptions kestrel, ListenAddress? address) =>
        address?.Open(
            kestrel,
            // The port may be any free one, so that a connection is told by where it came in, not by its number.
            options =>
                options.Use(next =>
                    connection =>
                    {
                        connection.Features.Set(MetricsConnection.Instance);
                        return next(connection);
                    }
                )
        );

    /// <summary><c>/metrics</c>, the only path on its listener; open to everybody who can reach that, outside limits and logs.</summary>
    public static IApplicationBuilder UseMetricsPage(this IApplicationBuilder app) =>
        app.MapWhen(
            http => http.Features.Get<MetricsConnection>() is not null,
            listener =>
                listener.UseOpenTelemetryPrometheusScrapingEndpoint(http =>
                    http.Request.Path == "/metrics" && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
                )
        );

    /// <summary>Marks a connection to the listener of the metrics.</summary>
    private sealed class MetricsConnection
    {
        public static readonly MetricsConnection Instance = new();
    }
}
