namespace Messaging.Tests.Operations;

using Messaging.Tests.Harness;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Messaging.Operations;
using Procurement.BuildingBlocks.Persistence;

/// <summary>What was put aside: found, put back where it was, or given up.</summary>
internal sealed class DeadLetterStories
{
    private Sick sick = null!;
    private Ward ward = null!;

    [SetUp]
    public async Task Open() => ward = await Ward.Open(behaviour: sick = new Sick());

    [TearDown]
    public ValueTask Close() => ward.DisposeAsync();

    [Test]
    public async Task A_replayed_message_comes_before_what_waited_for_it()
    {
        var (parked, free) = (Ward.NewThing(), Ward.NewThing());
        await ward.Count(parked);
        await ward.Count(parked, Sick.Ill);
        await ward.UntilDead();
        for (var i = 0; i < 5; i++)
            await ward.Count(parked);
        await ward.Count(free);
        await ward.Until(async () => (await ward.Effects(free)).Length == 1, "another key goes on");
        Assert.That(await ward.Effects(parked), Is.EqualTo(new[] { 1L }));
        var sink = (await ward.Operations.Overview(default)).Inbox.Single(each => each.Consumer == NoteThing.Name);
        Assert.That((sink.Pending, sink.Parked, sink.Dead), Is.EqualTo((5L, 1L, 1L)));

        sick.Cure();
        var letter = await ward.Done(
            ward.Operations.Replay(Ward.IdOf(await ward.OnlyLetter()), Precondition.None, Ward.By<DeadLetter>(), default)
        );

        Assert.That((letter.Version, letter.Resolution, letter.ResolvedBy), Is.EqualTo((2L, Resolution.Replayed, Ward.Actor)));
        await ward.Until(async () => (await ward.Effects(parked)).Length == 7, "all took effect");
        Assert.That(await ward.Effects(parked), Is.EqualTo(new[] { 1L, 2, 3, 4, 5, 6, 7 }));
        var done = (await ward.Operations.Operations(null, null, 10, default)).Items.Single();
        Assert.That(
            (done.Module, done.Actor, done.Action, done.Target, done.Rows),
            Is.EqualTo(("sink", Ward.Actor, "replay", letter.Id, 1L))
        );
    }

