namespace Procurement.BuildingBlocks.Persistence.Resilience;

/// <summary>A port was not called because it has failed too often of late.</summary>
/// <param name="port">Which port.</param>
/// <param name="retryAfter">How long to wait before it may be worth trying.</param>
/// <param name="cause">The last failure.</param>
public sealed class PortUnavailableException(string port, TimeSpan retryAfter, Exception? cause)
    : Exception($"{port} has failed too often and is not called for the time being.", cause)
{
    /// <summary>Which port.</summary>
    public string Port { get; } = port;

    /// <summary>How long to wait before it may be worth trying.</summary>
    public TimeSpan RetryAfter { get; } = retryAfter;
}
