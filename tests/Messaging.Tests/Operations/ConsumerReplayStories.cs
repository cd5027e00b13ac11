namespace Messaging.Tests.Operations;

using Messaging.Tests.Harness;
using Procurement.BuildingBlocks.Messaging.Operations;

/// <summary>One consumer is given again what was told, and nobody else.</summary>
internal sealed class ConsumerReplayStories
{
    private Sick sick = null!;
    private Ward ward = null!;

    [SetUp]
    public async Task Open() => ward = await Ward.Open(behaviour: sick = new Sick());

    [TearDown]
    public ValueTask Close() => ward.DisposeAsync();

    [Test]
    public async Task It_is_given_again_what_happened_since_a_moment_in_order()
    {
        var things = Enumerable.Range(0, 3).Select(_ => Ward.NewThing()).ToList();
        await Count(things, 4);
        await Settled(12);
        var since = TimeProvider.System.GetUtcNow();
        await Count(things, 3);
        await Settled(21);

        var replayed = await Replay(since);

        Assert.That((replayed.Consumer, replayed.Replayed, replayed.Next), Is.EqualTo((NoteNoted.Name, 9L, (DateTimeOffset?)null)));
        await Settled(30, 21);
        foreach (var thing in things)
        {
            Assert.That(await ward.Effects(thing, NoteNoted.Name), Is.EqualTo(new[] { 1L, 2, 3, 4, 5, 6, 7, 5, 6, 7 }));
            Assert.That(await ward.Effects(thing), Has.Length.EqualTo(7), "nobody else is given anything");
        }
        var done = (await ward.Operations.Operations(null, null, 10, default)).Items.Single();
        Assert.That((done.Action, done.Rows, done.Reason), Is.EqualTo(("replay-consumer", 9L, "Rebuilt.")));
        Assert.That(done.Target, Does.StartWith($"{NoteNoted.Name} from "));
    }

    [Test]
    public async Task What_waits_and_what_was_put_aside_comes_once_with_the_rest()
    {
        var thing = Ward.NewThing();
        await ward.Count(thing);
        await ward.Count(thing, Sick.Ill);
        await ward.UntilDead();
        await ward.Count(thing);
        await ward.Until(
            async () =>
                await ward.Ask<long>("SELECT count(*) FROM sink.inbox WHERE consumer = 'sink.note-thing' AND aggregate_version = 3") == 1,
            "the last waits"
        );
        sick.Cure();

        var replayed = await ward.Done(
            ward.Operations.ReplayConsumer(NoteThing.Name, DateTimeOffset.UnixEpoch, false, Ward.By<ReplayedConsumer>("Cured."), default)
        );

        Assert.That(replayed.Replayed, Is.EqualTo(3));
        await ward.Until(async () => (await ward.Effects(thing)).Length == 4, "all took effect");
        Assert.That(await ward.Effects(thing), Is.EqualTo(new[] { 1L, 1, 2, 3 }));
        Assert.That(await ward.Ask<long>("SELECT count(*) FROM sink.inbox_dead WHERE resolved_at IS NULL"), Is.Zero);
    }

    [Test]
    public async Task It_takes_several_statements_for_many()
    {
        var thing = Ward.NewThing();
        await ward.Count(thing);
        await Settled(1);
        await ward.Ask<object>(
            """
            INSERT INTO sink.event_log (seq, message_id, event_type, event_version, subject, partition_key, aggregate_version, correlation_id, occurred_at, data)
            SELECT 1000 + n, gen_random_uuid(), event_type, event_version, 'thing_' || n % 50, 'thing_' || n % 50, n, correlation_id,
                -- Clocks of two processes do not agree.
                occurred_at + (n + n % 2 * 3) * interval '1 ms', data
            FROM sink.event_log, generate_series(1, 6000) AS n WHERE event_type = 'sink.thing-noted'
            """
        );

        var replayed = await Replay(DateTimeOffset.UnixEpoch);

        Assert.That(replayed.Replayed, Is.EqualTo(6001));
        await ward.Until(async () => await ward.Ask<long>("SELECT count(*) FROM sink.inbox") < 6001, "it is worked off");
        Assert.That(
            await ward.Ask<long>(
                "SELECT count(*) FROM (SELECT aggregate_version, lag(aggregate_version) OVER (PARTITION BY partition_key ORDER BY seq) AS before FROM sink.inbox) AS i WHERE aggregate_version < before"
            ),
            Is.Zero
        );
    }

