namespace Host.Tests.Telemetry;

using System.Collections.Concurrent;
using System.Diagnostics;
using TestKit;

/// <summary>A span as the collector got it.</summary>
internal sealed record Span(string Trace, string Parent, string Id, string Name, string Kind, string Status)
{
    public Dictionary<string, string> Tags { get; } = [];

    public bool IsRoot => Parent.Length == 0;
}

/// <summary>A real OpenTelemetry collector, as long as a test runs, that tells what it got.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private static readonly Lazy<Task<string>> Binary = new(Unpack);

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly int port;

    private Collector(Process process, int port)
    {
        this.process = process;
        this.port = port;
    }

    /// <summary>Starts one; the test is skipped, with the reason, where there is none.</summary>
    public static async Task<Collector> Start()
    {
        var port = FreePort.Find(2);
        var config = Path.Combine(Path.GetDirectoryName(await Binary.Value)!, $"{port}.yaml");
        await File.WriteAllTextAsync(
            config,
            $$"""
            receivers:
              otlp:
                protocols:
                  grpc: { endpoint: 127.0.0.1:{{port}} }
                  http: { endpoint: 127.0.0.1:{{port + 1}} }
            exporters:
              debug: { verbosity: detailed }
            service:
              telemetry: { metrics: { level: none } }
              pipelines:
                traces: { receivers: [otlp], exporters: [debug] }
            """
        );
        var start = new ProcessStartInfo(await Binary.Value, ["--config", config]) { RedirectStandardError = true };
        var collector = new Collector(Process.Start(start)!, port);
        collector.process.ErrorDataReceived += (_, line) => collector.Take(line.Data ?? "");
        collector.process.BeginErrorReadLine();
        await collector.ready.Task.WaitAsync(TimeSpan.FromSeconds(30));
        return collector;
    }

    /// <summary>Has a host send all its spans to it.</summary>
    public void Serve(Dictionary<string, string> environment, string protocol)
    {
        environment["OTEL_TRACES_EXPORTER"] = "otlp";
        environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = protocol;
        environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = $"http://127.0.0.1:{(protocol == "grpc" ? port : port + 1)}";
        environment["OTEL_TRACES_SAMPLER"] = "parentbased_always_on";
    }

    /// <summary>All that it printed.</summary>
    public IEnumerable<string> Said => lines;

    /// <summary>All that came, once it has ended; a line is printed after the other, and half a span is none.</summary>
    public async Task<IReadOnlyList<Span>> AllSpans()
    {
        await process.Signal("TERM");
        // The end of its output included.
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return Spans();
    }

    /// <summary>What has come so far.</summary>
    public IReadOnlyList<Span> Spans()
    {
        var spans = new List<Span>();
        var fields = new Dictionary<string, string>();
        foreach (var line in lines)
        {
            if (line.StartsWith("Span #", StringComparison.Ordinal))
                fields.Clear();
            else if (line.StartsWith("     -> ", StringComparison.Ordinal) && spans.Count > 0)
                Tag(spans[^1], line[8..]);
            else if (line.StartsWith("    ", StringComparison.Ordinal) && line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                fields[line[..colon].Trim()] = line[(colon + 1)..].Trim();
            if (line.StartsWith("    Status message", StringComparison.Ordinal))
                spans.Add(
                    new Span(fields["Trace ID"], fields["Parent ID"], fields["ID"], fields["Name"], fields["Kind"], fields["Status code"])
                );
        }
        return spans;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private void Take(string line)
    {
        lines.Enqueue(line);
        if (line.Contains("Everything is ready", StringComparison.Ordinal))
            ready.TrySetResult();
    }

    /// <summary>As in <c>http.route: Str(/purchase-orders)</c>.</summary>
    private static void Tag(Span span, string text)
    {
        var colon = text.IndexOf(": ", StringComparison.Ordinal);
        var value = text[(colon + 2)..];
        var open = value.IndexOf('(', StringComparison.Ordinal);
        span.Tags[text[..colon]] = open < 0 ? value : value[(open + 1)..^1];
    }

    private static async Task<string> Unpack()
    {
        var packed = Path.GetFullPath(Path.Combine(EnvironmentFile.Root, "..", "shared", "bin", "otelcol.xz"));
        if (!File.Exists(packed))
        {
            Assert.That(Directory.Exists(Path.GetDirectoryName(packed)), Is.False, $"There is no {packed}.");
            Assert.Ignore("There is no collector to test with.");
        }
        var binary = Path.Combine(Directory.CreateTempSubdirectory("procurement-collector-").FullName, "otelcol");
        using var xz = Process.Start(
            new ProcessStartInfo("bash", ["-c", "xz -dc \"$1\" >\"$2\" && chmod +x \"$2\"", "bash", packed, binary])
        )!;
        await xz.WaitForExitAsync();
        Assert.That(xz.ExitCode, Is.Zero, "The collector cannot be unpacked.");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(Path.GetDirectoryName(binary)!, recursive: true);
        return binary;
    }
}
