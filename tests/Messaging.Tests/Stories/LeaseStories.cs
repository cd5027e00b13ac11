namespace Messaging.Tests.Stories;

using System.Diagnostics;
using Messaging.Tests.Crash;
using Messaging.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Persistence;
using TestKit;

/// <summary>Several processes, of which one loses its lease, or hangs, or dies each time it sees a certain message.</summary>
internal sealed class LeaseStories
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string url = "";
    private Told told = null!;

    [SetUp]
    public async Task Start()
    {
        url = await Postgres.CreateDatabase("leases");
        await Post.Create(url);
        told = new Told(url);
    }

    [TearDown]
    public async Task Stop()
    {
        await told.DisposeAsync();
        await Postgres.DropDatabase(url);
    }

    [Test]
    public async Task A_lease_that_is_lost_in_the_middle_of_a_message_neither_doubles_nor_disorders_it()
    {
        var held = new Held();
        await using var first = await Post.Start(url, replace: services => services.AddSingleton<IBehaviour>(held));
        var thing = TypedId.New<ThingId>(TimeProvider.System);
        await first.Count(thing, "hold");
        await first.Count(thing, "fine");
        await held.Reached.Task.WaitAsync(Patience);
        await using var second = await Post.Start(url);

        // Whoever listens has the leases.
        await told.Execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE '%LISTEN%' AND pid <> pg_backend_pid()"
        );
        await told.Execute(
            """
            SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND mode = 'ExclusiveLock' AND granted
            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """
        );
        held.Go.SetResult();
        var verdict = await Verdict.Settled(url, Patience);

        Assert.That(verdict.Wrong, Is.Empty);
    }

    [Test]
    public async Task A_process_that_hangs_is_relieved_and_does_no_harm_when_it_wakes()
    {
        using var hangs = Victim.Launch(new Orders(url, Orders.Never, 0, 400, 7));
        await Eventually.Holds(async () => await told.Number("SELECT count(*) FROM sink.effects") > 50);
        await hangs.Signal("STOP");
        try
        {
            await using var other = await Post.Start(url, replace: services => services.AddSingleton<IBehaviour, FailsNowAndThen>());
            var before = await told.Number("SELECT count(*) FROM sink.effects");
            var watch = Stopwatch.StartNew();
            await Eventually.Holds(async () =>
                await told.Number("SELECT count(*) FROM sink.effects") > before + 20
                && await told.Number("SELECT count(*) FROM source.outbox") == 0
            );
            await TestContext.Out.WriteLineAsync($"relieved after {watch.Elapsed.TotalSeconds:0.0} s");
            await hangs.Signal("CONT");
            await hangs.WaitForExitAsync(new CancellationTokenSource(Patience).Token);

            var verdict = await Verdict.Settled(url, Patience);

            Assert.That(verdict.Wrong, Is.Empty);
        }
        finally
        {
            if (!hangs.HasExited)
                hangs.Kill();
        }
    }

    [Test]
    public async Task A_message_that_ends_the_process_is_put_aside_in_the_end_and_its_neighbours_get_through()
    {
        await using (var writer = await Post.Start(url, replace: Post.WithoutWorkers))
        {
            await writer.Count(TypedId.New<ThingId>(TimeProvider.System), "kill");
            for (var i = 0; i < 30; i++)
                await writer.Count(TypedId.New<ThingId>(TimeProvider.System), "fine");
        }
        var starts = 0;
        while (await told.Number("SELECT count(*) FROM sink.inbox_dead") == 0)
        {
            Assert.That(++starts, Is.LessThan(20), "it ends the process again and again");
            using var process = Victim.Launch(new Orders(url, Orders.Never, 0, 0, 7));
            await Eventually.Holds(async () =>
                process.HasExited
                || await told.Number("SELECT count(*) FROM sink.inbox_dead") > 0
                    && await told.Number("SELECT count(*) FROM sink.effects WHERE consumer = 'sink.note-thing'") >= 30
            );
            process.Kill();
            await process.WaitForExitAsync();
        }

        await TestContext.Out.WriteLineAsync($"put aside in the {starts}th process");
        Assert.That(await told.Texts("SELECT error_type FROM sink.inbox_dead"), Is.EqualTo(new[] { "ProcessEndedException" }));
        Assert.That(await told.Number("SELECT count(*) FROM sink.effects WHERE consumer = 'sink.note-thing'"), Is.EqualTo(30));
    }

    [Test]
    public async Task A_failure_is_counted_once_where_messages_are_run_with_care()
    {
        await told.Execute("INSERT INTO sink.inbox_lease VALUES ('sink.note-thing', 'somebody', ARRAY[now(), now()])");
        var settings = Post.Settings with { RetryDelays = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(20), 3)] };
        await using var post = await Post.Start(url, settings, services => services.AddSingleton<IBehaviour, Fails>());
        await post.Count(TypedId.New<ThingId>(TimeProvider.System), "fails");

        await Eventually.Holds(async () => await told.Number("SELECT count(*) FROM sink.inbox_dead") > 0);

        Assert.That(
            await told.Texts("SELECT attempts || ' ' || error_type FROM sink.inbox_dead"),
            Is.EqualTo(new[] { "4 InvalidOperationException" })
        );
    }

    private sealed class Held : IBehaviour
    {
        public TaskCompletionSource Reached { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Go { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public async Task Act(string note, EventEnvelope happened, CancellationToken ct)
        {
            if (note != "hold")
                return;
            Reached.TrySetResult();
            await Go.Task;
        }
    }

    private sealed class Fails : IBehaviour
    {
        public Task Act(string note, EventEnvelope happened, CancellationToken ct) => throw new InvalidOperationException("Asked to fail.");
    }
}
