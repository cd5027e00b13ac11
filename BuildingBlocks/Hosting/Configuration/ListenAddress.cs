namespace Procurement.BuildingBlocks.Hosting.Configuration;

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;

/// <summary>Where the process accepts connections.</summary>
/// <param name="Address">The local address; null means every address of the machine.</param>
/// <param name="Port">The TCP port; 0 lets the system choose a free one.</param>
public sealed record ListenAddress(IPAddress? Address, int Port)
{
    /// <summary>How it is written, for documentation and refusals.</summary>
    internal const string Shape = "an address such as :8080, 127.0.0.1:8080 or [::1]:8080";

    /// <summary>Reads <c>:8080</c>, <c>127.0.0.1:8080</c> or <c>[::1]:8080</c>; a host name is not accepted.</summary>
    /// <returns>The address, or <c>INVALID_ADDRESS</c>.</returns>
    public static Result<ListenAddress> Parse(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon < 0 || !ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var port))
            return Refusal;
        var host = text[..colon];
        if (host.Length == 0)
            return new ListenAddress(null, port);
        var bracketed = host is ['[', .., ']'];
        var bare = bracketed ? host[1..^1] : host;
        if (!IPAddress.TryParse(bare, out var address))
            return Refusal;
        if (bracketed)
            return address.AddressFamily == AddressFamily.InterNetworkV6 ? new ListenAddress(address, port) : Refusal;
        // The parser also takes "1" and "0x7f.1"; only the dotted form says what it means.
        return address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == bare
            ? new ListenAddress(address, port)
            : Refusal;
    }

    /// <summary>Makes a server listen here.</summary>
    /// <param name="kestrel">The server, not started yet.</param>
    /// <param name="configure">What else holds for connections that come in here; null means nothing.</param>
    public void Open(KestrelServerOptions kestrel, Action<ListenOptions>? configure = null)
    {
        void Configure(ListenOptions options)
        {
            options.Protocols = HttpProtocols.Http1;
            configure?.Invoke(options);
        }
        if (Address is null)
            kestrel.ListenAnyIP(Port, Configure);
        else
            kestrel.Listen(Address, Port, Configure);
    }

    /// <summary>The form it is read from.</summary>
    public override string ToString() =>
        Address is null ? string.Create(CultureInfo.InvariantCulture, $":{Port}") : new IPEndPoint(Address, Port).ToString();

    private static Error Refusal => Error.Invalid("INVALID_ADDRESS", $"must be {Shape}");
}
