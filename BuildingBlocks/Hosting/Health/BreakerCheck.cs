namespace Procurement.BuildingBlocks.Hosting.Health;

using Polly.CircuitBreaker;
using Procurement.BuildingBlocks.Persistence.Resilience;

/// <summary>The state of a circuit breaker; told, but no reason to take this replica out of service.</summary>
public sealed class BreakerCheck(CircuitBreaker breaker) : IReadinessCheck
{
    /// <inheritdoc/>
    public string Name => $"breaker:{breaker.Port}";

    /// <inheritdoc/>
    public bool Decides => false;

    /// <inheritdoc/>
    public Task<string> Check(CancellationToken ct) =>
        Task.FromResult(
            breaker.State switch
            {
                CircuitState.Closed => "ok",
                CircuitState.Open => "open",
                _ => "half-open",
            }
        );
}
