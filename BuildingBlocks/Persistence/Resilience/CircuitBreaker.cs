namespace Procurement.BuildingBlocks.Persistence.Resilience;

using System.Diagnostics.Metrics;
using Polly;
using Polly.CircuitBreaker;

/// <summary>
/// Gives up calling a port that keeps failing, and lets one call at a time through to see whether it is back: Polly's circuit breaker.
/// While the circuit is closed, calls run beside it and tell it how they ended. Around them it would count as a success what a caller has
/// cancelled, and take for the probe's what a call from before ends with. Thread-safe.
/// </summary>
public sealed class CircuitBreaker : ResilienceStrategy
{
    /// <summary>How long a call is remembered, to a tenth.</summary>
    internal static readonly TimeSpan Window = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private readonly CircuitBreakerStateProvider circuit = new();
    private readonly ResiliencePipeline breaker;

    /// <param name="port">What is called.</param>
    /// <param name="settings">When it opens and how long for.</param>
    /// <param name="clock">What time is measured by.</param>
    /// <param name="meters">Where the state is told.</param>
    /// <param name="isFailure">Which faults say that the port is not well; all others are its answers.</param>
    public CircuitBreaker(string port, BreakerSettings settings, TimeProvider clock, IMeterFactory meters, Func<Exception, bool> isFailure)
    {
        Port = port;
        breaker = new ResiliencePipelineBuilder { TimeProvider = new SteadyClock(clock) }
            .AddCircuitBreaker(
                new CircuitBreakerStrategyOptions
                {
                    // Polly opens at the share, and we above it. No share is above 1: a threshold of 1 means that all have failed.
                    FailureRatio = Math.Min(1, Math.BitIncrement(settings.FailureThreshold)),
                    MinimumThroughput = settings.MinRequests,
                    SamplingDuration = Window,
                    BreakDuration = settings.ProbeInterval,
                    // A cancelled probe has found nothing out: the circuit stays open, and the next call tries again.
                    BreakDurationGenerator = opening => new(IsCancelled(opening.Context) ? TimeSpan.Zero : settings.ProbeInterval),
                    ShouldHandle = call =>
                        new(
                            call.Outcome.Exception is { } fault
                                && (fault is OperationCanceledException || IsCancelled(call.Context) || isFailure(fault))
                        ),
                    StateProvider = circuit,
                }
            )
            .Build();
        meters
            .Create("Procurement")
            .CreateObservableGauge(
                "breaker_state",
                () => new Measurement<int>((int)State, new KeyValuePair<string, object?>("port", port)),
                description: "State of a circuit breaker: 0 closed, 1 open, 2 half-open"
            );
    }

    /// <summary>The present state. An open circuit becomes half-open only when a call comes to try it.</summary>
    public CircuitState State => circuit.CircuitState;

    /// <summary>What is called.</summary>
    public string Port { get; }

    /// <inheritdoc/>
    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback,
        ResilienceContext context,
        TState state
    )
    {
        if (State != CircuitState.Closed)
        {
            var probe = await breaker.ExecuteOutcomeAsync(callback, context, state);
            return probe.Exception is BrokenCircuitException refusal ? Outcome.FromException<TResult>(Unavailable(refusal)) : probe;
        }
        var outcome = await callback(context, state);
        // A fault after the caller has given up says nothing about the port, and neither does what ends after the circuit has opened.
        if (State == CircuitState.Closed && (outcome.Exception is null || !IsCancelled(context)))
        {
            var told = ResilienceContextPool.Shared.Get(CancellationToken.None);
            await breaker.ExecuteOutcomeAsync(static (_, outcome) => new ValueTask<Outcome<TResult>>(outcome), told, outcome);
            ResilienceContextPool.Shared.Return(told);
        }
        return outcome;
    }

    private PortUnavailableException Unavailable(BrokenCircuitException refusal) =>
        new(Port, refusal.RetryAfter is { } left && left > Shortest ? left : Shortest, refusal.InnerException);

    private static bool IsCancelled(ResilienceContext context) => context.CancellationToken.IsCancellationRequested;

    // Polly asks for the time of day, which may jump: set back by an hour, it would keep the circuit open for an hour.
    private sealed class SteadyClock(TimeProvider clock) : TimeProvider
    {
        private readonly long start = clock.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + clock.GetElapsedTime(start);
    }
}
