namespace Procurement.BuildingBlocks.Persistence.Postgres;

using System.Text;
using Npgsql;

/// <summary>
/// Where the PostgreSQL database is and how to enter, read from the URL form of libpq (PostgreSQL manual, section 34.1.1.2): one host,
/// a name, an address, <c>[IPv6]</c> or the directory of a socket; the port is 5432 when it is left out. No refusal repeats any part
/// of the URL but the name of an option.
/// </summary>
public sealed class DatabaseAddress
{
    private const string Shape = "a URL such as postgres://user:password@host:5432/database";

    private static readonly string[] Schemes = ["postgres://", "postgresql://"];
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string connectionString;

    private DatabaseAddress(string connectionString, string masked)
    {
        this.connectionString = connectionString;
        Masked = masked;
    }

    /// <summary>The URL with <c>***</c> for a password; fit for logs.</summary>
    public string Masked { get; }

    /// <summary>The same for the driver, password included. The caller owns the copy.</summary>
    public NpgsqlConnectionStringBuilder ToConnectionString() => new(connectionString);

    /// <summary><see cref="Masked"/>.</summary>
    public override string ToString() => Masked;

    /// <summary>Reads a URL. Options in its query overrule what stands before it, as in libpq.</summary>
    /// <returns>The address, or <c>INVALID_DATABASE_URL</c>.</returns>
    public static Result<DatabaseAddress> Parse(string url)
    {
        var scheme = Array.Find(Schemes, each => url.StartsWith(each, StringComparison.Ordinal));
        if (scheme is null)
            return Refused($"be {Shape}");
        if (url.Any(character => char.IsControl(character) || char.IsWhiteSpace(character)))
            return Refused("not contain spaces or control characters; percent-encode them");

        var parts = Parts.Of(url[scheme.Length..]);
        // What follows an unencoded separator in a password would otherwise be taken for a database or an option, and shown.
        if (parts.Path.Contains('@') || parts.Query.Contains('@'))
            return Refused("have the characters @ : / ? in user, password and options percent-encoded");

        var builder = DatabaseOptions.Begin();
        var problem = ReadAuthority(builder, parts) ?? ReadPath(builder, parts.Path) ?? ReadQuery(builder, parts.Query);
        if (problem is null && string.IsNullOrEmpty(builder.Host))
            problem = "name the host, or the directory of the socket";
        if (problem is null && string.IsNullOrEmpty(builder.Database))
            problem = "name the database";
        problem ??= DatabaseOptions.Complete(builder);
        return problem is null ? new DatabaseAddress(builder.ConnectionString, scheme + parts.Masked()) : Refused(problem);
    }

    /// <summary>Decodes percent-encoding strictly: two hexadecimal digits each, UTF-8, never NUL.</summary>
    internal static string? Decode(string text)
    {
        var bytes = new List<byte>(text.Length);
        var source = Encoding.UTF8.GetBytes(text);
        for (var at = 0; at < source.Length; at++)
        {
            if (source[at] != '%')
            {
                bytes.Add(source[at]);
                continue;
            }
            if (at + 2 >= source.Length || !char.IsAsciiHexDigit((char)source[at + 1]) || !char.IsAsciiHexDigit((char)source[at + 2]))
                return null;
            bytes.Add(Convert.FromHexString([(char)source[at + 1], (char)source[at + 2]])[0]);
            at += 2;
        }
        try
        {
            return bytes.Contains(0) ? null : StrictUtf8.GetString(bytes.ToArray());
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    private static string? ReadAuthority(NpgsqlConnectionStringBuilder builder, Parts parts)
    {
        if (parts.User.Length > 0 && DatabaseOptions.Apply(builder, "user", parts.User) is { } noUser)
            return noUser;
        if (parts.Password is { Length: > 0 } && DatabaseOptions.Apply(builder, "password", parts.Password) is { } noPassword)
            return noPassword;
        if (parts.Port is { Length: > 0 } && DatabaseOptions.Apply(builder, "port", parts.Port) is { } noPort)
            return noPort;
        if (parts.Host.Length == 0)
            return null;
        // An IPv6 address stands in brackets here and, in the query, without.
        var bracketed = parts.Host is ['[', .., ']'];
        if (!bracketed && parts.Host.Contains(':'))
            return "have an IPv6 address in brackets and a port that is a number";
        return DatabaseOptions.Apply(builder, "host", bracketed ? parts.Host[1..^1] : parts.Host);
    }

    private static string? ReadPath(NpgsqlConnectionStringBuilder builder, string path)
    {
        if (path.Contains('/'))
            return "name one database, with / percent-encoded";
        return path.Length == 0 ? null : DatabaseOptions.Apply(builder, "dbname", path);
    }

    private static string? ReadQuery(NpgsqlConnectionStringBuilder builder, string query)
    {
        foreach (var option in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = option.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                return "have options written name=value and separated by &";
            if (DatabaseOptions.Apply(builder, option[..equals], option[(equals + 1)..]) is { } problem)
                return problem;
        }
        return null;
    }

    private static Error Refused(string problem) => Error.Invalid("INVALID_DATABASE_URL", $"must {problem}");

    /// <summary>What stands between the separators, still encoded.</summary>
    private sealed record Parts(string User, string? Password, string Host, string? Port, string Path, string Query)
    {
        public static Parts Of(string rest)
        {
            var (beforeQuery, query) = Cut(rest, rest.IndexOf('?', StringComparison.Ordinal));
            var (authority, path) = Cut(beforeQuery, beforeQuery.IndexOf('/', StringComparison.Ordinal));
            var at = authority.LastIndexOf('@');
            var (user, password) = at < 0 ? ("", null) : Cut(authority[..at], authority.IndexOf(':', StringComparison.Ordinal));
            var place = authority[(at + 1)..];
            var (host, port) = place.EndsWith(']') ? (place, null) : Cut(place, place.LastIndexOf(':'));
            return new Parts(user, password, host, port, path ?? "", query ?? "");
        }

        public string Masked()
        {
            var entry = (User, Password) switch
            {
                ("", null) => "",
                (_, null) => $"{User}@",
                _ => $"{User}:***@",
            };
            var query = string.Join('&', Query.Split('&').Select(option => IsPassword(option) ? "password=***" : option));
            return entry + Host + (Port is null ? "" : $":{Port}") + "/" + Path + (Query.Length == 0 ? "" : $"?{query}");
        }

        private static bool IsPassword(string option) => option.StartsWith("password=", StringComparison.Ordinal);

        private static (string Before, string? After) Cut(string text, int at) =>
            at < 0 || at >= text.Length ? (text, null) : (text[..at], text[(at + 1)..]);
    }
}
