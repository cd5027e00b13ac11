namespace Procurement.BuildingBlocks.Hosting.Security;

using System.Net;
using System.Net.Sockets;

/// <summary>The addresses of the public internet, by the IANA special-purpose registries (RFC 6890).</summary>
internal static class PublicAddresses
{
    // 6to4 relays and transition networks are not public here: what they wrap is somebody else's address, perhaps ours.
    private static readonly IPNetwork[] Special =
    [
        .. Parse(
            "0.0.0.0/8",
            "10.0.0.0/8",
            "100.64.0.0/10",
            "127.0.0.0/8",
            "169.254.0.0/16",
            "172.16.0.0/12",
            "192.0.0.0/24",
            "192.0.2.0/24"
        ),
        .. Parse("192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4"),
        .. Parse("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"),
    ];
    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    internal static bool Contains(IPAddress address) =>
        (address.AddressFamily == AddressFamily.InterNetwork || GlobalUnicast.Contains(address))
        && !Special.Any(network => network.Contains(address));

    private static IEnumerable<IPNetwork> Parse(params string[] networks) => networks.Select(network => IPNetwork.Parse(network));
}
