namespace Messaging.Tests.Harness;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Composition;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Mapping;
using TestKit;

/// <summary>A process, or a part of one, with a module that tells and one that is told.</summary>
internal sealed class Post : IAsyncDisposable
{
    private readonly IHost host;

    private Post(IHost host) => this.host = host;

    public IServiceProvider Services => host.Services;

    public static MessagingSettings Settings { get; } =
        new()
        {
            Transport = EventTransport.InProcess,
            PollInterval = TimeSpan.FromSeconds(1),
            BatchSize = 500,
            MaxAttempts = 3,
            Kafka = null,
            // Long enough for others to overtake, short enough for a test.
            RetryDelays = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(100), 7)],
        };

    /// <summary>Makes the schemas of both modules in an empty database.</summary>
    public static async Task Create(string url)
    {
        await using var database = NpgsqlDataSource.Create(Postgres.ConnectionString(url));
        await using var command = database.CreateCommand(
            $"""
            CREATE SCHEMA source; {ModuleTables.Sql("source")} {ModuleTables.InboxIndex("source")} {SourceModule.Tables}
            CREATE SCHEMA sink; {ModuleTables.Sql("sink")} {ModuleTables.InboxIndex("sink")} {SinkModule.Tables}
            """
        );
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Starts it.</summary>
    /// <param name="url">The database.</param>
    /// <param name="settings">How events are carried; null for <see cref="Settings"/>.</param>
    /// <param name="replace">Puts a test's own parts in.</param>
    /// <param name="connections">Size of its pool.</param>
    public static async Task<Post> Start(
        string url,
        MessagingSettings? settings = null,
        Action<IServiceCollection>? replace = null,
        int connections = 16
    )
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder
            .Logging.AddProvider(new Complaints())
            .SetMinimumLevel(LogLevel.Warning)
            .AddFilter("MassTransit", LogLevel.None)
            .AddFilter("Microsoft", LogLevel.None);
        var services = builder.Services;
        services.AddSingleton(TimeProvider.System).AddMetrics();
        var pool = new PoolSettings(connections, 0, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5));
        services.AddPostgres(DatabaseAddress.Parse(url).Value, pool);
        services.AddSingleton<IPublicEvents<SourceModule>, SourceModule>();
        services.AddPostgresModule<SourceModule, SourceContext>("source").AddPostgresMessaging<SourceModule, SourceContext>("source");
        services.AddPostgresModule<SinkModule, SinkContext>("sink").AddPostgresMessaging<SinkModule, SinkContext>("sink");
        services.AddScoped<IRepository<Thing, ThingId>, Things>();
        services.TryAddSingleton<IBehaviour, NoBehaviour>();
        services.Subscribe<NoteThing, NoteThingDefinition, ThingCounted>(NoteThing.Name, KeyPolicy.Park);
        services.Subscribe<NoteNoted, NoteNotedDefinition, ThingNoted>(NoteNoted.Name, KeyPolicy.Continue);
        services.AddMessaging(settings ?? Settings, inMemory: false);
        replace?.Invoke(services);
        var host = builder.Build();
        await host.StartAsync();
        return new Post(host);
    }

    /// <summary>Leaves out whoever carries and handles events.</summary>
    public static void WithoutWorkers(IServiceCollection services)
    {
        foreach (var worker in services.Where(each => each.ServiceType == typeof(IHostedService)).ToList())
            if (worker.ImplementationType is null || worker.ImplementationType.Assembly == typeof(MessagingRegistration).Assembly)
                services.Remove(worker);
    }

    /// <summary>Counts a thing on, or begins it, as a request would.</summary>
    public async Task Count(ThingId id, string note = "", Action? afterCommit = null, Action? beforeCommit = null)
    {
        while (true)
        {
            await using var scope = Services.CreateAsyncScope();
            var provider = scope.ServiceProvider;
            var things = provider.GetRequiredService<IRepository<Thing, ThingId>>();
            var unitOfWork = provider.GetRequiredService<IUnitOfWork<SourceModule>>();
            var now = TimeProvider.System.Now();
            if (await things.Find(id, default) is not { } thing)
                thing = Thing.Begin(id, note, now);
            else
                thing.CountOn(note, now);
            await things.Save(thing, default);
            if (afterCommit is not null)
                unitOfWork.AfterCommit(afterCommit);
            beforeCommit?.Invoke();
            if ((await unitOfWork.Commit(default)).Error is null)
                return;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        if (host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }
}

/// <summary>What went wrong, to the error stream: a test that fails shows it.</summary>
internal sealed class Complaints : ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) => this;

    public void Dispose() { }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) => Console.Error.WriteLine($"{logLevel}: {formatter(state, exception)} {exception?.GetType().Name}: {exception?.Message}");
}
