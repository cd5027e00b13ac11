namespace Procurement.BuildingBlocks.Persistence.Resilience;

/// <summary>What a circuit breaker does with calls. The numbers are those of the metric.</summary>
public enum CircuitState
{
    /// <summary>Lets all through.</summary>
    Closed = 0,

    /// <summary>Lets none through.</summary>
    Open = 1,

    /// <summary>Has let one through and waits for its outcome.</summary>
    HalfOpen = 2,
}

/// <summary>Calls of the last half minute and how many of them failed, in slices that are forgotten one by one. Not thread-safe.</summary>
internal sealed class FailureWindow(TimeProvider clock)
{
    private const int Slices = 10;

    /// <summary>How long a call is remembered, to a tenth.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(30);

    private readonly (long Number, int Calls, int Failures)[] slices = new (long, int, int)[Slices];
    private readonly long start = clock.GetTimestamp();

    /// <summary>Counts one call; true when it is a failure that makes the share of failures too large.</summary>
    public bool Add(bool failed, BreakerSettings limits)
    {
        var number = clock.GetElapsedTime(start).Ticks / (Length.Ticks / Slices);
        ref var slice = ref slices[number % Slices];
        if (slice.Number != number)
            slice = (number, 0, 0);
        slice.Calls++;
        if (!failed)
            return false;
        slice.Failures++;
        int calls = 0,
            failures = 0;
        foreach (var recent in slices)
        {
            if (number - recent.Number >= Slices)
                continue;
            calls += recent.Calls;
            failures += recent.Failures;
        }
        // No share is above 1: a threshold of 1 means that all have failed.
        return calls >= limits.MinRequests && (failures == calls || (double)failures / calls > limits.FailureThreshold);
    }

    /// <summary>Forgets all.</summary>
    public void Clear() => Array.Clear(slices);
}
