namespace Deployment.Tests.Operations;

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Host;
using TestKit;

/// <summary>The binary on a database, as a process of its own: serving, or doing what a verb says.</summary>
internal sealed class Instance : IAsyncDisposable
{
    /// <summary>A process that starts beside others on a small machine takes half a minute; nobody waits longer than it needs.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly string Binary = Path.Combine(AppContext.BaseDirectory, "procurement.dll");
    private readonly Process process;
    private readonly Dictionary<string, string> environment;
    private readonly ConcurrentQueue<string> log = new();

    private Instance(Process process, Dictionary<string, string> environment) => (this.process, this.environment) = (process, environment);

    /// <summary>Serves, and is ready.</summary>
    /// <param name="database">Its URL.</param>
    /// <param name="changes">Variables other than those of <c>env/test.env</c>.</param>
    public static async Task<Instance> Serve(string database, params (string Name, string Value)[] changes)
    {
        var environment = Environment(database, changes);
        environment["LISTEN_ADDR"] = $"127.0.0.1:{FreePort.Find()}";
        var instance = new Instance(Start(environment, "serve"), environment);
        instance.process.OutputDataReceived += (_, line) => instance.log.Enqueue(line.Data ?? "");
        instance.process.ErrorDataReceived += (_, line) => instance.log.Enqueue(line.Data ?? "");
        instance.process.BeginOutputReadLine();
        instance.process.BeginErrorReadLine();
        await Until(instance.Ready);
        return instance;
    }

    /// <summary>Runs a verb to its end.</summary>
    public static Task<(int Code, string Output, string Error)> Run(string database, params string[] verb) => Run(database, [], verb);

    /// <summary>As above, with variables other than those of <c>env/test.env</c>.</summary>
    public static async Task<(int Code, string Output, string Error)> Run(
        string database,
        (string Name, string Value)[] changes,
        params string[] verb
    )
    {
        using var process = Start(Environment(database, changes), verb);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await Ended(process);
        return (process.ExitCode, await output, await error);
    }

    /// <summary>What it is started with: <c>env/test.env</c>, but on a database.</summary>
    public static Dictionary<string, string> Environment(string database, params (string Name, string Value)[] changes)
    {
        var environment = EnvironmentFile.Load("test");
        environment["APP_ENV"] = "development";
        environment["DATABASE_URL"] = database;
        environment["METRICS_ADDR"] = "";
        environment["LOG_LEVEL"] = "info";
        foreach (var (name, value) in changes)
            environment[name] = value;
        return environment;
    }

    /// <summary>Looks until it is so.</summary>
    public static async Task Until(Func<Task<bool>> isSo)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(Longest), "it did not come about");
            await Task.Delay(50);
        }
    }

    /// <summary>A client that speaks for somebody with a role, by a token of the development key.</summary>
    public HttpClient As(string subject, string role)
    {
        var auth = Settings.Read(new EnvironmentReader(environment)).Host.Auth;
        return With(DevelopmentTokens.Issue(auth, subject, [role], TimeSpan.FromHours(1), TimeProvider.System).Value);
    }

    /// <summary>A client that shows this token.</summary>
    public HttpClient With(string token) =>
        new()
        {
            BaseAddress = new Uri($"http://{environment["LISTEN_ADDR"]}"),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", token) },
        };

    public IEnumerable<string> Log => log;

    /// <summary>SIGTERM, and the end; the exit code.</summary>
    public async Task<int> Terminate()
    {
        await process.Signal("TERM");
        await Ended(process);
        return process.ExitCode;
    }

    /// <summary>SIGKILL.</summary>
    public async Task Kill()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            await Kill();
        process.Dispose();
    }

    private static Process Start(Dictionary<string, string> environment, params string[] verb)
    {
        var start = new ProcessStartInfo("dotnet", [Binary, .. verb]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return System.Diagnostics.Process.Start(start)!;
    }

    private static async Task Ended(Process process)
    {
        using var limit = new CancellationTokenSource(Longest);
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw;
        }
    }

    private async Task<bool> Ready()
    {
        Assert.That(process.HasExited, Is.False, string.Join('\n', log));
        try
        {
            using var client = With("none");
            using var answer = await client.GetAsync(new Uri("/readyz", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}

/// <summary>An answer, read.</summary>
internal sealed record Reply(int Status, string Body)
{
    public string Id => JsonElement.Parse(Body).GetProperty("id").GetString()!;
}

internal static class Calls
{
    public static Task<Reply> Get(this HttpClient client, string path) => client.Send(HttpMethod.Get, path, null, null);

    /// <summary>Posts, and wants it done.</summary>
    public static async Task<Reply> Post(this HttpClient client, string path, string? json = null, string? key = null)
    {
        var reply = await client.Send(HttpMethod.Post, path, json, key);
        Assert.That(reply.Status, Is.EqualTo(200).Or.EqualTo(201), $"{path}: {reply.Body}");
        return reply;
    }

    public static async Task<Reply> Send(this HttpClient client, HttpMethod method, string path, string? json, string? key)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative));
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.Add("Idempotency-Key", $"\"{key}\"");
        using var answer = await client.SendAsync(request);
        return new Reply((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
