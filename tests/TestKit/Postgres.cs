namespace TestKit;

using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;

/// <summary>
/// A real PostgreSQL for tests: the server that TEST_DATABASE_URL names, else a throw-away one that lives as long as
/// this process. Without either the test fails: it is never skipped.
/// </summary>
public static class Postgres
{
    private static readonly Lazy<Task<string>> Server = new(FindOrStart);

    /// <summary>Creates an empty database of its own for a test.</summary>
    /// <param name="name">How its name begins, to tell databases apart in the server's log.</param>
    /// <returns>Its URL: <c>postgres://user[:password]@host:port/database</c>.</returns>
    public static async Task<string> CreateDatabase(string name)
    {
        var server = await Server.Value;
        var start = string.Concat(name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_').Take(30));
        var database = $"{start}_{RandomNumberGenerator.GetHexString(12, lowercase: true)}";
        await Execute(server, $"CREATE DATABASE \"{database}\"");
        return new UriBuilder(server) { Path = database }
            .Uri
            .AbsoluteUri;
    }

    /// <summary>Drops a database that <see cref="CreateDatabase"/> made, and ends the connections that still use it.</summary>
    public static async Task DropDatabase(string url)
    {
        await using (var pool = new NpgsqlConnection(ConnectionString(url)))
            NpgsqlConnection.ClearPool(pool);
        var database = new NpgsqlConnectionStringBuilder(ConnectionString(url)).Database!;
        await Execute(await Server.Value, $"DROP DATABASE IF EXISTS \"{database.Replace("\"", "\"\"")}\" WITH (FORCE)");
    }

    /// <summary>Translates a database URL into what Npgsql understands.</summary>
    public static string ConnectionString(string url)
    {
        var uri = new Uri(url);
        var credentials = uri.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host,
            Port = uri.IsDefaultPort ? 5432 : uri.Port,
            Username = Uri.UnescapeDataString(credentials[0]),
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
        };
        if (credentials.Length == 2)
            connection.Password = Uri.UnescapeDataString(credentials[1]);
        return connection.ConnectionString;
    }

    private static async Task Execute(string url, string sql)
    {
        // Unpooled: an idle connection to the server's own database would outlive the test.
        var connectionString = new NpgsqlConnectionStringBuilder(ConnectionString(url)) { Pooling = false }.ConnectionString;
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        // A database's name cannot be a parameter; both callers quote it.
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> FindOrStart()
    {
        var given = Environment.GetEnvironmentVariable("TEST_DATABASE_URL");
        if (!string.IsNullOrEmpty(given))
            return given;

        var folder = Directory.CreateTempSubdirectory("procurement-tests-").FullName;
        var script = Path.Combine(SolutionFolder(), "ops", "postgres.sh");
        var start = new ProcessStartInfo("bash", [script, "start", folder, "throwaway", $"{Environment.ProcessId}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? (await output).Trim() : throw new InvalidOperationException((await errors).Trim());
    }

    private static string SolutionFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Procurement.sln")))
                return folder.FullName;
        throw new InvalidOperationException($"No Procurement.sln above {AppContext.BaseDirectory}.");
    }
}
