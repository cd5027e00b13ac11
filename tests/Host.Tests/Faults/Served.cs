namespace Host.Tests.Faults;

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Host.Tests.Contract;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Host;
using TestKit;

/// <summary>The binary, serving as a process of its own that may be killed.</summary>
internal sealed class Served : IAsyncDisposable
{
    private static readonly string Binary = Path.Combine(AppContext.BaseDirectory, "procurement.dll");
    private static readonly string[] Always = ["ts", "level", "msg", "service", "version", "logger"];
    private readonly Process process;
    private readonly Dictionary<string, string> environment;
    private readonly ConcurrentQueue<string> lines = new();
    private readonly ConcurrentQueue<string> unreadable = new();
    private readonly TaskCompletionSource outputEnded = new();

    private Served(Process process, Dictionary<string, string> environment)
    {
        this.process = process;
        this.environment = environment;
    }

    public Uri Address => new($"http://{environment["LISTEN_ADDR"]}");

    public Task<string> Metrics() => Api.Read(new Uri($"http://{environment["METRICS_ADDR"]}"));

    public IEnumerable<string> Log => lines;

    /// <param name="database">Its URL; null to serve from memory.</param>
    /// <param name="configure">Changes the variables it is started with.</param>
    /// <param name="isRead">Whether anybody reads what it writes; otherwise it has a full pipe before it, and no log.</param>
    public static async Task<Served> Start(string? database, Action<Dictionary<string, string>>? configure = null, bool isRead = true)
    {
        var environment = EnvironmentFile.Load("test");
        if (database is not null)
        {
            environment["APP_ENV"] = "development";
            environment["DATABASE_URL"] = database;
        }
        environment["LOG_LEVEL"] = "warn";
        environment["LISTEN_ADDR"] = $"127.0.0.1:{FreePort.Find()}";
        environment["METRICS_ADDR"] = $"127.0.0.1:{FreePort.Find()}";
        configure?.Invoke(environment);
        var start = new ProcessStartInfo("dotnet", [Binary, "serve"]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var served = new Served(Process.Start(start)!, environment);
        if (isRead)
            served.Listen();
        else
            served.outputEnded.SetResult();
        using var client = new HttpClient { BaseAddress = served.Address };
        await Eventually.Holds(() => served.Ready(client), Is.True);
        return served;
    }

    /// <summary>A client that keeps its connections.</summary>
    public HttpClient As(string subject, string role) =>
        new(new ContractCheck())
        {
            BaseAddress = Address,
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", Token(subject, role)) },
        };

    public string Token(string subject, string role)
    {
        var auth = Settings.Read(new EnvironmentReader(environment)).Host.Auth;
        return DevelopmentTokens.Issue(auth, subject, [role], TimeSpan.FromHours(1), TimeProvider.System).Value;
    }

    /// <summary>A supplier that may be ordered from.</summary>
    public async Task<string> Supplier()
    {
        using var sam = As("sam", Roles.SupplierManager);
        using var cora = As("cora", Roles.Compliance);
        var supplier = await sam.Post("/suppliers", """{"code":"TH-200001","legal_name":"Siam Paper","email":"a@siam.example"}""");
        Assert.That(supplier.Status, Is.EqualTo(HttpStatusCode.Created), supplier.Body);
        var approved = await cora.Post($"/suppliers/{supplier.Text("id")}/approve", """{"risk_score":12}""");
        Assert.That(approved.Status, Is.EqualTo(HttpStatusCode.OK), supplier.Body);
        return supplier.Text("id");
    }

    /// <summary>Makes so many requests without a token, sixteen at a time; each is refused for that.</summary>
    public async Task RefuseMany(int requests)
    {
        using var client = new HttpClient { BaseAddress = Address };
        await Parallel.ForAsync(
            0,
            requests,
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (_, ct) =>
            {
                using var answer = await client.GetAsync(new Uri("/suppliers", UriKind.Relative), ct);
                Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
            }
        );
    }

    /// <summary>SIGTERM, as an orchestrator sends it.</summary>
    public Task Terminate() => process.Signal("TERM");

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <summary>Waits for its end; all of its log is then there.</summary>
    public async Task<int> Exited()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        await process.WaitForExitAsync(limit.Token);
        await outputEnded.Task.WaitAsync(limit.Token);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await Kill();
        process.Dispose();
        Assert.That(unreadable, Is.Empty, "what the process wrote is no line of a log");
    }

    /// <summary>What it writes is its log: each line an object with what every line has.</summary>
    private static bool IsLine(string text)
    {
        try
        {
            var line = JsonElement.Parse(text);
            return Always.All(name => line.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                && DateTimeOffset.TryParse(line.GetProperty("ts").GetString(), CultureInfo.InvariantCulture, out _)
                // The line of a request.
                && (
                    !line.TryGetProperty("status", out var status) || status.TryGetInt32(out _) && line.TryGetProperty("duration_ms", out _)
                );
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private async Task<bool> Ready(HttpClient client)
    {
        Assert.That(process.HasExited, Is.False, string.Join('\n', lines));
        try
        {
            return (await client.Get("/readyz")).Status == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private void Take(string line)
    {
        lines.Enqueue(line);
        if (!IsLine(line))
            unreadable.Enqueue(line);
    }

    private void Listen()
    {
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                outputEnded.TrySetResult();
            else
                Take(line.Data);
        };
        process.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }
}
