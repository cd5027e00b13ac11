namespace Procurement.BuildingBlocks.Persistence.Resilience;

using System.Diagnostics.Metrics;
using Polly;

/// <summary>
/// Gives up calling a port that keeps failing, and lets one call at a time through to see whether it is back. A Polly strategy of our
/// own, because Polly's counts a call that its caller cancelled as a success: it would dilute the share, and a cancelled probe would
/// close the circuit. Time is monotonic, and what ends after the state has changed is not counted. Thread-safe.
/// </summary>
public sealed class CircuitBreaker : ResilienceStrategy
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private readonly string port;
    private readonly BreakerSettings settings;
    private readonly TimeProvider clock;
    private readonly Func<Exception, bool> isFailure;
    private readonly FailureWindow window;
    private readonly Lock gate = new();
    private CircuitState state;
    private long era;
    private long openedAt;
    private Exception? cause;

    /// <param name="port">What is called.</param>
    /// <param name="settings">When it opens and how long for.</param>
    /// <param name="clock">What time is measured by.</param>
    /// <param name="meters">Where the state is told.</param>
    /// <param name="isFailure">Which faults say that the port is not well; all others are its answers.</param>
    public CircuitBreaker(string port, BreakerSettings settings, TimeProvider clock, IMeterFactory meters, Func<Exception, bool> isFailure)
    {
        this.port = port;
        this.settings = settings;
        this.clock = clock;
        this.isFailure = isFailure;
        window = new FailureWindow(clock);
        meters
            .Create("Procurement")
            .CreateObservableGauge(
                "breaker_state",
                () => new Measurement<int>((int)State, new KeyValuePair<string, object?>("port", port)),
                description: "State of a circuit breaker: 0 closed, 1 open, 2 half-open"
            );
    }

    /// <summary>The present state. An open circuit becomes half-open only when a call comes to try it.</summary>
    public CircuitState State
    {
        get
        {
            lock (gate)
                return state;
        }
    }

    /// <summary>What is called.</summary>
    public string Port => port;

    /// <inheritdoc/>
    protected override async ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
        Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback,
        ResilienceContext context,
        TState state
    )
    {
        if (Refused(out var admitted) is { } refusal)
            return Outcome.FromException<TResult>(refusal);
        bool? failed = null;
        Exception? fault = null;
        try
        {
            var outcome = await callback(context, state);
            fault = outcome.Exception;
            // A fault after the caller has given up says nothing about the port.
            if (fault is null || !context.CancellationToken.IsCancellationRequested)
                failed = fault is not null && (fault is OperationCanceledException || isFailure(fault));
            return outcome;
        }
        finally
        {
            Settle(admitted, failed, fault);
        }
    }

    private PortUnavailableException? Refused(out long admitted)
    {
        lock (gate)
        {
            admitted = era;
            if (state == CircuitState.Closed)
                return null;
            var left = settings.ProbeInterval - clock.GetElapsedTime(openedAt);
            if (state == CircuitState.HalfOpen || left > TimeSpan.Zero)
                return new PortUnavailableException(port, left > Shortest ? left : Shortest, cause);
            Become(CircuitState.HalfOpen);
            admitted = era;
            return null;
        }
    }

    private void Settle(long admitted, bool? failed, Exception? fault)
    {
        lock (gate)
        {
            if (admitted != era)
                return;
            if (failed == true)
                cause = fault;
            // A cancelled probe has found nothing out: openedAt stays, so that the next call tries again.
            if (state == CircuitState.HalfOpen)
                Become(failed == false ? CircuitState.Closed : CircuitState.Open);
            else if (failed is { } counted && window.Add(counted, settings))
                Become(CircuitState.Open);
            else
                return;
            if (failed == true)
                openedAt = clock.GetTimestamp();
        }
    }

    private void Become(CircuitState next)
    {
        state = next;
        era++;
        if (next == CircuitState.Closed)
        {
            window.Clear();
            cause = null;
        }
    }
}
