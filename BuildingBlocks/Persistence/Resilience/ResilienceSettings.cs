namespace Procurement.BuildingBlocks.Persistence.Resilience;

/// <summary>How often and how patiently a call that failed for a passing reason is made again.</summary>
/// <param name="MaxAttempts">Calls in all, the first included, 1 to 10; 1 means no retry.</param>
/// <param name="BaseDelay">The wait before the second call; it doubles from then on.</param>
/// <param name="MaxDelay">The longest wait, at least <paramref name="BaseDelay"/>.</param>
/// <param name="JitterFraction">Share of a wait that is left to chance, 0 to 1.</param>
public sealed record RetrySettings(int MaxAttempts, TimeSpan BaseDelay, TimeSpan MaxDelay, double JitterFraction);

/// <summary>When calls to something that keeps failing are given up for a while.</summary>
/// <param name="FailureThreshold">Share of failed calls that opens the breaker, above 0 to 1.</param>
/// <param name="MinRequests">Calls that must have been made before the share counts, at least 2.</param>
/// <param name="ProbeInterval">How long it stays open before one call is let through to see.</param>
public sealed record BreakerSettings(double FailureThreshold, int MinRequests, TimeSpan ProbeInterval);
