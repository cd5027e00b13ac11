namespace Messaging.Tests.Measure;

using System.Diagnostics;
using System.Globalization;
using MassTransit;
using Messaging.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Inbox;
using TestKit;

/// <summary>
/// What <c>make bench-messaging</c> prints: how fast events are carried and handled, alone on this machine. Started as a process, so that
/// nothing of a test runner runs beside it.
/// </summary>
internal static class Measures
{
    private const int Warm = 3_000;

    public static async Task Run(string url)
    {
        await Post.Create(url);
        await using var database = NpgsqlDataSource.Create(Postgres.ConnectionString(url));
        await Drain(url, database);
        await Consume(url, database);
        await Latency(url);
        await Claim(url, database);
        await Idle(url);
    }

    /// <summary>From outbox to inbox, with nobody who consumes.</summary>
    private static async Task Drain(string url, NpgsqlDataSource database)
    {
        await using var post = await Post.Start(
            url,
            replace: services =>
            {
                foreach (var worker in services.Where(each => each.ImplementationType == typeof(InboxWorkers)).ToList())
                    services.Remove(worker);
            }
        );
        await Fill(database, Warm);
        await Until(database, "SELECT count(*) = 0 FROM source.outbox");
        const int events = 50_000;
        // All at once: the relay sees nothing before it is committed.
        await Fill(database, events);
        var watch = Stopwatch.StartNew();
        await Until(database, "SELECT count(*) = 0 FROM source.outbox");
        Say("drain of the outbox, in process", $"{events / watch.Elapsed.TotalSeconds:0} events/s");
        await Execute(database, "TRUNCATE sink.inbox, sink.inbox_seen, source.event_log");
    }

    /// <summary>One message a transaction, each with an effect.</summary>
    private static async Task Consume(string url, NpgsqlDataSource database)
    {
        await using var post = await Post.Start(url, replace: OnlyPlain);
        await Fill(database, Warm);
        await Until(database, $"SELECT count(*) >= {Warm} FROM sink.effects");
        const int events = 10_000;
        var commits = await Commits(database);
        var done = await Number(database, "SELECT count(*) FROM sink.effects") + events;
        await Fill(database, events);
        var watch = Stopwatch.StartNew();
        await Until(database, $"SELECT count(*) >= {done} FROM sink.effects");
        var elapsed = watch.Elapsed.TotalSeconds;
        // The statistics lag behind by a second.
        await Task.Delay(2_000);
        commits = await Commits(database) - commits;
        Say("consume, one message a transaction", $"{events / elapsed:0} messages/s, {(double)commits / events:0.00} commits a message");
    }

    private static async Task Latency(string url)
    {
        var done = new Doneness();
        await using var post = await Post.Start(
            url,
            replace: services =>
            {
                OnlyPlain(services);
                services.RemoveAll<ICheckpoints>().AddSingleton<ICheckpoints>(done);
            }
        );
        var took = new List<double>();
        for (var i = 0; i < 600; i++)
        {
            var next = done.Next();
            await post.Count(TypedId.New<ThingId>(TimeProvider.System));
            var committed = Stopwatch.GetTimestamp();
            var at = await next.WaitAsync(TimeSpan.FromSeconds(10));
            if (i >= 200)
                took.Add(Stopwatch.GetElapsedTime(committed, at).TotalMilliseconds);
            await Task.Delay(20);
        }
        took.Sort();
        Say("commit to effect, idle, in process", $"p50 {took[took.Count / 2]:0.0} ms, p99 {took[took.Count * 99 / 100]:0.0} ms");
    }

