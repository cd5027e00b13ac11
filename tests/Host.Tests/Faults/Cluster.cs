namespace Host.Tests.Faults;

using System.Diagnostics;
using TestKit;

/// <summary>A PostgreSQL server of one test's own, which may be taken down without harm to another.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private static readonly string Script = Path.Combine(EnvironmentFile.Root, "ops", "postgres.sh");
    private readonly string folder = Directory.CreateTempSubdirectory("procurement-faults-").FullName;

    private int databases;

    private Cluster() { }

    private string url = "";

    public static async Task<Cluster> Begin()
    {
        var cluster = new Cluster();
        await cluster.Start();
        // A throw-away server may forget what it acknowledged when it is stopped at once; this one is asked what it kept.
        await Ledger.Column(cluster.url, "ALTER SYSTEM SET synchronous_commit = on");
        await Ledger.Column(cluster.url, "SELECT pg_reload_conf()");
        return cluster;
    }

    /// <summary>Starts it, the first time or again: on the same port with the same data.</summary>
    public async Task Start() => url = (await Run("bash", Script, "start", folder, "throwaway")).Trim();

    /// <summary>Sends a signal to the postmaster.</summary>
    public Task Signal(string signal) => Run("kill", $"-{signal}", Postmaster());

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

    public async ValueTask DisposeAsync() => await Run("bash", Script, "stop", folder);

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
