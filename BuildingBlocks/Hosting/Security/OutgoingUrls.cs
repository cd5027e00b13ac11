namespace Procurement.BuildingBlocks.Hosting.Security;

using System.Collections.Frozen;
using System.Net;
using System.Net.Sockets;

/// <summary>
/// The guard against server-side request forgery (OWASP API7:2023, ASVS V1.3.6) for addresses that a user or another system may
/// influence. Both halves are needed: <see cref="Check"/> judges the text, <see cref="Handler"/> the address it turns out to be.
/// </summary>
public sealed class OutgoingUrls
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);
    private readonly FrozenSet<string> hosts;
    private readonly FrozenSet<int> ports;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> resolve;
    private readonly Func<IPAddress, bool> isAcceptable;

    /// <summary>Allows https to exactly these hosts and ports.</summary>
    /// <param name="hosts">DNS names, compared without regard to case; no wildcards, no addresses.</param>
    /// <param name="ports">443 alone when null.</param>
    public OutgoingUrls(IEnumerable<string> hosts, IEnumerable<int>? ports = null)
        : this(hosts, ports, Dns.GetHostAddressesAsync, PublicAddresses.Contains) { }

    internal OutgoingUrls(
        IEnumerable<string> hosts,
        IEnumerable<int>? ports,
        Func<string, CancellationToken, Task<IPAddress[]>> resolve,
        Func<IPAddress, bool> isAcceptable
    )
    {
        this.hosts = hosts.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        this.ports = (ports ?? [443]).ToFrozenSet();
        (this.resolve, this.isAcceptable) = (resolve, isAcceptable);
    }

    /// <summary>Reads an absolute https URL without user info, with a DNS name and a port that are allowed.</summary>
    /// <returns>The URL, or <c>URL_NOT_ALLOWED</c> with the reason.</returns>
    public Result<Uri> Check(string? text)
    {
        if (text is null || !text.All(c => c is > ' ' and < '\x7f' and not '\\') || !Uri.TryCreate(text, UriKind.Absolute, out var url))
            return Refused("must be an absolute URL of printable ASCII characters");
        if (url.Scheme != Uri.UriSchemeHttps)
            return Refused("must be https");
        if (url.UserInfo.Length > 0)
            return Refused("must not carry a user name");
        if (url.HostNameType != UriHostNameType.Dns || !hosts.Contains(url.IdnHost))
            return Refused("names a host that is not allowed");
        return ports.Contains(url.Port) ? url : Refused("names a port that is not allowed");
    }

    /// <summary>
    /// A transport that connects only to what <see cref="Check"/> allows, and only when every address of the host is a public one; it
    /// connects to an address it has checked, follows no redirect, and uses no proxy and no cookies. Keep one, as for any such handler.
    /// </summary>
    /// <remarks>A refusal is an <see cref="HttpRequestException"/>. Overall timeout and size limit are the client's to set.</remarks>
    public SocketsHttpHandler Handler() =>
        new()
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = ConnectTimeout,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            ConnectCallback = Connect,
        };

    private async ValueTask<Stream> Connect(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        var url = Check(context.InitialRequestMessage.RequestUri?.OriginalString);
        if (url.Error is not null)
            throw new HttpRequestException($"The URL {url.Error.Detail}");
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var addresses = await resolve(host, ct);
        if (addresses.Length == 0 || !addresses.All(isAcceptable))
            throw new HttpRequestException($"The host {host} has an address that is not allowed");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static Error Refused(string reason) => Error.Invalid("URL_NOT_ALLOWED", reason);
}

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
