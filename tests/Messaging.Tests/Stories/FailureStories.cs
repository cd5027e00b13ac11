namespace Messaging.Tests.Stories;

using System.Collections.Concurrent;
using Messaging.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Persistence;
using TestKit;

/// <summary>What becomes of messages that cannot be handled, and of their neighbours.</summary>
internal sealed class FailureStories
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Notes notes = new();
    private string url = "";
    private Post post = null!;
    private Told told = null!;

    [SetUp]
    public async Task Start()
    {
        notes.Clear();
        url = await Postgres.CreateDatabase("failures");
        await Post.Create(url);
        told = new Told(url);
        var settings = Post.Settings with { RetryDelays = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(50), 3)] };
        post = await Post.Start(url, settings, services => services.AddSingleton<IBehaviour>(notes));
    }

    [TearDown]
    public async Task Stop()
    {
        await post.DisposeAsync();
        await told.DisposeAsync();
        await Postgres.DropDatabase(url);
    }

    [Test]
    public async Task What_fails_again_and_again_is_put_aside_and_what_follows_of_its_key_waits()
    {
        var (bad, good) = (NewThing(), NewThing());
        await post.Count(bad, "fails");
        await post.Count(bad, "after");
        await post.Count(good, "fine");
        await post.Count(good, "fine");

        Assert.That(await Dead(), Is.EqualTo(new[] { "sink.note-thing 4 InvalidOperationException: Asked to fail." }));

        await Effects("sink.note-thing", 2);
        Assert.That(notes.Seen("fails"), Is.EqualTo(4), "first attempt and three more");
        Assert.That(notes.Seen("after"), Is.Zero);
        Assert.That(await told.Number("SELECT count(*) FROM sink.inbox WHERE consumer = 'sink.note-thing'"), Is.EqualTo(1));
        Assert.That(await told.Number("SELECT count(*) FROM sink.effects WHERE subject = '" + bad + "'"), Is.Zero);
        await Eventually.Holds(async () => await told.Number("SELECT count(*) FROM sink.outbox") == 0);
    }

    [Test]
    public async Task What_fails_once_holds_up_its_key_and_no_other()
    {
        var (bad, good) = (NewThing(), NewThing());
        await post.Count(bad, "fails once");
        for (var i = 0; i < 20; i++)
        {
            await post.Count(bad, "fine");
            await post.Count(good, "fine");
        }

        var verdict = await Verdict.Settled(url, Patience);

        Assert.That(verdict.Wrong, Is.Empty);
    }

    [Test]
    public async Task What_no_repetition_helps_is_put_aside_at_once()
    {
        await post.Count(NewThing(), "permanent");

        Assert.That(await Dead(), Is.EqualTo(new[] { "sink.note-thing 1 PermanentFailureException: Never." }));
        Assert.That(notes.Seen("permanent"), Is.EqualTo(1));
    }

    [TestCase("{}")]
    [TestCase("nothing of the kind")]
    [TestCase("""{"thing_id": 1, "count": "x", "note": []}""")]
    public async Task What_cannot_be_read_is_put_aside_at_once_and_others_go_on(string data)
    {
        await told.Execute(
            $"""
            INSERT INTO source.outbox (message_id, event_type, event_version, subject, partition_key, aggregate_version, correlation_id, occurred_at, data)
            VALUES (gen_random_uuid(), 'source.thing-counted', 1, 'x', 'x', 1, gen_random_uuid(), now(), '{data}')
            """
        );
        await post.Count(NewThing(), "fine");

        await Effects("sink.note-thing", 1);
        var dead = await Dead();
        Assert.That(dead, Has.Count.EqualTo(1));
        Assert.That(dead[0], Does.StartWith("sink.note-thing 1 "));
    }

    [Test]
    public async Task What_is_slow_holds_up_its_own_key_alone()
    {
        var slow = NewThing();
        for (var i = 0; i < 10; i++)
            await post.Count(slow, "slow");
        var others = Enumerable.Range(0, 20).Select(_ => NewThing()).ToList();
        foreach (var other in others)
            await post.Count(other, "fine");

        await Eventually.Holds(async () =>
            await told.Number("SELECT count(*) FROM sink.effects WHERE consumer = 'sink.note-thing' AND version = 1") >= 12
        );

        Assert.That(
            await told.Number($"SELECT count(*) FROM sink.effects WHERE consumer = 'sink.note-thing' AND subject = '{slow}'"),
            Is.LessThan(10),
            "others waited for the slow one"
        );
        Assert.That((await Verdict.Settled(url, Patience)).Wrong, Is.Empty);
    }

    [Test]
    public async Task A_database_that_goes_away_in_the_middle_costs_no_attempt_and_no_effect()
    {
        for (var i = 0; i < 100; i++)
            await post.Count(NewThing(), "slow");
        for (var times = 0; times < 5; times++)
        {
            await told.Execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            );
            var effects = await told.Number("SELECT count(*) FROM sink.effects");
            await Eventually.Holds(async () => await told.Number("SELECT count(*) FROM sink.effects") > effects);
        }
        Assert.That(await told.Number("SELECT count(*) FROM sink.inbox WHERE attempts > 0"), Is.Zero);

        var verdict = await Verdict.Settled(url, Patience);

        Assert.That(verdict.Wrong, Is.Empty);
    }

    private static ThingId NewThing() => TypedId.New<ThingId>(TimeProvider.System);

    private Task Effects(string consumer, int count) =>
        Eventually.Holds(async () => await told.Number($"SELECT count(*) FROM sink.effects WHERE consumer = '{consumer}'") >= count);

    private async Task<List<string>> Dead()
    {
        const string dead = "SELECT consumer || ' ' || attempts || ' ' || error_type || ': ' || error FROM sink.inbox_dead";
        await Eventually.Holds(async () => (await told.Texts(dead)).Count > 0);
        return await told.Texts(dead);
    }

    /// <summary>Does what the note of an event says, and remembers how often.</summary>
    private sealed class Notes : IBehaviour
    {
        private readonly ConcurrentDictionary<string, int> seen = new();

        public int Seen(string note) => seen.GetValueOrDefault(note);

        public void Clear() => seen.Clear();

        public Task Act(string note, EventEnvelope happened, CancellationToken ct)
        {
            var times = seen.AddOrUpdate(note, 1, (_, before) => before + 1);
            return note switch
            {
                "fails" => throw new InvalidOperationException("Asked to fail."),
                "fails once" when times == 1 => throw new InvalidOperationException("Asked to fail."),
                "permanent" => throw new PermanentFailureException("Never."),
                "slow" => Task.Delay(200, ct),
                _ => Task.CompletedTask,
            };
        }
    }
}
