namespace Procurement.BuildingBlocks.Hosting.Configuration;

/// <summary>How often and how patiently a call that failed for a passing reason is made again.</summary>
/// <param name="MaxAttempts">Calls in all, the first included, 1 to 10; 1 means no retry.</param>
/// <param name="BaseDelay">The wait before the second call; it doubles from then on.</param>
/// <param name="MaxDelay">The longest wait, at least <paramref name="BaseDelay"/>.</param>
/// <param name="JitterFraction">Share of a wait that is left to chance, 0 to 1.</param>
public sealed record RetrySettings(int MaxAttempts, TimeSpan BaseDelay, TimeSpan MaxDelay, double JitterFraction)
{
    internal static RetrySettings Read(EnvironmentReader env)
    {
        var least = TimeSpan.FromMilliseconds(1);
        var retry = new RetrySettings(
            env.Integer("RETRY_MAX_ATTEMPTS", "Calls in all, the first included; 1 means no retry.", "4", 1, 10),
            env.Duration(
                "RETRY_BASE_DELAY",
                "Wait before the first retry; it doubles from then on.",
                "50ms",
                least,
                TimeSpan.FromMinutes(1)
            ),
            env.Duration(
                "RETRY_MAX_DELAY",
                "Longest wait between two calls; at least `RETRY_BASE_DELAY`.",
                "1s",
                least,
                TimeSpan.FromMinutes(5)
            ),
            env.Fraction("RETRY_JITTER_FRACTION", "Share of each wait that is left to chance.", "0.2", 0, 1)
        );
        env.Demand(retry.BaseDelay <= retry.MaxDelay, "RETRY_BASE_DELAY", "must not exceed RETRY_MAX_DELAY", "RETRY_MAX_DELAY");
        return retry;
    }
}

/// <summary>When calls to something that keeps failing are given up for a while.</summary>
/// <param name="FailureThreshold">Share of failed calls that opens the breaker, above 0 to 1.</param>
/// <param name="MinRequests">Calls that must have been made before the share counts, at least 2.</param>
/// <param name="ProbeInterval">How long it stays open before one call is let through to see.</param>
public sealed record BreakerSettings(double FailureThreshold, int MinRequests, TimeSpan ProbeInterval)
{
    internal static BreakerSettings Read(EnvironmentReader env) =>
        new(
            env.Fraction("BREAKER_FAILURE_THRESHOLD", "Share of failed calls that opens a circuit breaker.", "0.5", 0, 1, aboveMin: true),
            env.Integer("BREAKER_MIN_REQUESTS", "Calls that must have been made before the share counts.", "10", 2, 10_000),
            env.Duration(
                "BREAKER_PROBE_INTERVAL",
                "How long an open circuit breaker waits before it lets one call through.",
                "5s",
                TimeSpan.FromMilliseconds(500),
                TimeSpan.FromHours(1)
            )
        );
}
