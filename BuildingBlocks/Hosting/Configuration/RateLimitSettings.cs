namespace Procurement.BuildingBlocks.Hosting.Configuration;

using System.Net;

/// <summary>How many requests one caller may make.</summary>
/// <param name="RequestsPerSecond">The steady rate.</param>
/// <param name="Burst">Requests that may come at once after a pause.</param>
/// <param name="TrustedProxies">Networks whose word on the caller's address is believed; empty means nobody's.</param>
public sealed record RateLimitSettings(int RequestsPerSecond, int Burst, IReadOnlyList<IPNetwork> TrustedProxies)
{
    private const int Most = 1_000_000;

    internal static RateLimitSettings Read(EnvironmentReader env) =>
        new(
            env.Integer("RATE_LIMIT_RPS", "Requests per second that one caller may keep up.", "200", 1, Most),
            env.Integer("RATE_LIMIT_BURST", "Requests that one caller may make at once after a pause.", "400", 1, Most),
            env.Parse(
                "TRUSTED_PROXIES",
                "Networks of the proxies whose forwarding headers are believed; without it, no header is.",
                "networks in CIDR notation, separated by commas",
                "10.0.0.0/8,fd00::/8",
                ParseNetworks,
                required: false
            ) ?? []
        );

    private static Result<IReadOnlyList<IPNetwork>> ParseNetworks(string text)
    {
        var networks = new List<IPNetwork>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (!part.Contains('/') || !IPNetwork.TryParse(part, out var network))
                return Error.Invalid("INVALID_NETWORK", "must be networks in CIDR notation such as 10.0.0.0/8,fd00::/8");
            networks.Add(network);
        }
        return networks.AsReadOnly();
    }
}