    [Test]
    public async Task Only_what_it_was_never_given_is_given_when_that_is_asked_for()
    {
        var thing = Ward.NewThing();
        await Count([thing], 3);
        await Settled(3);
        await ward.Ask<object>(
            """
            DELETE FROM sink.inbox_seen WHERE consumer = 'sink.note-noted'
            AND message_id = (SELECT message_id FROM sink.event_log WHERE event_type = 'sink.thing-noted' ORDER BY seq OFFSET 1 LIMIT 1)
            """
        );

        var first = await Replay(DateTimeOffset.UnixEpoch, onlyMissed: true);
        var second = await Replay(DateTimeOffset.UnixEpoch, onlyMissed: true);

        Assert.That((first.Replayed, second.Replayed), Is.EqualTo((1, 0)));
        await Settled(4, 3);
        Assert.That(await ward.Effects(thing, NoteNoted.Name), Is.EqualTo(new[] { 1L, 2, 3, 2 }));
        var done = (await ward.Operations.Operations(null, null, 10, default)).Items;
        Assert.That(done.Select(each => each.Target), Is.All.EndsWith(", only missed"));
    }

    [Test]
    public async Task There_has_to_be_such_a_consumer()
    {
        var outcome = await ward.Operations.ReplayConsumer(
            "sink.nobody",
            DateTimeOffset.UnixEpoch,
            false,
            Ward.By<ReplayedConsumer>("Why not?"),
            default
        );

        Assert.That(outcome.Error, Is.EqualTo(OperationErrors.NoSuchConsumer));
    }

    [Test]
    public async Task The_log_is_read_newest_first_page_by_page_over_all_modules()
    {
        var things = Enumerable.Range(0, 4).Select(_ => Ward.NewThing()).ToList();
        await Count(things, 3);
        await Settled(12);

        var events = new List<LoggedEvent>();
        var filter = new EventFilter { Limit = 5 };
        for (var more = true; more; )
        {
            var page = await ward.Operations.Events(filter, default);
            events.AddRange(page.Items);
            filter = filter with { After = page.Next };
            more = page.Next is not null;
        }

        Assert.That(events.Select(each => each.MessageId), Is.Unique);
        Assert.That(events.Select(each => each.OccurredAt), Is.Ordered.Descending);
        Assert.That(
            events.GroupBy(each => each.Module).Select(each => (each.Key, each.Count())),
            Is.EquivalentTo(new[] { ("source", 12), ("sink", 12) })
        );
        var one = await ward.Operations.Events(
            new EventFilter
            {
                Key = $"{things[1]}",
                Type = "source.thing-counted",
                Module = "source",
            },
            default
        );
        Assert.That(one.Items.Select(each => each.Sequence), Is.EqualTo(new[] { 3L, 2, 1 }));
        Assert.That(one.Items[0].Data, Does.Contain($"{things[1]}"));
        Assert.That(
            (await ward.Operations.Events(new EventFilter { From = events[0].OccurredAt, To = events[0].OccurredAt }, default)).Items,
            Is.Empty
        );
        foreach (var made in new[] { Guid.Empty, Guid.AllBitsSet, Guid.Parse("f0000000-1234-4567-89ab-0123456789ab") })
            Assert.That(async () => await ward.Operations.Events(new EventFilter { After = made }, default), Throws.Nothing);
    }

    private async Task Count(List<ThingId> things, int times)
    {
        for (var i = 0; i < times; i++)
            foreach (var thing in things)
                await ward.Count(thing);
    }

    private Task Settled(long noted, long? things = null) =>
        ward.Until(
            async () =>
                await ward.Ask<long>("SELECT count(*) FROM sink.effects WHERE consumer = 'sink.note-noted'") == noted
                && await ward.Ask<long>("SELECT count(*) FROM sink.effects WHERE consumer = 'sink.note-thing'") == (things ?? noted),
            $"{noted} took effect"
        );

    private Task<ReplayedConsumer> Replay(DateTimeOffset from, bool onlyMissed = false) =>
        ward.Done(ward.Operations.ReplayConsumer(NoteNoted.Name, from, onlyMissed, Ward.By<ReplayedConsumer>("Rebuilt."), default));
}
