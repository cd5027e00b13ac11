namespace Procurement.BuildingBlocks.Hosting.Security;

using System.Net;
using System.Net.Sockets;

/// <summary>
/// Where this process may connect to over HTTP: the guard against server-side request forgery (OWASP API7:2023, ASVS V1.3.6), for addresses
/// of the configuration as well as for those that a user or another system may influence. Both halves are needed: <see cref="Check"/> judges
/// the text, <see cref="Handler"/> the address it turns out to be. Thread-safe.
/// </summary>
/// <remarks>
/// A host is allowed when it is listed, by name or as an address. An address that is not a public one (loopback, private, link-local, shared,
/// mapped and all others of the IANA special-purpose registries) is connected to only when it is listed itself, whatever name led to it.
/// Plain http is for such addresses alone. An entry with a port allows that port; one without allows 443 for https, 80 for http, and on
/// addresses that are not public any port.
/// </remarks>
public sealed class OutgoingUrls
{
    /// <summary>How the list is written, for documentation and refusals.</summary>
    public const string Shape = "DNS names, addresses or networks in CIDR notation, with a port or without, separated by commas";

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(2);
    private readonly IReadOnlyList<AllowedHost> allowed;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> resolve;

    private OutgoingUrls(IReadOnlyList<AllowedHost> allowed, Func<string, CancellationToken, Task<IPAddress[]>> resolve) =>
        (this.allowed, this.resolve) = (allowed, resolve);

    /// <summary>Allows nothing.</summary>
    public static OutgoingUrls None { get; } = new([], Dns.GetHostAddressesAsync);

    /// <summary>Reads the list: DNS names, addresses and networks in CIDR notation, each perhaps with a port, separated by commas.</summary>
    /// <returns>What it allows, or <c>INVALID_HOST</c>.</returns>
    public static Result<OutgoingUrls> Parse(string list) => Parse(list, Dns.GetHostAddressesAsync);

    internal static Result<OutgoingUrls> Parse(string list, Func<string, CancellationToken, Task<IPAddress[]>> resolve)
    {
        var entries = list.Split(',', StringSplitOptions.TrimEntries).Select(AllowedHost.Parse).ToList();
        return entries.Contains(null)
            ? Error.Invalid("INVALID_HOST", $"must be {Shape}")
            : new OutgoingUrls([.. entries.OfType<AllowedHost>()], resolve);
    }

    /// <summary>
    /// Reads an absolute https URL, or http URL, without user info, of a host and a port that are allowed. The host must be written as it is
    /// understood: of addresses only the dotted and the shortest bracketed form.
    /// </summary>
    /// <returns>The URL, or <c>URL_NOT_ALLOWED</c> with the reason.</returns>
    public Result<Uri> Check(string? text)
    {
        if (text is null || !text.All(c => c is > ' ' and < '\x7f' and not '\\') || !Uri.TryCreate(text, UriKind.Absolute, out var url))
            return Refused("must be an absolute URL of printable ASCII characters");
        if (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)
            return Refused("must be https");
        if (url.UserInfo.Length > 0)
            return Refused("must not carry a user name");
        if (!text.StartsWith($"{url.Scheme}://{url.Host}", StringComparison.OrdinalIgnoreCase))
            return Refused("must name its host in the form it is understood in");
        var isAddress = url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6;
        var address = isAddress && IPAddress.TryParse(url.IdnHost, out var parsed) ? parsed : null;
        var entries = allowed.Where(entry => entry.Names(url, address)).ToList();
        if (entries.Count == 0)
            return Refused("names a host that is not allowed");
        if (!entries.Exists(entry => entry.Opens(url, address)))
            return Refused("names a port that is not allowed");
        var mayBePlain = address is null ? allowed.Any(entry => entry.IsInternal) : !PublicAddresses.Contains(address);
        return url.Scheme == Uri.UriSchemeHttps || mayBePlain ? url : Refused("must be https");
    }

    /// <summary>
    /// A transport that connects only to what <see cref="Check"/> allows, and only when every address of the host is a public one or listed;
    /// it connects to an address it has checked, follows no redirect, and uses no proxy and no cookies. Keep one, as for any such handler.
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
        if (addresses.Length == 0 || !addresses.All(address => IsAcceptable(url.Value, address)))
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

    private bool IsAcceptable(Uri url, IPAddress address) =>
        PublicAddresses.Contains(address)
            ? url.Scheme == Uri.UriSchemeHttps
            : allowed.Any(entry => entry.Contains(address) && entry.Opens(url, address));

    private static Error Refused(string reason) => Error.Invalid("URL_NOT_ALLOWED", reason);
}
