namespace Procurement.BuildingBlocks.Persistence.Decorators;

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Polly;
using Procurement.BuildingBlocks.Persistence.Resilience;

/// <summary>
/// What every call to another system goes through: Measured, then Traced, then Retried, then CircuitBroken, then a timeout per attempt,
/// then the adapter. Make one per port for the life of the process; the port's decorator passes each of its operations through it.
/// </summary>
public sealed class RemotePort
{
    private readonly string port;
    private readonly CallMetrics metrics;
    private readonly ResiliencePipeline pipeline;

    /// <param name="port">Name of the port, in metrics, spans and readiness.</param>
    /// <param name="retry">How often and how long; the port draws on a budget of its own.</param>
    /// <param name="limits">When the port is given up for a while.</param>
    /// <param name="attemptTimeout">The longest one attempt may take; it ends also one that does not listen.</param>
    /// <param name="clock">What time is measured by.</param>
    /// <param name="metrics">Where calls are measured.</param>
    /// <param name="meters">Where the breaker's state is told.</param>
    /// <param name="isTransient">
    /// Which faults may be repeated. A timeout (<see cref="Polly.Timeout.TimeoutRejectedException"/>) leaves the outcome unknown: name it
    /// only when repeating cannot do the work twice. The breaker counts it in any case.
    /// </param>
    /// <param name="isFailure">Which other faults say that the port is not well, though they may not be repeated; the rest are its answers.</param>
    public RemotePort(
        string port,
        RetryPipeline retry,
        BreakerSettings limits,
        TimeSpan attemptTimeout,
        TimeProvider clock,
        CallMetrics metrics,
        IMeterFactory meters,
        Func<Exception, bool> isTransient,
        Func<Exception, bool> isFailure
    )
    {
        this.port = port;
        this.metrics = metrics;
        Breaker = new CircuitBreaker(port, limits, clock, meters, fault => IsTimeout(fault) || isTransient(fault) || isFailure(fault));
        pipeline = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddPipeline(retry.Build(fault => fault is not PortUnavailableException && isTransient(fault)))
            .AddStrategy(_ => Breaker, new Unnamed())
            .AddTimeout(attemptTimeout)
            .Build();
    }

    /// <summary>Its circuit breaker; register it with readiness.</summary>
    public CircuitBreaker Breaker { get; }

    /// <summary>Makes a call.</summary>
    /// <param name="operation">Which of the port's operations.</param>
    /// <param name="call">The adapter's work; made again when it fails for a passing reason.</param>
    /// <param name="ct">Ends the call, and any wait for the next attempt.</param>
    /// <exception cref="PortUnavailableException">The circuit is open.</exception>
    public async Task<T> Call<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken ct)
    {
        var started = metrics.Start();
        var outcome = "fault";
        try
        {
            var answer = await Traced(operation, call, ct);
            outcome = "ok";
            return answer;
        }
        finally
        {
            metrics.Record(started, port, operation, outcome);
        }
    }

    private async Task<T> Traced<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken ct)
    {
        using var span = Spans.Source.StartActivity($"{port}.{operation}", ActivityKind.Client);
        try
        {
            // Waits no longer than the timeout even for an adapter that does not listen: it would keep the circuit half-open for ever.
            return await pipeline.ExecuteAsync(static async (call, ct) => await call(ct).WaitAsync(ct), call, ct);
        }
        catch (Exception e)
        {
            span?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }

    private static bool IsTimeout(Exception fault) => fault is TimeoutException or Polly.Timeout.TimeoutRejectedException;

    private sealed class Unnamed : ResilienceStrategyOptions;
}
