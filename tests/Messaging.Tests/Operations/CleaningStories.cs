namespace Messaging.Tests.Operations;

using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Procurement.BuildingBlocks.Messaging.Cleaning;

/// <summary>What is kept for a while only goes when its time is up, and not before.</summary>
internal sealed class CleaningStories
{
    private FakeTimeProvider clock = null!;
    private Ward ward = null!;

    private MessagingCleaner Cleaner => ward.Services.GetRequiredService<MessagingCleaner>();

    [SetUp]
    public async Task Open()
    {
        clock = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        ward = await Ward.Open(services => services.AddSingleton<TimeProvider>(clock));
    }

    [TearDown]
    public ValueTask Close() => ward.DisposeAsync();

    [Test]
    public async Task What_consumers_were_given_is_forgotten_batch_by_batch_after_thirty_days()
    {
        await Seen(12_001, clock.GetUtcNow().AddDays(-31));
        await Seen(3, clock.GetUtcNow().AddDays(-29));

        await Cleaner.Clean(default);
        Assert.That(await ward.Ask<long>("SELECT count(*) FROM sink.inbox_seen"), Is.EqualTo(3));

        // It may be at it by itself just then.
        clock.Advance(TimeSpan.FromDays(2));
        await CleanUntil(async () => await ward.Ask<long>("SELECT count(*) FROM sink.inbox_seen") == 0, "all is forgotten");
    }

    [Test]
    public async Task Dead_letters_go_ninety_days_after_they_were_decided_on_and_operations_stay()
    {
        await ward.Ask<object>(
            """
            INSERT INTO sink.inbox_dead (id, consumer, source, attempts, error_type, error, received_at, dead_at, resolved_at)
            SELECT gen_random_uuid(), 'sink.note-thing', 'x', 1, 'E', 'e', now(), now() - interval '200 days', at
            FROM (VALUES (now() - interval '91 days'), (now() - interval '89 days'), (NULL)) AS v (at);
            INSERT INTO sink.operations (id, at, actor, action, target, rows) VALUES (gen_random_uuid(), now() - interval '9 years', 'a', 'b', 'c', 1)
            """
        );

        await Cleaner.Clean(default);

        Assert.That(await ward.Ask<long>("SELECT count(*) FROM sink.inbox_dead"), Is.EqualTo(2));
        Assert.That(await ward.Ask<long>("SELECT count(*) FROM sink.operations"), Is.EqualTo(1));
    }

    [Test]
    public async Task Partitions_of_the_log_are_made_ahead_and_dropped_when_they_are_old()
    {
        var now = clock.GetUtcNow();
        var ahead = Partition(now.AddMonths(2));
        await ward.Ask<object>($"DROP TABLE source.{ahead}");
        foreach (var months in new[] { -14, -13, -1 })
        {
            var month = Month(now).AddMonths(months);
            await ward.Ask<object>(
                $"CREATE TABLE source.{Partition(month)} PARTITION OF source.event_log FOR VALUES FROM ('{month:O}') TO ('{month.AddMonths(1):O}')"
            );
        }

        await Cleaner.Clean(default);

        var there = await ward.Ask<string[]>(
            "SELECT array_agg(relname::text) FROM pg_class WHERE relnamespace = 'source'::regnamespace AND relkind = 'r'"
        );
        Assert.That(there, Does.Contain(ahead).And.Contain(Partition(now.AddMonths(-13))).And.Not.Contain(Partition(now.AddMonths(-14))));
        clock.Advance(Month(now).AddMonths(1) - now);
        await Cleaner.Clean(default);
        there = await ward.Ask<string[]>(
            "SELECT array_agg(relname::text) FROM pg_class WHERE relnamespace = 'source'::regnamespace AND relkind = 'r'"
        );
        Assert.That(there, Does.Not.Contain(Partition(now.AddMonths(-13))).And.Contain(Partition(now.AddMonths(-1))));
    }

    /// <summary>A report reads the log: the drop does not queue up before everybody else.</summary>
    [Test]
    public async Task A_log_that_is_being_read_is_left_for_another_time()
    {
        var month = Month(clock.GetUtcNow()).AddMonths(-20);
        await ward.Ask<object>(
            $"CREATE TABLE source.{Partition(month)} PARTITION OF source.event_log FOR VALUES FROM ('{month:O}') TO ('{month.AddMonths(1):O}')"
        );
        await using (var reader = await ward.Database.OpenConnectionAsync())
        {
            await using var reading = await reader.BeginTransactionAsync();
            await using var command = reader.CreateCommand();
            command.CommandText = "SELECT count(*) FROM source.event_log";
            await command.ExecuteScalarAsync();

            await Cleaner.Clean(default);
            Assert.That(await Exists(), Is.True);
        }

        // The drop gives way to whoever is at the table.
        await CleanUntil(async () => !await Exists(), "it is dropped");

        Task<bool> Exists() => ward.Ask<bool>($"SELECT to_regclass('source.{Partition(month)}') IS NOT NULL");
    }

    [Test]
    public async Task One_process_at_a_time_cleans()
    {
        await Seen(10, clock.GetUtcNow().AddDays(-31));
        await using (var other = await ward.Database.OpenConnectionAsync())
        {
            await using var held = await other.BeginTransactionAsync();
            await using var command = other.CreateCommand();
            command.CommandText = "SELECT pg_advisory_xact_lock(hashtextextended('clean.sink', 0))";
            await command.ExecuteScalarAsync();

            await Cleaner.Clean(default);
            Assert.That(await ward.Ask<long>("SELECT count(*) FROM sink.inbox_seen"), Is.EqualTo(10));
        }

        // By itself, when its time has come.
        await ward.Until(
            async () =>
            {
                clock.Advance(TimeSpan.FromMinutes(5));
                return await ward.Ask<long>("SELECT count(*) FROM sink.inbox_seen") == 0;
            },
            "all is forgotten"
        );
    }

    private Task CleanUntil(Func<Task<bool>> holds, string what) =>
        ward.Until(
            async () =>
            {
                await Cleaner.Clean(default);
                return await holds();
            },
            what
        );

    private Task<object> Seen(int rows, DateTimeOffset at)
    {
        var time = at.ToUnixTimeMilliseconds().ToString("x12", CultureInfo.InvariantCulture);
        return ward.Ask<object>(
            $"INSERT INTO sink.inbox_seen SELECT ('{time}' || substr(replace(gen_random_uuid()::text, '-', ''), 13))::uuid, 'sink.note-thing' FROM generate_series(1, {rows})"
        );
    }

    private static DateTimeOffset Month(DateTimeOffset at) => new(at.Year, at.Month, 1, 0, 0, 0, TimeSpan.Zero);

    private static string Partition(DateTimeOffset month) => "event_log_" + month.ToString("yyyyMM", CultureInfo.InvariantCulture);
}