    /// <summary>Its worker has long passed the place where the row is put back, and does not look there for seconds.</summary>
    [Test]
    public async Task What_is_put_back_far_behind_is_found_at_once()
    {
        var thing = Ward.NewThing();
        await ward.Count(thing, Sick.Ill);
        await ward.UntilDead();
        await ward.Ask<object>("SELECT setval(pg_get_serial_sequence('sink.inbox', 'seq'), 100000)");
        var other = Ward.NewThing();
        await ward.Count(other);
        await ward.Until(async () => (await ward.Effects(other)).Length == 1, "the other took effect");
        sick.Cure();

        var started = TimeProvider.System.GetTimestamp();
        await ward.Done(ward.Operations.Replay(Ward.IdOf(await ward.OnlyLetter()), Precondition.None, Ward.By<DeadLetter>(), default));
        await ward.Until(async () => (await ward.Effects(thing)).Length == 1, "it took effect");

        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(4)));
    }

    [Test]
    public async Task What_fails_again_is_put_aside_again_and_keeps_its_place()
    {
        var thing = Ward.NewThing();
        await ward.Count(thing, Sick.Ill);
        await ward.UntilDead();
        await ward.Count(thing);
        var first = Ward.IdOf(await ward.OnlyLetter());

        await ward.Done(ward.Operations.Replay(first, Precondition.None, Ward.By<DeadLetter>(), default));
        await ward.UntilDead();
        var second = Ward.IdOf(await ward.OnlyLetter());
        sick.Cure();
        await ward.Done(ward.Operations.Replay(second, Precondition.None, Ward.By<DeadLetter>(), default));
        await ward.Until(async () => (await ward.Effects(thing)).Length == 2, "both took effect");

        Assert.That(second, Is.Not.EqualTo(first));
        Assert.That(await ward.Effects(thing), Is.EqualTo(new[] { 1L, 2 }));
    }

    [Test]
    public async Task A_decision_is_made_once()
    {
        await ward.Count(Ward.NewThing(), Sick.Ill);
        await ward.UntilDead();
        var id = Ward.IdOf(await ward.OnlyLetter());

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(i =>
                    i % 2 == 0
                        ? ward.Operations.Replay(id, Precondition.None, Ward.By<DeadLetter>(), default)
                        : ward.Operations.Skip(id, Precondition.None, Ward.By<DeadLetter>("No."), default)
                )
        );

        Assert.That(outcomes.Count(each => each.Error is null), Is.EqualTo(1));
        Assert.That(outcomes.Where(each => each.Error is not null).Select(each => each.Error), Is.All.EqualTo(OperationErrors.Resolved));
        Assert.That(await ward.Ask<long>("SELECT count(*) FROM sink.operations"), Is.EqualTo(1));
        var late = await ward.Operations.Replay(id, Precondition.AnyOf([1]), Ward.By<DeadLetter>(), default);
        Assert.That(late.Error, Is.EqualTo(Error.Stale));
    }

    [Test]
    public async Task What_waits_for_a_skipped_message_goes_on()
    {
        var thing = Ward.NewThing();
        await ward.Count(thing, Sick.Ill);
        await ward.UntilDead();
        await ward.Count(thing);
        await ward.Count(thing);

        await ward.Done(
            ward.Operations.Skip(Ward.IdOf(await ward.OnlyLetter()), Precondition.None, Ward.By<DeadLetter>("Of no use."), default)
        );

        await ward.Until(async () => (await ward.Effects(thing)).Length == 2, "the rest took effect");
        Assert.That(await ward.Effects(thing), Is.EqualTo(new[] { 2L, 3 }));
        Assert.That((await ward.Operations.Operations(Ward.Actor, null, 10, default)).Items.Single().Reason, Is.EqualTo("Of no use."));
    }

    [Test]
    public async Task All_of_a_key_or_a_kind_are_put_back_in_order()
    {
        var things = Enumerable.Range(0, 6).Select(_ => Ward.NewThing()).ToList();
        foreach (var thing in things)
            await ward.Count(thing, Sick.Ill);
        await ward.UntilDead(6);
        sick.Cure();

        var none = new DeadLetterFilter { Type = "source.thing-counted.v2" };
        var one = new DeadLetterFilter { Key = $"{things[3]}", Consumer = NoteThing.Name };
        var rest = new DeadLetterFilter { Type = "source.thing-counted.v1", Error = nameof(InvalidOperationException) };
        Assert.That((await Replayed(none)).Replayed, Is.Zero);
        Assert.That((await Replayed(one)).Replayed, Is.EqualTo(1));
        await ward.Until(async () => (await ward.Effects(things[3])).Length == 1, "the one took effect");
        Assert.That(await Replayed(rest), Is.EqualTo(new ReplayedLetters(5, More: false)));

        await ward.Until(
            async () => await ward.Ask<long>("SELECT count(*) FROM sink.effects WHERE consumer = 'sink.note-thing'") == 6,
            "all"
        );
        var order = await ward.Ask<string[]>("SELECT array_agg(subject ORDER BY seq) FROM sink.effects WHERE consumer = 'sink.note-thing'");
        Assert.That(order, Is.EquivalentTo(things.Select(each => $"{each}")));

        Task<ReplayedLetters> Replayed(DeadLetterFilter filter) =>
            ward.Done(ward.Operations.ReplayAll(filter, Ward.By<ReplayedLetters>("Cured."), default));
    }

    [Test]
    public async Task They_are_listed_newest_first_page_by_page_and_counted_by_what_is_wrong()
    {
        for (var i = 1; i <= 5; i++)
        {
            await ward.Count(Ward.NewThing(), Sick.Ill);
            await ward.UntilDead(i);
        }
        var first = await ward.Operations.DeadLetters(new DeadLetterFilter { Limit = 3 }, default);
        var second = await ward.Operations.DeadLetters(new DeadLetterFilter { Limit = 3, After = first.Next }, default);

        var ids = first.Items.Concat(second.Items).Select(each => each.Id).ToList();
        Assert.That((first.Items.Count, second.Items.Count, second.Next), Is.EqualTo((3, 2, (Guid?)null)));
        Assert.That(ids, Is.Unique.And.Ordered.Descending);
        var now = TimeProvider.System.GetUtcNow();
        Assert.That(await Found(new DeadLetterFilter { From = now.AddMinutes(-5), To = now.AddMinutes(5) }), Is.EqualTo(5));
        Assert.That(await Found(new DeadLetterFilter { From = now.AddMinutes(5) }), Is.Zero);
        Assert.That(await Found(new DeadLetterFilter { Error = "Another" }), Is.Zero);
        Assert.That(await Found(new DeadLetterFilter { Module = "source" }), Is.Zero);
        Assert.That(await Found(new DeadLetterFilter { Resolved = true }), Is.Zero);
        var count = (await ward.Operations.Counts(default)).Counts.Single();
        Assert.That(
            (count.Queue, count.Module, count.Consumer, count.Type, count.ErrorType, count.Letters),
            Is.EqualTo((QueueName.Inbox, "sink", NoteThing.Name, "source.thing-counted.v1", nameof(InvalidOperationException), 5L))
        );
        var whole = await ward.Operations.Find(Ward.IdOf(first.Items[0]), default);
        Assert.That(whole!.Data, Does.Contain("\"note\":\"ill\""));
        Assert.That((whole.Error, whole.Source, whole.Attempts), Is.EqualTo(("Ill.", "source", 1L)));
        Assert.That(whole.Stack, Is.Not.Empty);

        async Task<int> Found(DeadLetterFilter filter) => (await ward.Operations.DeadLetters(filter, default)).Items.Count;
    }

    [Test]
    public async Task What_could_never_be_read_is_shown_by_its_bytes_and_only_skipped()
    {
        await ward.Ask<object>(
            """
            INSERT INTO sink.inbox_dead (id, consumer, source, attempts, error_type, error, raw, received_at)
            VALUES ('01890000-0000-7000-8000-000000000001', 'sink.note-thing', 'topic/1/7', 1, 'JsonException', 'No JSON.', '\x00ff', now())
            """
        );
        var id = Ward.IdOf(await ward.OnlyLetter());

        var replayed = await ward.Operations.Replay(id, Precondition.None, Ward.By<DeadLetter>(), default);

        Assert.That(replayed.Error, Is.EqualTo(OperationErrors.Unreadable));
        Assert.That((await ward.Operations.Find(id, default))!.Raw, Is.EqualTo("AP8="));
        await ward.Done(ward.Operations.ReplayAll(new DeadLetterFilter(), Ward.By<ReplayedLetters>(), default));
        Assert.That((await ward.OnlyLetter()).Id, Is.EqualTo($"{id}"));
        await ward.Done(ward.Operations.Skip(id, Precondition.None, Ward.By<DeadLetter>("Noise."), default));
    }

    [Test]
    public async Task Nobody_takes_what_a_consumer_that_is_gone_left_behind()
    {
        await ward.Count(Ward.NewThing(), Sick.Ill);
        await ward.UntilDead();
        await ward.Ask<object>("UPDATE sink.inbox_dead SET consumer = 'sink.gone'");

        var outcome = await ward.Operations.Replay(Ward.IdOf(await ward.OnlyLetter()), Precondition.None, Ward.By<DeadLetter>(), default);

        Assert.That(outcome.Error, Is.EqualTo(OperationErrors.ConsumerGone));
    }

    /// <summary>What waits behind it lies where the relay looks, it itself far behind that.</summary>
    [Test]
    public async Task An_event_that_could_not_leave_leaves_before_what_waited_for_it()
    {
        var thing = Ward.NewThing();
        await ward.Ask<object>(
            $"""
            INSERT INTO source.outbox_dead (id, seq, message_id, event_type, event_version, subject, partition_key, aggregate_version,
                correlation_id, occurred_at, data, attempts, error)
            VALUES ('01890000-0000-7000-8000-000000000002', 0, '01890000-0000-7000-8000-000000000003', 'source.thing-counted', 1, '{thing}', '{thing}', 1,
                '01890000-0000-7000-8000-000000000003', now(), '{"{\"thing_id\":\"x\",\"count\":1,\"note\":\"\"}"}', 5, 'TooLarge: No broker takes it.')
            """
        );
        await ward.Ask<object>("SELECT setval(pg_get_serial_sequence('source.outbox', 'seq'), 100000)");
        await ward.Count(Ward.NewThing());
        await ward.Until(async () => await ward.Ask<long>("SELECT count(*) FROM sink.effects") == 2, "another key leaves");
        await ward.Ask<object>(
            $"""
            INSERT INTO source.outbox (message_id, event_type, event_version, subject, partition_key, aggregate_version, correlation_id, occurred_at, data)
            SELECT gen_random_uuid(), event_type, event_version, subject, partition_key, n, correlation_id, occurred_at, data
            FROM source.outbox_dead, generate_series(2, 4) AS n
            """
        );
        var outbox = (await ward.Operations.Overview(default)).Outbox.Single(each => each.Module == "source");
        Assert.That((outbox.Pending, outbox.Parked, outbox.Dead), Is.EqualTo((3L, 1L, 1L)));

        var letter = await ward.OnlyLetter();
        Assert.That((letter.Queue, letter.Module, letter.ErrorType), Is.EqualTo((QueueName.Outbox, "source", "TooLarge")));
        await ward.Done(ward.Operations.Replay(Ward.IdOf(letter), Precondition.None, Ward.By<DeadLetter>(), default));

        await ward.Until(async () => (await ward.Effects(thing)).Length == 4, "all left");
        Assert.That(await ward.Effects(thing), Is.EqualTo(new[] { 1L, 2, 3, 4 }));
    }

    [Test]
    public async Task A_request_under_a_key_is_done_once_and_answered_again()
    {
        await ward.Count(Ward.NewThing(), Sick.Ill);
        await ward.UntilDead();
        var id = Ward.IdOf(await ward.OnlyLetter());
        var by = new OnBehalf<DeadLetter>(Ward.Actor, "No.", new Repeatable<DeadLetter>(Ward.Actor, "key-1", Kept));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ward.Operations.Skip(id, Precondition.None, by, default)));

        Assert.That(outcomes.Select(each => each.Error), Is.All.Null);
        Assert.That(outcomes.Count(each => each.Value.Earlier is null), Is.EqualTo(1));
        Assert.That(
            outcomes.Where(each => each.Value.Earlier is not null).Select(each => each.Value.Earlier!.Body),
            Is.All.EqualTo(new byte[] { 7 })
        );
        Assert.That(await ward.Ask<long>("SELECT count(*) FROM sink.operations"), Is.EqualTo(1));

        static StoredAnswer Kept(DeadLetter letter) =>
            new()
            {
                Client = Ward.Actor,
                Key = "key-1",
                Fingerprint = [1],
                Status = 200,
                Body = [7],
                ETag = null,
                Location = null,
                CreatedAt = TimeProvider.System.Now(),
            };
    }
}
