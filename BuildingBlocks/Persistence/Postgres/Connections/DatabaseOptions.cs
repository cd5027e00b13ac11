namespace Procurement.BuildingBlocks.Persistence.Postgres;

using System.Globalization;
using System.Net;
using Npgsql;

/// <summary>The connection parameters of libpq that are understood (PostgreSQL manual, section 34.1.2), and what each is to the driver.</summary>
internal static class DatabaseOptions
{
    /// <summary>What the driver accepts as the longest wait for a connection.</summary>
    private const int LongestTimeoutSeconds = 1_024;

    private const int LongestNameShown = 32;

    private static readonly IReadOnlyDictionary<string, SslMode> SslModes = new Dictionary<string, SslMode>
    {
        ["disable"] = SslMode.Disable,
        ["allow"] = SslMode.Allow,
        ["prefer"] = SslMode.Prefer,
        ["require"] = SslMode.Require,
        ["verify-ca"] = SslMode.VerifyCA,
        ["verify-full"] = SslMode.VerifyFull,
    };

    private static readonly IReadOnlyDictionary<string, ChannelBinding> ChannelBindings = new Dictionary<string, ChannelBinding>
    {
        ["disable"] = ChannelBinding.Disable,
        ["prefer"] = ChannelBinding.Prefer,
        ["require"] = ChannelBinding.Require,
    };

    private static readonly IReadOnlyDictionary<string, SslNegotiation> Negotiations = new Dictionary<string, SslNegotiation>
    {
        ["postgres"] = SslNegotiation.Postgres,
        ["direct"] = SslNegotiation.Direct,
    };

    private static readonly IReadOnlyDictionary<string, GssEncryptionMode> GssModes = new Dictionary<string, GssEncryptionMode>
    {
        ["disable"] = GssEncryptionMode.Disable,
        ["prefer"] = GssEncryptionMode.Prefer,
        ["require"] = GssEncryptionMode.Require,
    };

    /// <summary>How each parameter is set.</summary>
    internal static readonly IReadOnlyDictionary<string, Setter> Known = new Dictionary<string, Setter>
    {
        ["host"] = (to, name, value) => SetHost(to, value),
        ["port"] = (to, name, value) => SetNumber(name, value, 1, ushort.MaxValue, port => to.Port = port),
        ["user"] = (to, name, value) => SetText(name, value, () => to.Username = value),
        ["password"] = (to, name, value) => SetText(name, value, () => to.Password = value),
        ["dbname"] = (to, name, value) => SetText(name, value, () => to.Database = value),
        ["application_name"] = (to, name, value) => SetText(name, value, () => to.ApplicationName = value),
        ["options"] = (to, name, value) => SetText(name, value, () => to.Options = value),
        ["connect_timeout"] = (to, name, value) => SetNumber(name, value, 0, LongestTimeoutSeconds, seconds => to.Timeout = seconds),
        ["sslmode"] = (to, name, value) => SetWord(name, value, SslModes, mode => to.SslMode = mode),
        ["sslrootcert"] = (to, name, value) => SetText(name, value, () => to.RootCertificate = value),
        ["sslcert"] = (to, name, value) => SetText(name, value, () => to.SslCertificate = value),
        ["sslkey"] = (to, name, value) => SetText(name, value, () => to.SslKey = value),
        ["channel_binding"] = (to, name, value) => SetWord(name, value, ChannelBindings, mode => to.ChannelBinding = mode),
        ["gssencmode"] = (to, name, value) => SetWord(name, value, GssModes, mode => to.GssEncryptionMode = mode),
        ["target_session_attrs"] = (to, name, value) => CheckSessionAttributes(value),
        ["keepalives"] = (to, name, value) => SetNumber(name, value, 0, 1, on => to.TcpKeepAlive = on == 1),
        ["keepalives_idle"] = (to, name, value) =>
            SetNumber(name, value, 1, int.MaxValue / 1_000, seconds => to.TcpKeepAliveTime = seconds),
        ["keepalives_interval"] = (to, name, value) =>
            SetNumber(name, value, 1, int.MaxValue / 1_000, seconds => to.TcpKeepAliveInterval = seconds),
        ["passfile"] = (to, name, value) => SetText(name, value, () => to.Passfile = value),
        ["sslnegotiation"] = (to, name, value) => SetWord(name, value, Negotiations, negotiation => to.SslNegotiation = negotiation),
    };

