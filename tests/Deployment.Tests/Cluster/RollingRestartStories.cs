namespace Deployment.Tests.Cluster;

using System.Diagnostics;
using TestKit;

/// <summary>The proof that <c>ops/cluster.sh prove</c> gives, on what is deployed.</summary>
internal sealed class RollingRestartStories
{
    [Test]
    public async Task Under_load_one_replica_is_killed_and_both_are_restarted_without_a_failed_request_and_without_loss()
    {
        Need();
        var script = new ProcessStartInfo("bash", [Path.Combine(EnvironmentFile.Root, "ops", "cluster.sh"), "prove"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        script.Environment["SERVICE"] = Published.Folder;
        script.Environment["LOAD"] = typeof(Script).Assembly.Location;
        // As many as leave the replicas the time to start: 10,000 take minutes beside other tests.
        script.Environment["CALLERS"] = "2";
        script.Environment["REQUESTS"] = "2000";
        script.Environment["PORT"] = $"{FreePort.Find()}";
        using var process = Process.Start(script)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            // It ends what it started.
            await process.Signal("TERM");
            await process.WaitForExitAsync();
        }

        await TestContext.Out.WriteLineAsync(await output);
        Assert.That(process.ExitCode, Is.Zero, $"{await output}{await errors}");
        Assert.That(await output, Does.Contain("| rolling restart |"));
    }

    private static void Need()
    {
        if (Environment.GetEnvironmentVariable("KAFKA_HOME") is not { Length: > 0 })
        {
            var nearby = Path.GetFullPath(Path.Combine(EnvironmentFile.Root, "..", "shared", "kafka"));
            Assert.That(Directory.Exists(nearby), Is.False, $"KAFKA_HOME is not set although there is {nearby}.");
            Assert.Ignore("KAFKA_HOME is not set, so there is no broker for a cluster.");
        }
        Programs.Find("nginx");
        Programs.Find("java");
    }
}
