namespace Procurement.BuildingBlocks.Persistence.Decorators;

using System.Diagnostics;
using System.Diagnostics.Metrics;
using Polly;
using Procurement.BuildingBlocks.Persistence.Resilience;

/// <summary>
/// What every call to another system goes through: Measured, then Traced, then Retried within a time for all attempts, then CircuitBroken,
/// then a timeout per attempt, then the adapter. Make one per port for the life of the process; the port's decorator passes each of its
/// operations through it.
/// </summary>
public sealed class RemotePort
{
    private readonly CallPipeline pipeline;

    /// <param name="port">Name of the port, in metrics, spans and readiness.</param>
    /// <param name="retry">How often and how long; the port draws on a budget of its own.</param>
    /// <param name="limits">When the port is given up for a while.</param>
    /// <param name="attemptTimeout">The longest one attempt may take; it ends also one that does not listen.</param>
    /// <param name="totalTimeout">
    /// The longest all attempts and the waits between them may take: shorter than whoever waits for the call is willing to. An attempt that it
    /// cuts short says nothing of the port.
    /// </param>
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
        TimeSpan totalTimeout,
        TimeProvider clock,
        CallMetrics metrics,
        IMeterFactory meters,
        Func<Exception, bool> isTransient,
        Func<Exception, bool> isFailure
    )
    {
        Breaker = new CircuitBreaker(port, limits, clock, meters, fault => IsTimeout(fault) || isTransient(fault) || isFailure(fault));
        var attempts = new ResiliencePipelineBuilder { TimeProvider = clock }
            .AddTimeout(totalTimeout)
            .AddPipeline(retry.Build(fault => fault is not PortUnavailableException && isTransient(fault)))
            .AddStrategy(_ => Breaker, new Unnamed())
            .AddTimeout(attemptTimeout)
            .Build();
        pipeline = new CallPipeline(port, metrics, new Attempts(attempts, null, null), ActivityKind.Client);
    }

    /// <summary>Its circuit breaker; register it with readiness.</summary>
    public CircuitBreaker Breaker { get; }

    /// <summary>Makes a call.</summary>
    /// <param name="operation">Which of the port's operations.</param>
    /// <param name="call">The adapter's work; made again when it fails for a passing reason.</param>
    /// <param name="ct">Ends the call, and any wait for the next attempt.</param>
    /// <exception cref="PortUnavailableException">The circuit is open.</exception>
    /// <exception cref="Polly.Timeout.TimeoutRejectedException">The last attempt, or all of them, took too long.</exception>
    public Task<T> Call<T>(string operation, Func<CancellationToken, Task<T>> call, CancellationToken ct) =>
        // Waits no longer than the timeout even for an adapter that does not listen: it would keep the circuit half-open for ever.
        pipeline.Call(operation, static async (call, ct) => await call(ct).WaitAsync(ct), call, ct);

    private static bool IsTimeout(Exception fault) => fault is TimeoutException or Polly.Timeout.TimeoutRejectedException;

    private sealed class Unnamed : ResilienceStrategyOptions;
}
