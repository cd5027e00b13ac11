namespace Procurement.BuildingBlocks.Hosting.Observability;

using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Persistence;

/// <summary>
/// Spans for a collector. A trace begins with a request, or with a message that came without one; what the clock does by itself is in none.
/// Probes are in none either.
/// </summary>
public static class Tracing
{
    /// <summary>A collector that does not answer costs memory for this many spans, and nothing else.</summary>
    private const int MostWaiting = 2048;

    private const int PatienceMilliseconds = 2000;

    /// <summary>Sends spans where the settings say; nothing is gathered when they say nowhere.</summary>
    public static IServiceCollection AddTraces(this IServiceCollection services, TracingSettings settings)
    {
        if (settings.Endpoint is not { } endpoint)
            return services;
        // Otherwise the framework's span is bare, and a sampler could not tell what it is of.
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
        services
            .AddNamedTelemetry()
            .WithTracing(traces =>
                traces
                    .SetSampler(new RequestSampler(Sampler(settings)))
                    .AddSource("Microsoft.AspNetCore", "System.Net.Http", "Npgsql", Spans.Name)
                    .AddOtlpExporter(exporter =>
                    {
                        exporter.Protocol = settings.IsGrpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
                        exporter.Endpoint = settings.IsGrpc ? endpoint : new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/v1/traces");
                        exporter.TimeoutMilliseconds = PatienceMilliseconds;
                        exporter.BatchExportProcessorOptions.MaxQueueSize = MostWaiting;
                        exporter.BatchExportProcessorOptions.ExporterTimeoutMilliseconds = PatienceMilliseconds;
                    })
            );
        return services;
    }

    /// <summary>OpenTelemetry, told who tells.</summary>
    internal static OpenTelemetryBuilder AddNamedTelemetry(this IServiceCollection services) =>
        services
            .AddOpenTelemetry()
            .ConfigureResource(resource => resource.Clear().AddService("procurement", serviceVersion: Logging.Version));

    /// <summary>Tells of a request what is known when it is over, in the words of OpenTelemetry's conventions for HTTP.</summary>
    /// <param name="http">The request.</param>
    /// <param name="method">Its method, or <c>_OTHER</c>.</param>
    /// <param name="route">Its template.</param>
    internal static void Finish(HttpContext http, string method, string? route)
    {
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is not { IsAllDataRequested: true } span)
            return;
        var status = http.Response.StatusCode;
        span.DisplayName = route is null ? method : $"{method} {route}";
        span.SetTag("http.route", route);
        // The path itself may hold any text of the caller's; what it is about is told by its identifier.
        span.SetTag("url.path", route);
        span.SetTag("http.response.status_code", status);
        span.SetTag("network.protocol.version", http.Request.Protocol is "HTTP/2" ? "2" : "1.1");
        if (status < StatusCodes.Status500InternalServerError)
            return;
        span.SetTag("error.type", $"{status}");
        span.SetStatus(ActivityStatusCode.Error);
    }

    private static Sampler Sampler(TracingSettings settings)
    {
        Sampler own = settings.Ratio switch
        {
            1 => new AlwaysOnSampler(),
            0 => new AlwaysOffSampler(),
            var ratio => new TraceIdRatioBasedSampler(ratio),
        };
        return settings.FollowsParent ? new ParentBasedSampler(own) : own;
    }

    /// <summary>Leaves out what nobody has asked for.</summary>
    private sealed class RequestSampler(Sampler sampler) : Sampler
    {
        private static readonly string[] Probes = ["/healthz", "/livez", "/readyz", "/metrics"];

        public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
        {
            var isRoot = samplingParameters.ParentContext.TraceId == default;
            var isRequest = samplingParameters.Kind == ActivityKind.Server;
            if (isRoot && !isRequest && samplingParameters.Kind != ActivityKind.Consumer)
                return new SamplingResult(SamplingDecision.Drop);
            return isRequest && IsProbe(samplingParameters.Tags)
                ? new SamplingResult(SamplingDecision.Drop)
                : sampler.ShouldSample(samplingParameters);
        }

        private static bool IsProbe(IEnumerable<KeyValuePair<string, object?>>? tags)
        {
            foreach (var (name, value) in tags ?? [])
                if (name == "url.path")
                    return value is string path && Probes.Contains(path);
            return false;
        }
    }
}