    /// <summary>The inbox is asked for work while dead rows lie about that nobody may clean away.</summary>
    private static async Task Claim(string url, NpgsqlDataSource database)
    {
        await using var holding = await database.OpenConnectionAsync();
        await using var snapshot = await holding.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
        await Number(holding, "SELECT count(*) FROM sink.inbox");
        await using var post = await Post.Start(url, replace: OnlyPlain);
        await Execute(
            database,
            """
            INSERT INTO sink.inbox (consumer, message_id, event_type, event_version, subject, partition_key, aggregate_version, correlation_id,
                occurred_at, data, source)
            SELECT 'nobody', gen_random_uuid(), 'source.thing-counted', 1, 'x', 'x' || n, 1, gen_random_uuid(), now(), '{}', 'source'
            FROM generate_series(1, 200000) AS n;
            DELETE FROM sink.inbox
            """
        );
        var store = new InboxStore(
            database,
            InboxStatements.Of("sink"),
            post.Services.GetServices<Subscription>().Single(each => each.Consumer == PlainNote.Name),
            TimeProvider.System
        );
        var last = await Number(database, "SELECT last_value FROM sink.inbox_seq_seq");
        var position = new Position(TimeProvider.System);
        var took = new List<double>();
        for (var i = 0; i < 200; i++)
        {
            var after = position.After();
            var watch = Stopwatch.StartNew();
            await store.Next(after, [], default);
            took.Add(watch.Elapsed.TotalMilliseconds);
            position.Passed(last);
        }
        var whole = took[0];
        took.Sort();
        Say(
            "claim with 200,000 dead rows and a held snapshot",
            $"p50 {took[took.Count / 2]:0.00} ms, p99 {took[took.Count * 99 / 100]:0.00} ms; the look at everything, every 10 s: {whole:0.0} ms"
        );
    }

    private static async Task Idle(string url)
    {
        await using var post = await Post.Start(url);
        await Task.Delay(5_000);
        var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        await Task.Delay(20_000);
        process.Refresh();
        Say("idle workers", $"{(process.TotalProcessorTime - cpu) / watch.Elapsed * 100:0.00} % of a core");
    }

    private static void OnlyPlain(IServiceCollection services)
    {
        services.RemoveAll<Subscription>();
        services.Subscribe<PlainNote, PlainNoteDefinition, ThingCounted>(PlainNote.Name, KeyPolicy.Continue);
    }

    private static Task Fill(NpgsqlDataSource database, int events) =>
        Execute(
            database,
            $$"""
            INSERT INTO source.outbox (message_id, event_type, event_version, subject, partition_key, aggregate_version, correlation_id,
                trace_parent, occurred_at, data)
            SELECT gen_random_uuid(), 'source.thing-counted', 1, 'thing_' || n % 1000, 'thing_' || n % 1000, n, gen_random_uuid(),
                '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00', now(),
                '{"thing_id":"thing_' || n || '","count":' || n || ',"note":"' || repeat('x', 200) || '"}'
            FROM generate_series(1, {{events}}) AS n
            """
        );

    private static Task<long> Commits(NpgsqlDataSource database) =>
        Number(database, "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()");

    private static async Task Until(NpgsqlDataSource database, string condition)
    {
        while (true)
        {
            await using var command = database.CreateCommand(condition);
            if (await command.ExecuteScalarAsync() is true)
                return;
            await Task.Delay(20);
        }
    }

    private static async Task<long> Number(NpgsqlDataSource database, string sql)
    {
        await using var connection = await database.OpenConnectionAsync();
        return await Number(connection, sql);
    }

    private static async Task<long> Number(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static async Task Execute(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 120;
        await command.ExecuteNonQueryAsync();
    }

    private static void Say(string what, string figure) =>
        Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {what} | {figure} |"));

    private sealed class Doneness : ICheckpoints
    {
        private TaskCompletionSource<long> next = new();

        public Task<long> Next() => (next = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

        public void Pass(Checkpoint point)
        {
            if (point == Checkpoint.Done)
                next.TrySetResult(Stopwatch.GetTimestamp());
        }
    }
}

/// <summary>An effect and nothing else, as the services that are measured against have it.</summary>
internal sealed class PlainNote(SinkContext context) : IConsumer<ThingCounted>
{
    public const string Name = "sink.plain";

    public Task Consume(ConsumeContext<ThingCounted> counted) => context.Note(Name, counted.Event(), counted.CancellationToken);
}

internal sealed class PlainNoteDefinition : ConsumerDefinition<PlainNote>;
