namespace Host.Tests.Telemetry;

using System.Diagnostics;
using System.Globalization;
using TestKit;

/// <summary>Whoever reads the log may stop; nobody who asks for something is to notice.</summary>
[Category(Lane.Processes)]
internal sealed class StalledOutputStories
{
    [Test]
    public async Task Requests_are_answered_and_the_process_ends_while_nobody_reads_its_output()
    {
        var environment = EnvironmentFile.Load("test");
        environment["LISTEN_ADDR"] = $"127.0.0.1:{FreePort.Find()}";
        environment["METRICS_ADDR"] = $"127.0.0.1:{FreePort.Find()}";
        environment["SHUTDOWN_DELAY"] = "0s";
        // A pipe holds 64 KiB, and nobody reads from this one.
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "procurement.dll"), "serve"])
        {
            RedirectStandardOutput = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        try
        {
            using var client = new HttpClient { BaseAddress = new Uri($"http://{environment["LISTEN_ADDR"]}") };
            await Eventually.Holds(() => IsReady(client), Is.True);

            // More than the pipe and the queue of the log hold together.
            await Parallel.ForAsync(
                0,
                12_000,
                new ParallelOptions { MaxDegreeOfParallelism = 16 },
                async (_, ct) =>
                {
                    using var answer = await client.GetAsync(new Uri("/suppliers", UriKind.Relative), ct);
                    Assert.That((int)answer.StatusCode, Is.EqualTo(401));
                }
            );

            var metrics = await Api.Read(new Uri($"http://{environment["METRICS_ADDR"]}"));
            Assert.That(metrics, Does.Match("procurement_log_lines_dropped_total(\\{[^}]*\\})? [1-9]"));
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(40));
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static async Task<bool> IsReady(HttpClient client)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
