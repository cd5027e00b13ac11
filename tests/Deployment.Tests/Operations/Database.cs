namespace Deployment.Tests.Operations;

using Npgsql;
using TestKit;

/// <summary>A database that a story asks past the service, with SQL and with PostgreSQL's own tools.</summary>
internal static class Database
{
    /// <summary>The first column of what a statement gives.</summary>
    public static async Task<List<string>> Ask(string url, string sql)
    {
        await using var session = await Open(url);
        await using var command = new NpgsqlCommand(sql, session);
        await using var row = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await row.ReadAsync())
            values.Add($"{row.GetValue(0)}");
        return values;
    }

    /// <summary>A session of its own, for what is held by one.</summary>
    public static async Task<NpgsqlConnection> Open(string url)
    {
        var options = new NpgsqlConnectionStringBuilder(Postgres.ConnectionString(url)) { Pooling = false };
        var session = new NpgsqlConnection(options.ConnectionString);
        await session.OpenAsync();
        return session;
    }

    /// <summary>What holds a table as a long transaction does that has written to it. Ends with its session.</summary>
    public static async Task<NpgsqlConnection> Hold(string url, string table, string mode)
    {
        var session = await Open(url);
        await using var command = new NpgsqlCommand($"BEGIN; LOCK TABLE {table} IN {mode} MODE", session);
        await command.ExecuteNonQueryAsync();
        return session;
    }

    /// <summary>All definitions, without what pg_dump draws anew each time.</summary>
    public static async Task<string> Schema(string url)
    {
        var dump = await Programs.Done("pg_dump", ["--schema-only", "--dbname", url]);
        return string.Join('\n', dump.Split('\n').Where(line => !line.StartsWith('\\')));
    }
}
