namespace TestKit;

using System.Diagnostics;
using System.Globalization;
using NUnit.Framework;

/// <summary>One real broker for the tests of a namespace, as long as they run. They are skipped where there is no broker to start.</summary>
public static class KafkaBroker
{
    /// <summary>Should the tests be ended from outside, the broker ends as well.</summary>
    private const string Guarded = """
        ( while kill -0 "$4" 2>/dev/null; do sleep 1; done; kill -9 $(cat "$2/broker.pid") 2>/dev/null; rm -rf "$2" ) </dev/null >/dev/null 2>&1 &
        exec "$1" "$2" "$3" group.min.session.timeout.ms=1000 offsets.topic.num.partitions=1
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static string folder = "";
    private static int port;
    private static Process? script;

    /// <summary>Where it is, <c>host:port</c>.</summary>
    public static string Address => $"127.0.0.1:{port}";

    /// <summary>Starts it for the first time; the tests that want it are skipped, with the reason, when there is none.</summary>
    public static async Task StartFirst()
    {
        if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable("KAFKA_HOME")))
        {
            var nearby = Path.GetFullPath(Path.Combine(EnvironmentFile.Root, "..", "shared", "kafka"));
            Assert.That(Directory.Exists(nearby), Is.False, $"KAFKA_HOME is not set although there is {nearby}.");
            Assert.Ignore("KAFKA_HOME is not set, so there is no broker to test with.");
        }
        folder = Directory.CreateTempSubdirectory("procurement-kafka-").FullName;
        // The broker takes a port and the one after it.
        port = FreePort.Find(2);
        await Start();
    }

    /// <summary>Stops it and removes what it kept.</summary>
    public static async Task StopLast()
    {
        if (script is null)
            return;
        await Kill();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>Starts the broker, or starts it again with what it had.</summary>
    public static async Task Start()
    {
        var start = new ProcessStartInfo(
            "bash",
            ["-c", Guarded, "bash", Path.Combine(EnvironmentFile.Root, "ops", "kafka.sh"), folder, $"{port}", $"{Environment.ProcessId}"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        script = Process.Start(start)!;
        script.ErrorDataReceived += (_, _) => { };
        script.BeginErrorReadLine();
        var line = await script.StandardOutput.ReadLineAsync().WaitAsync(Patience);
        Assert.That(line, Does.StartWith("ready"), $"The broker did not start; {folder}/broker.log may say why.");
    }

    /// <summary>The broker and the script that waits for it, by their own ids.</summary>
    public static async Task Kill()
    {
        var file = Path.Combine(folder, "broker.pid");
        if (File.Exists(file) && int.TryParse(await File.ReadAllTextAsync(file), CultureInfo.InvariantCulture, out var id))
            KillOne(id);
        await script!.WaitForExitAsync().WaitAsync(Patience);
        script.Dispose();
        File.Delete(file);
    }

    private static void KillOne(int id)
    {
        try
        {
            using var broker = Process.GetProcessById(id);
            broker.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }
    }
}
