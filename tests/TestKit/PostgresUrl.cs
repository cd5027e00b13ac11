namespace TestKit;

using Npgsql;

internal static class PostgresUrl
{
    public static NpgsqlConnectionStringBuilder Parse(string url)
    {
        if (
            !Uri.TryCreate(url, UriKind.Absolute, out var uri)
            || uri.Scheme is not ("postgres" or "postgresql")
            || uri.UserInfo.Length == 0
            || uri.AbsolutePath.Length < 2
            || uri.Query.Length > 0
        )
            throw new ArgumentException("A database URL is postgres://user[:password]@host[:port]/database, without options.", nameof(url));

        var user = uri.UserInfo.Split(':', 2);
        return new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.Port < 0 ? 5432 : uri.Port,
            Username = Uri.UnescapeDataString(user[0]),
            Password = user.Length == 2 ? Uri.UnescapeDataString(user[1]) : null,
            Database = Uri.UnescapeDataString(uri.AbsolutePath[1..]),
        };
    }

    public static string WithDatabase(string url, string database) =>
        new UriBuilder(url) { Path = Uri.EscapeDataString(database) }
            .Uri
            .AbsoluteUri;
}
