namespace Procurement.BuildingBlocks.Hosting.Lifetime;

using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

/// <summary>
/// The end of a process in order: on SIGTERM readiness fails and every answer carries <c>Connection: close</c>, the listener stays open for
/// a while so that load balancers notice, then the server lets requests in flight finish. What had to be cut is logged and told by the exit code.
/// </summary>
public sealed partial class Drain(TimeSpan delay, TimeProvider clock, ILogger<Drain> log) : IHostedLifecycleService
{
    // What a request is, told by its beginning: one that does not come back can still be named.
    private readonly ConcurrentDictionary<object, (string Method, PathString Path)> inFlight = new(ReferenceEqualityComparer.Instance);
    private int cut;
    private CancellationToken budget;
    private volatile bool stopping;

    /// <summary>True from the signal on.</summary>
    public bool Stopping => stopping;

    /// <summary>0 when every request finished, 1 when some were cut.</summary>
    public int ExitCode => Volatile.Read(ref cut) == 0 ? 0 : 1;

    /// <inheritdoc/>
    public async Task StoppingAsync(CancellationToken ct)
    {
        budget = ct;
        stopping = true;
        Started(log, inFlight.Count, delay);
        await Task.Delay(delay, clock, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken ct)
    {
        // The server has gone: whoever is left has lost his connection and only not noticed yet.
        foreach (var request in inFlight.Keys)
            End(request, isCut: true);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken ct) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken ct) => Task.CompletedTask;

    internal async Task Track(HttpContext http, RequestDelegate next)
    {
        // Not the exchange itself, which the server uses again for the next request of the connection.
        var request = new object();
        inFlight[request] = (http.Request.Method, http.Request.Path);
        // Not now: a request that began before the signal may be answered after it, and one that fails has its headers cleared.
        http.Response.OnStarting(
            static state =>
            {
                var (drain, http) = ((Drain, HttpContext))state;
                if (drain.stopping)
                    http.Response.Headers.Connection = "close";
                return Task.CompletedTask;
            },
            (this, http)
        );
        try
        {
            await next(http);
        }
        finally
        {
            // A caller that leaves by himself in these seconds is not cut.
            End(request, isCut: budget.IsCancellationRequested && IsGivenUp(http));
        }
    }

    /// <summary>Told by the server, or noticed a moment before it by who read the body.</summary>
    private static bool IsGivenUp(HttpContext http) =>
        http.RequestAborted.IsCancellationRequested || http.Response.StatusCode == StatusCodes.Status499ClientClosedRequest;

    private void End(object request, bool isCut)
    {
        if (!inFlight.TryRemove(request, out var begun) || !isCut)
            return;
        Interlocked.Increment(ref cut);
        Cut(log, begun.Method, begun.Path);
    }

    [LoggerMessage(LogLevel.Information, "Stopping: {InFlight} requests in flight, the listener stays open for {Delay}")]
    private static partial void Started(ILogger log, int inFlight, TimeSpan delay);

    [LoggerMessage(LogLevel.Error, "Cut at the end of the drain: {Method} {Path}")]
    private static partial void Cut(ILogger log, string method, string path);
}

/// <summary>Registration of the drain.</summary>
public static class DrainExtensions
{
    /// <summary>Registers the drain; it must be the first hosted service.</summary>
    public static IServiceCollection AddDrain(this IServiceCollection services, TimeSpan delay)
    {
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Drain>(provider, delay));
        services.AddHostedService(provider => provider.GetRequiredService<Drain>());
        return services;
    }

    /// <summary>Counts requests in flight. Put it first.</summary>
    public static IApplicationBuilder UseDrain(this IApplicationBuilder app)
    {
        var drain = app.ApplicationServices.GetRequiredService<Drain>();
        return app.Use(next => http => drain.Track(http, next));
    }
}