    /// <returns>What the URL must do instead; null when it was set.</returns>
    internal delegate string? Setter(NpgsqlConnectionStringBuilder to, string name, string value);

    /// <summary>What holds where the URL does not say otherwise.</summary>
    public static NpgsqlConnectionStringBuilder Begin() =>
        new()
        {
            Port = NpgsqlConnection.DefaultPort,
            // For a connection to be made, and for one of the pool to come free. Longer, callers would wait for what they no longer want.
            Timeout = 2,
            TcpKeepAlive = true,
            // The driver would prefer Kerberos, and fail noisily on every connection where its library is not installed.
            GssEncryptionMode = GssEncryptionMode.Disable,
        };

    /// <summary>Sets one parameter from its percent-encoded value.</summary>
    /// <returns>What the URL must do instead; null when it was set. Never any part of the value.</returns>
    public static string? Apply(NpgsqlConnectionStringBuilder builder, string name, string encoded)
    {
        if (DatabaseAddress.Decode(encoded) is not { } value)
            return "be percent-encoded UTF-8 throughout";
        return Known.TryGetValue(name, out var set) ? set(builder, name, value) : Unknown(name);
    }

    /// <summary>Settles what depends on several parameters.</summary>
    /// <returns>What the URL must do instead; null when all is well.</returns>
    public static string? Complete(NpgsqlConnectionStringBuilder builder)
    {
        // libpq reads "system" as the certificates of the machine, which the driver uses when it is given none.
        if (builder.RootCertificate == "system")
        {
            if (builder.SslMode is not (SslMode.Prefer or SslMode.VerifyFull))
                return "have sslmode verify-full when sslrootcert is system";
            builder.RootCertificate = null;
            builder.SslMode = SslMode.VerifyFull;
        }
        // With an authority at hand, libpq checks the certificate although only encryption was asked for; the driver would not.
        if (builder is { RootCertificate: not null, SslMode: SslMode.Require })
            builder.SslMode = SslMode.VerifyCA;
        // What follows the driver would refuse too, but only when it connects.
        if (builder is { SslNegotiation: SslNegotiation.Direct, SslMode: < SslMode.Require })
            return "have sslmode require, verify-ca or verify-full when sslnegotiation is direct";
        if (builder is { TcpKeepAliveInterval: > 0, TcpKeepAliveTime: 0 })
            return "have keepalives_idle when it has keepalives_interval";
        return null;
    }

    private static string? SetHost(NpgsqlConnectionStringBuilder builder, string value)
    {
        var plausible =
            value.StartsWith('/') && !value.Contains(',')
            || value.Contains(':') && IPAddress.TryParse(value, out _)
            || value.Length is > 0 and <= 253 && value.All(each => char.IsAsciiLetterOrDigit(each) || each is '-' or '.' or '_');
        if (!plausible)
            return "name one host: a name, an IPv4 address, an IPv6 address in brackets or the directory of a socket";
        builder.Host = value;
        return null;
    }

    private static string? SetText(string name, string value, Action set)
    {
        if (value.Length == 0)
            return $"not leave {name} empty";
        set();
        return null;
    }

    private static string? SetNumber(string name, string value, int min, int max, Action<int> set)
    {
        if (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < min || number > max)
            return string.Create(CultureInfo.InvariantCulture, $"have a {name} from {min} to {max}");
        set(number);
        return null;
    }

    private static string? SetWord<T>(string name, string value, IReadOnlyDictionary<string, T> words, Action<T> set)
    {
        if (!words.TryGetValue(value, out var meaning))
            return $"have as {name} one of {string.Join(", ", words.Keys)}";
        set(meaning);
        return null;
    }

    // The driver tells servers apart only among several hosts, and throws when it is asked to with one.
    private static string? CheckSessionAttributes(string value) =>
        value == "any" ? null : "not have a target_session_attrs but any, as there is one host";

    private static string Unknown(string name) =>
        name.Length <= LongestNameShown && name.All(each => char.IsAsciiLetterOrDigit(each) || each == '_')
            ? $"not have the option {name}, which is not supported"
            : "not have options that are not supported";
}
