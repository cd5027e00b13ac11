namespace Host.Tests.Telemetry;

using System.Diagnostics;
using System.Text.Json;
using TestKit;

/// <summary>A real Prometheus with our rules and alerts, as long as a test runs, and its tool.</summary>
internal sealed class Prometheus : IAsyncDisposable
{
    private static readonly string Folder = Path.Combine(EnvironmentFile.Root, "ops", "observe");

    private readonly Process process;
    private readonly HttpClient client;
    private readonly DirectoryInfo work;

    private Prometheus(Process process, HttpClient client, DirectoryInfo work) =>
        (this.process, this.client, this.work) = (process, client, work);

    public static string Observe(string file) => Path.Combine(Folder, file);

    /// <summary>Starts one that reads a page each second; the test is skipped, with the reason, where there is none.</summary>
    public static async Task<Prometheus> Start(Uri metrics)
    {
        Need("prometheus");
        var work = Directory.CreateTempSubdirectory("procurement-prometheus-");
        foreach (var file in new[] { "prometheus.yml", "rules.yml", "alerts.yml" })
        {
            var text = await File.ReadAllTextAsync(Observe(file));
            var often = text.Replace("_interval: 5s", "_interval: 1s", StringComparison.Ordinal);
            await File.WriteAllTextAsync(
                Path.Combine(work.FullName, file),
                often.Replace("_interval: 15s", "_interval: 1s", StringComparison.Ordinal)
            );
        }
        await File.WriteAllTextAsync(Path.Combine(work.FullName, "targets.json"), $$"""[{"targets":["{{metrics.Authority}}"]}]""");
        var address = $"127.0.0.1:{FreePort.Find()}";
        var process = Process.Start(
            new ProcessStartInfo(
                "prometheus",
                [
                    $"--config.file={work.FullName}/prometheus.yml",
                    $"--storage.tsdb.path={work.FullName}/data",
                    $"--web.listen-address={address}",
                    "--enable-feature=exemplar-storage",
                    "--log.level=error",
                ]
            )
        )!;
        var started = new Prometheus(process, new HttpClient { BaseAddress = new Uri($"http://{address}") }, work);
        await Eventually.Holds(started.IsReady, Is.True);
        return started;
    }

    /// <summary>The answer of its API to a path.</summary>
    public async Task<JsonElement> Ask(string path) => JsonElement.Parse(await client.GetStringAsync(new Uri(path, UriKind.Relative)));

    /// <summary>The result of an expression; one that it cannot read fails the test.</summary>
    public async Task<JsonElement> Query(string expression)
    {
        using var answer = await client.GetAsync(new Uri($"/api/v1/query?query={Uri.EscapeDataString(expression)}", UriKind.Relative));
        var body = JsonElement.Parse(await answer.Content.ReadAsStringAsync());
        Assert.That(body.GetProperty("status").GetString(), Is.EqualTo("success"), $"{expression}: {body}");
        return body.GetProperty("data").GetProperty("result");
    }

    /// <summary>What the tool says to some input, in a folder of ours.</summary>
    public static async Task<(int Code, string Said)> Tool(string? input, params string[] arguments)
    {
        Need("promtool");
        using var tool = Process.Start(
            new ProcessStartInfo("promtool", arguments)
            {
                WorkingDirectory = Folder,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var (output, error) = (tool.StandardOutput.ReadToEndAsync(), tool.StandardError.ReadToEndAsync());
        await tool.StandardInput.WriteAsync(input);
        tool.StandardInput.Close();
        await tool.WaitForExitAsync();
        return (tool.ExitCode, await output + await error);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        client.Dispose();
        work.Delete(recursive: true);
    }

    private static void Need(string program)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator);
        if (!folders.Any(folder => File.Exists(Path.Combine(folder, program))))
            Assert.Ignore($"There is no {program} here (Debian: apt-get install prometheus).");
    }

    private async Task<bool> IsReady()
    {
        Assert.That(process.HasExited, Is.False, "Prometheus has ended.");
        try
        {
            using var answer = await client.GetAsync(new Uri("/-/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
