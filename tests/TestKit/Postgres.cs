namespace TestKit;

using System.Diagnostics;
using System.Security.Cryptography;
using Npgsql;

/// <summary>
/// Databases on a real PostgreSQL: the server of TEST_DATABASE_URL, else a throw-away one that lives as long as this
/// process. Without either the tests fail.
/// </summary>
public static class Postgres
{
    private static readonly Lazy<Task<string>> Server = new(FindOrStart);

    /// <summary>Creates an empty database; the name (at most 40 bytes) is made unique. Returns its URL.</summary>
    public static async Task<string> CreateDatabase(string name)
    {
        var server = await Server.Value;
        var unique = $"{name}_{RandomNumberGenerator.GetHexString(16, lowercase: true)}";
        await Execute(server, "CREATE DATABASE", unique, "");
        return PostgresUrl.WithDatabase(server, unique);
    }

    /// <summary>Drops a database that <see cref="CreateDatabase"/> made, even when connections to it are open.</summary>
    public static async Task Drop(string url) =>
        await Execute(await Server.Value, "DROP DATABASE IF EXISTS", PostgresUrl.Parse(url).Database!, "WITH (FORCE)");

    private static async Task Execute(string server, string verb, string database, string options)
    {
        var settings = PostgresUrl.Parse(server);
        settings.Pooling = false;
        await using var source = NpgsqlDataSource.Create(settings);
        await using var command = source.CreateCommand($"{verb} {new NpgsqlCommandBuilder().QuoteIdentifier(database)} {options}");
        await command.ExecuteNonQueryAsync();
    }

    private static async Task<string> FindOrStart()
    {
        if (Environment.GetEnvironmentVariable("TEST_DATABASE_URL") is { Length: > 0 } given)
            return given;

        // The script watches this process and removes the server and the folder once it is gone, however it went.
        var start = new ProcessStartInfo("bash")
        {
            ArgumentList =
            {
                Path.Combine(RepositoryRoot(), "ops", "postgres.sh"),
                "start",
                Directory.CreateTempSubdirectory("procurement-tests-").FullName,
                "throwaway",
                Environment.ProcessId.ToString(),
            },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var script = Process.Start(start)!;
        script.StandardInput.Close();
        var errors = script.StandardError.ReadToEndAsync();
        var url = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        return script.ExitCode == 0 ? url.Trim() : throw new InvalidOperationException((await errors).Trim());
    }

    private static string RepositoryRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Procurement.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No Procurement.sln above {AppContext.BaseDirectory}.");
    }
}
