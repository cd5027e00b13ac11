namespace Procurement.BuildingBlocks.Hosting.Security;

using System.Globalization;
using System.Net;
using System.Net.Sockets;

/// <summary>One entry of the list of hosts that may be connected to.</summary>
/// <param name="Name">In lower case; null when it is addresses.</param>
/// <param name="Network">Null when it is a name.</param>
/// <param name="Port">Null when it names none.</param>
internal sealed record AllowedHost(string? Name, IPNetwork? Network, int? Port)
{
    /// <summary>Whether it lists addresses, of which some are not public.</summary>
    public bool IsInternal => Network is { } network && !PublicAddresses.Contains(network.BaseAddress);

    /// <summary>Reads one: <c>erp.example.com</c>, <c>10.0.0.0/8</c>, <c>127.0.0.1:8081</c>, <c>::1</c> or <c>[fd00::/8]:8081</c>.</summary>
    /// <returns>Null when it is none.</returns>
    public static AllowedHost? Parse(string text)
    {
        var (host, port) = Split(text);
        if (host.Length == 0 || (port is not null && !IsPort(port)))
            return null;
        int? number = port is null ? null : int.Parse(port, CultureInfo.InvariantCulture);
        if (ParseNetwork(host) is { } network)
            return new AllowedHost(null, network, number);
        return IsName(host) ? new AllowedHost(host.ToLowerInvariant(), null, number) : null;
    }

    /// <summary>Whether the host of a URL, or the address that it is, is listed here.</summary>
    public bool Names(Uri url, IPAddress? address) =>
        address is null ? url.IdnHost.Equals(Name, StringComparison.OrdinalIgnoreCase) : Contains(address);

    /// <summary>Whether an address is listed here. One that is mapped into the sixth version is another: nobody needs it who means no harm.</summary>
    public bool Contains(IPAddress address) =>
        Network is { } network && network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address);

    /// <summary>Whether the port of a URL is allowed.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="address">What it leads to; null when only the name is looked at.</param>
    public bool Opens(Uri url, IPAddress? address) =>
        Port is { } port ? port == url.Port : url.IsDefaultPort || (address is not null && !PublicAddresses.Contains(address));

    private static (string Host, string? Port) Split(string text)
    {
        if (text is ['[', .., ']'])
            return (text[1..^1], null);
        var bracketed = text.StartsWith('[');
        var colon = text.LastIndexOf(bracketed ? "]:" : ":", StringComparison.Ordinal);
        if (bracketed)
            return colon < 0 ? ("", null) : (text[1..colon], text[(colon + 2)..]);
        // Without brackets, more than one colon is an address of the sixth version, and no port.
        return colon < 0 || text.IndexOf(':') != colon ? (text, null) : (text[..colon], text[(colon + 1)..]);
    }

    private static bool IsPort(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0;

    private static IPNetwork? ParseNetwork(string host)
    {
        if (host.Contains('/'))
            return IPNetwork.TryParse(host, out var network) && IsPlain(host.Split('/')[0], network.BaseAddress) ? network : null;
        if (!IPAddress.TryParse(host, out var address) || !IsPlain(host, address))
            return null;
        return new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
    }

    /// <summary>The parser also takes "1" and "0x7f.1"; only the dotted form says what it means. Nor is the address of one interface meant.</summary>
    private static bool IsPlain(string host, IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? address.ToString() == host : address.ScopeId == 0;

    private static bool IsName(string host) =>
        host.Length <= 253
        && host.Split('.') is [.., [var first, ..]] labels
        && char.IsAsciiLetter(first)
        && Array.TrueForAll(labels, IsLabel);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63
        && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && label[0] != '-'
        && label[^1] != '-';
}
