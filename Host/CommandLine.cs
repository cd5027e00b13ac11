namespace Procurement.Host;

using System.CommandLine;
using System.CommandLine.Invocation;
using System.Net.Sockets;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Lifetime;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.BuildingBlocks.Messaging.Operations;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Host.Importing;
using Procurement.Host.Operations;

/// <summary>The verbs of the one binary; without one it serves.</summary>
internal static partial class CommandLine
{
    private const int Failed = 1;

    public static Task<int> Parse(string[] args)
    {
        var root = new RootCommand("Procurement: the back end of a procure-to-pay platform.");
        root.SetAction((_, ct) => Serve(ct));
        root.Subcommands.Add(Verb("serve", "Serve the HTTP API (the default).", Serve));
        root.Subcommands.Add(MigrateVerb.Verb(Migrate));
        root.Subcommands.Add(Verb("seed", "Fill an empty database with a small demonstration set, and exit.", Seed));
        root.Subcommands.Add(
            Verb("healthcheck", "Ask a serving process on this machine whether it is alive: exit 0 when it is.", HealthCheck)
        );
        root.Subcommands.Add(
            Verb("config", "Print the effective configuration, secrets masked.", _ => Task.FromResult(PrintConfiguration()))
        );
        root.Subcommands.Add(Token());
        root.Subcommands.Add(OperationsVerbs.Verb(Operate));
        root.Subcommands.Add(ImportVerb.Verb(replace => Build(replace: replace)));
        root.Subcommands.Add(OrderImportVerb.Verb(replace => Build(replace: replace)));
        var parsed = root.Parse(args);
        // One line says what is wrong; how it is called right, --help tells.
        if (parsed.Action is ParseErrorAction)
            return Task.FromResult(Complain($"procurement: {string.Join(' ', parsed.Errors.Select(error => error.Message))}"));
        return parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
    }

    private static Command Verb(string name, string description, Func<CancellationToken, Task<int>> run)
    {
        var verb = new Command(name, description);
        verb.SetAction((_, ct) => run(ct));
        return verb;
    }

    private static async Task<int> Serve(CancellationToken ct)
    {
        if (Build() is not { } app)
            return Failed;
        await using (app)
            return await app.PrepareDatabase(ct) is { } complaint ? Complain(complaint) : await Run(app);
    }

    /// <summary>Serves until told to stop.</summary>
    /// <returns>0 when everything was finished, 1 when a request was cut or a worker had died.</returns>
    internal static async Task<int> Run(WebApplication app)
    {
        // Asked for now: when the run is over the container is gone.
        var listening = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        var log = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Procurement.Listening");
        var drain = app.Services.GetRequiredService<Drain>();
        var workers = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        var started = app.Lifetime.ApplicationStarted;
        started.Register(() => Listening(log, listening.First(), listening.ElementAtOrDefault(1) ?? "nothing"));
        try
        {
            await app.RunAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is IOException or SocketException && !started.IsCancellationRequested)
        {
            // They are opened in this order.
            var name = listening.Count == 0 ? "LISTEN_ADDR" : "METRICS_ADDR";
            return Complain($"procurement: {name} cannot be listened on: it is in use, or no address of this machine");
        }
        catch (OperationCanceledException)
        {
            // The shutdown budget ran out: what was cut is in the log and in the exit code.
            return Failed;
        }
        // The framework stops the process when a worker dies, and calls that a success.
        return workers.Exists(worker => worker.ExecuteTask is { IsFaulted: true }) ? Failed : drain.ExitCode;
    }

    private static async Task<int> Migrate(
        Func<SchemaMigrator, CancellationToken, Task<string>> work,
        bool isForAnother,
        CancellationToken ct
    )
    {
        if (Build(replace: isForAnother ? ImportRun.LogToError : null) is not { } app)
            return Failed;
        await using (app)
        {
            if (app.Services.GetService<SchemaMigrator>() is not { } migrator)
                return Complain("procurement: there is no database to migrate when APP_ENV is test");
            try
            {
                await Console.Out.WriteAsync(await work(migrator, ct));
                return 0;
            }
            catch (Exception e) when (ProcurementHost.DatabaseComplaint(e) is { } complaint)
            {
                return Complain(complaint);
            }
        }
    }

