namespace Procurement.BuildingBlocks.Hosting.Observability;

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

/// <summary>Tells, as metadata of endpoints, what the identifiers in their paths begin with.</summary>
/// <param name="Prefix">Underscore included: <c>po_</c>.</param>
public sealed record IdPrefix(string Prefix);

/// <summary>Tells, as metadata of an endpoint, that what becomes of its requests is counted by itself, besides the requests.</summary>
/// <param name="Counter">Name of the counter; endpoints may share one. Its label <c>status</c> says what became of a request.</param>
/// <param name="Description">What it counts.</param>
/// <param name="Done">The label of a request that did what it asked for. One that was refused, or failed, is an <c>error</c>.</param>
public sealed record CountedAs(string Counter, string Description, string Done);

/// <summary>One log line and one measurement per request.</summary>
public static partial class AccessLog
{
    private const int UuidLength = 36;

    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10],
    };

    /// <summary>Logs and measures requests; put it outside everything that may answer. Probes are left out.</summary>
    public static IApplicationBuilder UseAccessLog(this IApplicationBuilder app)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("Procurement.Access");
        var clock = app.ApplicationServices.GetRequiredService<TimeProvider>();
        var meter = app.ApplicationServices.GetRequiredService<IMeterFactory>().Create("Procurement");
        var duration = meter.CreateHistogram("http_request_duration", "s", "Duration of HTTP requests", advice: Buckets);
        var replayed = meter.CreateCounter<long>("idempotent_replays", description: "Requests that were answered with a stored answer");
        var outcomes = new ConcurrentDictionary<string, Counter<long>>();
        return app.Use(next =>
            async http =>
            {
                var started = clock.GetTimestamp();
                // As it came: further in, HEAD is answered as GET.
                var method = Method(http.Request.Method);
                try
                {
                    await next(http);
                }
                finally
                {
                    // The exception handler takes both away from a request that failed, and keeps them here.
                    var fault = http.Features.Get<IExceptionHandlerFeature>();
                    var endpoint = (fault?.Endpoint ?? http.GetEndpoint()) as RouteEndpoint;
                    if (endpoint?.Metadata.GetMetadata<Unlogged>() is null)
                    {
                        var route = Route(endpoint);
                        Tracing.Finish(http, method, endpoint is null ? null : route);
                        if (IsReplay(http))
                            replayed.Add(1);
                        if (endpoint?.Metadata.GetMetadata<CountedAs>() is { } counted)
                            Count(
                                outcomes.GetOrAdd(
                                    counted.Counter,
                                    name => meter.CreateCounter<long>(name, description: counted.Description)
                                ),
                                counted,
                                http
                            );
                        Record(log, duration, http, method, route, Id(http, fault, endpoint), clock.GetElapsedTime(started));
                    }
                }
            }
        );
    }

    private static void Record(
        ILogger log,
        Histogram<double> duration,
        HttpContext http,
        string method,
        string route,
        string id,
        TimeSpan elapsed
    )
    {
        var status = http.Response.StatusCode;
        duration.Record(elapsed.TotalSeconds, new("method", method), new("route", route), new("status_code", status));
        var level = status < StatusCodes.Status500InternalServerError ? LogLevel.Information : LogLevel.Warning;
        if (log.IsEnabled(level))
            Request(
                log,
                level,
                method,
                route,
                id,
                status,
                Math.Round(elapsed.TotalMilliseconds, 3),
                Pseudonym.Of(http.User.Identity?.Name)
            );
    }

    private static bool IsReplay(HttpContext http) => http.Response.Headers.ContainsKey("Idempotency-Replayed");

    /// <summary>An answer that was stored tells of what was counted before.</summary>
    private static void Count(Counter<long> outcomes, CountedAs counted, HttpContext http)
    {
        var isDone = http.Response.StatusCode is >= 200 and < 300;
        if (!isDone || !IsReplay(http))
            outcomes.Add(1, new KeyValuePair<string, object?>("status", isDone ? counted.Done : "error"));
    }

    /// <summary>The template, not the path: what comes from outside must not make new labels.</summary>
    private static string Route(RouteEndpoint? endpoint) => endpoint?.RoutePattern.RawText?.TrimEnd('/') ?? "none";

    /// <summary>Of what is in the path, or of what was created; always with its prefix, so that it is found under one spelling.</summary>
    private static string Id(HttpContext http, IExceptionHandlerFeature? fault, Endpoint? endpoint)
    {
        if ((fault?.RouteValues ?? http.Request.RouteValues)["id"] is not string id)
            return http.Response.Headers.Location is [{ } created] ? created[(created.LastIndexOf('/') + 1)..] : "-";
        var prefix = endpoint?.Metadata.GetMetadata<IdPrefix>()?.Prefix ?? "";
        var bare = id.StartsWith(prefix, StringComparison.Ordinal) ? id.AsSpan(prefix.Length) : id;
        // What cannot be an identifier here is some text of the caller's.
        if (bare.Length != UuidLength || !Guid.TryParseExact(bare, "D", out _))
            return "-";
        return bare.Length == id.Length ? prefix + id : id;
    }

    /// <summary>Any token is a method in HTTP; a label must not be.</summary>
    private static string Method(string method) =>
        method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" ? method : "_OTHER";

    [LoggerMessage("{Method} {Route} {Id} {Status} {DurationMs} {Client}")]
    private static partial void Request(
        ILogger log,
        LogLevel level,
        string method,
        string route,
        string id,
        int status,
        double durationMs,
        string client
    );
}

/// <summary>Marks an endpoint whose requests are not worth a log line.</summary>
public sealed class Unlogged
{
    /// <summary>The mark.</summary>
    public static readonly Unlogged Instance = new();
}
