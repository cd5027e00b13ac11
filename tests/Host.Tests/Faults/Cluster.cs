namespace Host.Tests.Faults;

using System.Diagnostics;
using TestKit;

/// <summary>A PostgreSQL server of one test's own, which may be taken down without harm to another.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    /// <summary>Sessions that the server keeps for superusers.</summary>
    public const int SuperuserSessions = 3;

    /// <summary>Where a superuser gets in.</summary>
    public string Url => url;

    private static readonly string Script = Path.Combine(EnvironmentFile.Root, "ops", "postgres.sh");
    private readonly string folder = Directory.CreateTempSubdirectory("procurement-faults-").FullName;

    private int databases;

    private Cluster() { }

    private string url = "";

    /// <param name="owner">The process with which it ends, data and all; null for this one.</param>
    /// <param name="maxConnections">Sessions that the server allows, <see cref="SuperuserSessions"/> of them to superusers only; null for plenty.</param>
    public static async Task<Cluster> Begin(int? owner = null, int? maxConnections = null)
    {
        var cluster = new Cluster();
        cluster.url = await cluster.Start($"{owner ?? Environment.ProcessId}");
        if (maxConnections is not null)
        {
            await Ledger.Column(cluster.url, $"ALTER SYSTEM SET max_connections = {maxConnections}");
            await cluster.Stop("INT");
            await cluster.Start();
        }
        // A throw-away server may forget what it acknowledged when it is stopped at once; this one is asked what it kept.
        await Ledger.Column(cluster.url, "ALTER SYSTEM SET synchronous_commit = on");
        await Ledger.Column(cluster.url, "SELECT pg_reload_conf()");
        return cluster;
    }

    /// <summary>Starts it, the first time or again: on the same port with the same data.</summary>
    public async Task Start() => url = await Start([]);

    /// <summary>Sends a signal to the postmaster.</summary>
    public Task Signal(string signal) => Run("kill", $"-{signal}", Postmaster());

    /// <summary>Sends a signal to some of its processes.</summary>
    public async Task Signal(string signal, IEnumerable<string> processes)
    {
        foreach (var process in processes)
            await Run("kill", $"-{signal}", process);
    }

    /// <summary>The processes that serve the sessions of a database.</summary>
    public async Task<List<string>> Backends(string database) =>
        await Ledger.Column(url, $"SELECT pid::text FROM pg_stat_activity WHERE datname = '{new Uri(database).AbsolutePath.Trim('/')}'");

    /// <summary>Takes it down: INT is a fast shutdown, QUIT an immediate one.</summary>
    public async Task Stop(string signal)
    {
        var postmaster = Postmaster();
        await Signal(signal);
        await Eventually.Holds(() => Task.FromResult(Directory.Exists($"/proc/{postmaster}")), Is.False);
    }

    /// <summary>An empty database on it, by URL.</summary>
    public async Task<string> CreateDatabase()
    {
        var name = $"faults_{++databases}";
        await Ledger.Column(url, $"CREATE DATABASE {name}");
        return new UriBuilder(url) { Path = name }
            .Uri
            .AbsoluteUri;
    }

    /// <summary>A user of the server's own who is no superuser, by the URL of an empty database of its own.</summary>
    public async Task<string> CreateOwnedDatabase(string user)
    {
        await Ledger.Column(url, $"CREATE USER {user}");
        await Ledger.Column(url, $"CREATE DATABASE {user} OWNER {user}");
        return new UriBuilder(url) { UserName = user, Path = user }
            .Uri
            .AbsoluteUri;
    }

    /// <summary>Whether the server runs, and whether anything of it is left.</summary>
    public (bool Runs, bool Left) State() => (File.Exists(Path.Combine(folder, "data", "postmaster.pid")), Directory.Exists(folder));

    public async ValueTask DisposeAsync() => await Run("bash", Script, "stop", folder);

    private async Task<string> Start(params string[] owner) => (await Run("bash", [Script, "start", folder, "throwaway", .. owner])).Trim();

    private string Postmaster() => File.ReadLines(Path.Combine(folder, "data", "postmaster.pid")).First().Trim();

    private static async Task<string> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException((await errors).Trim());
    }
}