    private static async Task<int> Operate(Func<IMessagingOperations, CancellationToken, Task<Result<string>>> work, CancellationToken ct)
    {
        if (Build() is not { } app)
            return Failed;
        await using (app)
        {
            if (app.Services.GetService<SchemaMigrator>() is null)
                return Complain("procurement: there is nothing to operate on when APP_ENV is test");
            try
            {
                var outcome = await work(app.Services.GetRequiredService<IMessagingOperations>(), ct);
                if (outcome.Error is { } refusal)
                    return Complain($"procurement: {refusal.Detail}");
                await Console.Out.WriteLineAsync(outcome.Value);
                return 0;
            }
            catch (Exception e) when (ProcurementHost.DatabaseComplaint(e) is { } complaint)
            {
                return Complain(complaint);
            }
        }
    }

    private static async Task<int> Seed(CancellationToken ct)
    {
        var environment = Environment();
        environment["LISTEN_ADDR"] = "127.0.0.1:0";
        environment["METRICS_ADDR"] = "";
        environment["SHUTDOWN_DELAY"] = "0s";
        environment["LOG_LEVEL"] = "error";
        if (Build(environment) is not { } app)
            return Failed;
        await using (app)
        {
            if (await app.PrepareDatabase(ct) is { } complaint)
                return Complain(complaint);
            await app.StartAsync(ct);
            var outcome = await Demonstration.Seed(app, ct);
            await app.StopAsync(ct);
            if (outcome.Error is { } refusal)
                return Complain($"procurement: {refusal.Detail}");
            await Console.Out.WriteLineAsync(outcome.Value);
            return 0;
        }
    }

    private static async Task<int> HealthCheck(CancellationToken ct)
    {
        var env = new EnvironmentReader(Environment());
        var listen = HostSettings.Read(env).Listen;
        if (env.Complaint is { } complaint)
            return Complain(complaint);
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            var host = listen.Address is null || listen.Address.Equals(System.Net.IPAddress.Any) ? "127.0.0.1" : listen.Address.ToString();
            using var answer = await client.GetAsync(new UriBuilder("http", host, listen.Port, "/livez").Uri, ct);
            return answer.IsSuccessStatusCode ? 0 : Failed;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return Complain("procurement: nothing answers");
        }
    }

    private static int PrintConfiguration()
    {
        var env = new EnvironmentReader(Environment());
        Settings.Read(env);
        if (env.Complaint is { } complaint)
            return Complain(complaint);
        env.Print(Console.Out);
        return 0;
    }

    private static Command Token()
    {
        var subject = new Option<string>("--sub") { Description = "Who the token speaks for.", Required = true };
        var roles = new Option<string[]>("--role") { Description = "A role; may be repeated.", Required = true };
        var minutes = new Option<int>("--minutes") { Description = "How long it is valid.", DefaultValueFactory = _ => 480 };
        var verb = new Command("token", "Print a token for development (needs AUTH_SYMMETRIC_KEY).") { subject, roles, minutes };
        verb.SetAction(parsed =>
        {
            var env = new EnvironmentReader(Environment());
            var settings = Settings.Read(env).Host;
            if (env.Complaint is { } complaint)
                return Complain(complaint);
            var token = DevelopmentTokens.Issue(
                settings.Auth,
                parsed.GetRequiredValue(subject),
                parsed.GetRequiredValue(roles),
                TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                TimeProvider.System
            );
            if (token.Error is not null)
                return Complain($"procurement: {token.Error.Detail}");
            Console.Out.WriteLine(token.Value);
            return 0;
        });
        return verb;
    }

    private static WebApplication? Build(Dictionary<string, string>? environment = null, Action<IServiceCollection>? replace = null)
    {
        try
        {
            return ProcurementHost.Build(environment ?? Environment(), replace);
        }
        catch (ConfigurationException e)
        {
            Complain(e.Message);
            return null;
        }
    }

    private static Dictionary<string, string> Environment() =>
        System
            .Environment.GetEnvironmentVariables()
            .Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");

    private static int Complain(string complaint)
    {
        Console.Error.WriteLine(complaint);
        return Failed;
    }

    [LoggerMessage(LogLevel.Information, "Listening on {Address}; metrics on {MetricsAddress}")]
    private static partial void Listening(ILogger log, string address, string metricsAddress);
}
