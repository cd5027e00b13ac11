namespace Procurement.BuildingBlocks.Hosting.Security;

using System.Diagnostics.Metrics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>
/// Gives each client a token bucket: the authenticated subject, else the address of the connection. Put it after authentication and
/// before authorization; endpoints with <c>DisableRateLimiting()</c> (probes, metrics) are not counted. Limits hold per replica.
/// </summary>
public static class RateLimiter
{
    /// <summary>
    /// Answers 429 <c>RATE_LIMITED</c> with <c>Retry-After</c> in whole seconds to what goes over the limit, and tells every counted
    /// request how much is left (draft-ietf-httpapi-ratelimit-headers-10). Counts refusals in <c>http_rate_limited</c>
    /// and shows in <c>http_rate_limit_clients</c> how many clients it knows, which is bounded.
    /// </summary>
    public static IApplicationBuilder UseRateLimits(this IApplicationBuilder app, RateLimitSettings settings)
    {
        var time = app.ApplicationServices.GetRequiredService<TimeProvider>();
        var meter = app.ApplicationServices.GetRequiredService<IMeterFactory>().Create("Procurement");
        var refused = meter.CreateCounter<long>("http_rate_limited", "{request}", "Requests refused by the rate limit.");
        var buckets = new ClientBuckets(settings.RequestsPerSecond, settings.Burst, time);
        meter.CreateObservableGauge(
            "http_rate_limit_clients",
            () => buckets.Count,
            "{client}",
            "Clients whose allowance is kept track of."
        );
        var headers = new LimitHeaders(settings);
        return app.Use(
            (http, next) =>
            {
                if (http.GetEndpoint()?.Metadata.GetMetadata<DisableRateLimitingAttribute>() is not null)
                    return next(http);
                var client = Client(http);
                var allowance = buckets.Take(client);
                // Not now: an answer that fails has its headers cleared.
                http.Response.OnStarting(
                    static state =>
                    {
                        var (headers, http, allowance) = ((LimitHeaders, HttpContext, Allowance))state;
                        headers.Write(http.Response.Headers, allowance);
                        return Task.CompletedTask;
                    },
                    (headers, http, allowance)
                );
                if (allowance.Granted)
                    return next(http);
                refused.Add(1, new KeyValuePair<string, object?>("client", client.IsSubject ? "subject" : "address"));
                return Problems.Write(
                    http,
                    StatusCodes.Status429TooManyRequests,
                    "RATE_LIMITED",
                    "Too many requests; wait before sending more."
                );
            }
        );
    }

    /// <summary>
    /// Takes the client's address and scheme from <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c>, but only the last entry and only
    /// from a configured proxy; without proxies the headers mean nothing. Put it first.
    /// </summary>
    public static IApplicationBuilder UseTrustedProxies(this IApplicationBuilder app, RateLimitSettings settings)
    {
        if (settings.TrustedProxies.Count == 0)
            return app;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto,
            ForwardLimit = 1,
        };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in settings.TrustedProxies)
            options.KnownIPNetworks.Add(network);
        return app.UseForwardedHeaders(options);
    }

    private static ClientKey Client(HttpContext http) =>
        http.User.Identity is { IsAuthenticated: true, Name: { } subject }
            ? ClientKey.Of(subject)
            : ClientKey.Of(http.Connection.RemoteIpAddress);
}

/// <summary>The limit in headers.</summary>
internal sealed class LimitHeaders(RateLimitSettings settings)
{
    private readonly string policy = string.Create(
        CultureInfo.InvariantCulture,
        $"\"default\";q={settings.Burst};w={SecondsFor(settings.Burst, settings)}"
    );

    internal void Write(IHeaderDictionary headers, Allowance allowance)
    {
        var untilFull = SecondsFor(settings.Burst - allowance.Remaining, settings);
        headers["RateLimit-Policy"] = policy;
        headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"default\";r={allowance.Remaining};t={untilFull}");
        if (!allowance.Granted)
            headers.RetryAfter = Math.Max(1, Math.Ceiling(allowance.Wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
    }

    // Until that many requests are allowed again, in whole seconds.
    private static int SecondsFor(int requests, RateLimitSettings settings) =>
        (requests + settings.RequestsPerSecond - 1) / settings.RequestsPerSecond;
}
