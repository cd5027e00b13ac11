namespace TestKit.Ports;

using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Persistence;

/// <summary>What every repository and unit of work must do, whatever it keeps and wherever; run against memory and against PostgreSQL.</summary>
public abstract class PortSuite<TModule, TAggregate, TId>
    where TAggregate : Aggregate<TId>
    where TId : struct, ITypedId<TId>
{
    private static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    /// <summary>The module on its own; set by the fixture.</summary>
    protected ServiceProvider Services { get; set; } = null!;

    /// <summary>What is kept.</summary>
    protected abstract IPortSubject<TAggregate, TId> Subject { get; }

    /// <summary>Its units of work.</summary>
    protected Units<TModule, TAggregate, TId> Units => new(Services);

    [Test]
    public async Task Finds_what_was_committed_and_nothing_before()
    {
        var made = Subject.New();
        await using var writer = Units.Begin();
        await writer.Save(made);
        Assert.That(await Units.Find(made.Id), Is.Null);

        Assert.That((await writer.Commit()).Error, Is.Null);

        var found = await Units.Find(made.Id);
        Assert.That(Subject.Show(found!), Is.EqualTo(Subject.Show(made)));
        Assert.That(found!.Recorded, Is.Empty);
    }

    [Test]
    public async Task Does_not_find_what_is_not_there()
    {
        var absent = TId.From(Guid.CreateVersion7(Now));

        Assert.That(await Units.Find(absent), Is.Null);
        Assert.That(await Subject.History(Services, absent), Is.Null);
    }

    [Test]
    public async Task Gives_one_unit_of_work_one_instance_and_another_its_own()
    {
        var id = (await Units.Committed(Subject.New())).Id;
        await using var unit = Units.Begin();

        var first = await unit.Load(id);

        Assert.That(await unit.Load(id), Is.SameAs(first));
        Assert.That(await Units.Find(id), Is.Not.SameAs(first));
    }

    [Test]
    public async Task A_lost_update_leaves_nothing_behind()
    {
        var id = (await Units.Committed(Subject.New())).Id;
        var beside = new Dictionary<string, TAggregate> { ["winner"] = Subject.New(), ["loser"] = Subject.New() };
        await using var first = Units.Begin();
        await using var second = Units.Begin();
        foreach (var (unit, actor) in new[] { (first, "winner"), (second, "loser") })
        {
            var loaded = await unit.Load(id);
            Subject.Change(loaded, actor);
            await unit.Save(loaded);
            // New rows in the same commit: they must not survive the collision either.
            await unit.Save(beside[actor]);
            unit.Answers.Add(Stored($"{actor} {id}"));
        }

        var won = await first.Commit();
        var lost = await second.Commit();

        Assert.That(won.Error, Is.Null);
        Assert.That(lost.Error, Is.EqualTo(Error.Stale));
        Assert.That(await Actors(id), Is.EqualTo(new[] { "maker", "winner" }));
        Assert.That((await Units.Find(id))!.Version, Is.EqualTo(2));
        Assert.That(await Units.Find(beside["winner"].Id), Is.Not.Null);
        Assert.That(await Units.Find(beside["loser"].Id), Is.Null);
        Assert.That(await Units.Answer($"winner {id}"), Is.Not.Null);
        Assert.That(await Units.Answer($"loser {id}"), Is.Null);
    }

    [Test]
    public async Task Of_many_that_race_from_the_same_state_one_wins()
    {
        var id = (await Units.Committed(Subject.New())).Id;
        var loading = new Gathering(8);

        var outcomes = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async _ =>
                {
                    await using var unit = Units.Begin();
                    var loaded = await unit.Load(id);
                    Subject.Change(loaded, "racer");
                    await unit.Save(loaded);
                    await loading.SignalAndWait();
                    return (await unit.Commit()).Error;
                })
        );

        Assert.That(outcomes.Count(error => error is null), Is.EqualTo(1));
        Assert.That(outcomes.Where(error => error is not null), Has.All.EqualTo(Error.Stale));
        Assert.That(await Actors(id), Is.EqualTo(new[] { "maker", "racer" }));
    }

    [Test]
    public async Task An_identifier_names_one()
    {
        var first = await Units.Committed(Subject.New());
        var second = Subject.New(first.Id.Value);
        await using var unit = Units.Begin();
        await unit.Save(second);

        Assert.That((await unit.Commit()).Error, Is.EqualTo(Error.Stale));
        Assert.That(Subject.Show((await Units.Find(first.Id))!), Is.EqualTo(Subject.Show(first)));
        Assert.That(await Actors(first.Id), Is.EqualTo(new[] { "maker" }));
    }

    [Test]
    public async Task A_taken_key_undoes_the_rest_and_the_same_may_be_committed_when_it_is_free()
    {
        var key = $"taken {Guid.CreateVersion7(Now)}";
        var made = Subject.New();
        await using (var before = Units.Begin())
        {
            before.Answers.Add(Stored(key, Now.AddYears(-3)));
            await before.Commit();
        }
        var changed = (await Units.Committed(Subject.New())).Id;
        await using var unit = Units.Begin();
        await unit.Save(made);
        Subject.Change(await unit.Load(changed), "changer");
        unit.Answers.Add(Stored(key));

        Assert.That((await unit.Commit()).Error, Is.EqualTo(StoredAnswer.Taken));
        Assert.That(await Units.Find(made.Id), Is.Null);
        Assert.That(await Subject.History(Services, made.Id), Is.Null);
        Assert.That(await Actors(changed), Is.EqualTo(new[] { "maker" }));

        await using (var pruning = Units.Begin())
            await pruning.Answers.Prune(Now.AddYears(-2), 1000, default);
        Assert.That((await unit.Commit()).Error, Is.Null);
        Assert.That(await Actors(made.Id), Is.EqualTo(new[] { "maker" }));
        Assert.That(await Actors(changed), Is.EqualTo(new[] { "maker", "changer" }));
    }

    [Test]
    public async Task Acts_after_a_commit_that_succeeds_only_and_once()
    {
        var (acted, first) = (0, Subject.New());
        foreach (var saved in new[] { first, Subject.New(first.Id.Value) })
        {
            await using var unit = Units.Begin();
            await unit.Save(saved);
            unit.AfterCommit(() => acted++);
            await unit.Commit();
            await unit.Commit();
        }

        Assert.That(acted, Is.EqualTo(1));
    }

    [Test]
    public async Task Tells_who_did_what_when()
    {
        var made = await Units.Committed(Subject.New());
        await Units.Change(made.Id, each => Subject.Change(each, "changer"));

        var history = (await Subject.History(Services, made.Id))!;

        Assert.That(history.Select(line => line.Version), Is.EqualTo(new long[] { 1, 2 }));
        Assert.That(await Actors(made.Id), Is.EqualTo(new[] { "maker", "changer" }));
        Assert.That(history[0].From, Is.Null);
        Assert.That(history[1].From, Is.EqualTo(history[0].To));
        Assert.That(history.Select(line => line.At), Has.All.EqualTo(made.Recorded[0].Event.At));
    }

    [Test]
    public async Task Refuses_to_save_what_recorded_nothing()
    {
        await using var unit = Units.Begin();
        var unchanged = (TAggregate)Subject.New().Copy();

        Assert.That(() => unit.Save(unchanged), Throws.InvalidOperationException);
    }

    [Test]
    public async Task Refuses_to_save_what_another_unit_of_work_loaded()
    {
        var id = (await Units.Committed(Subject.New())).Id;
        var foreign = (await Units.Find(id))!;
        Subject.Change(foreign, "stranger");
        await using var unit = Units.Begin();

        Assert.That(() => unit.Save(foreign), Throws.InvalidOperationException);
    }

    [Test]
    public async Task Saving_twice_is_saving_once()
    {
        var made = Subject.New();
        await using (var unit = Units.Begin())
        {
            await unit.Save(made);
            await unit.Save(made);
            Assert.That((await unit.Commit()).Error, Is.Null);
        }
        await using (var unit = Units.Begin())
        {
            var loaded = await unit.Load(made.Id);
            Subject.Change(loaded, "once");
            await unit.Save(loaded);
            await unit.Save(loaded);
            Subject.Change(loaded, "again");
            await unit.Save(loaded);
            Assert.That((await unit.Commit()).Error, Is.Null);
        }

        Assert.That(await Actors(made.Id), Is.EqualTo(new[] { "maker", "once", "again" }));
        Assert.That((await Units.Find(made.Id))!.Version, Is.EqualTo(3));
    }

    [Test]
    public async Task Writes_what_changed_after_it_was_saved_and_what_never_was()
    {
        var (saved, unsaved) = (await Units.Committed(Subject.New()), await Units.Committed(Subject.New()));
        var made = Subject.New();
        await using (var unit = Units.Begin())
        {
            var loaded = await unit.Load(saved.Id);
            Subject.Change(loaded, "early");
            await unit.Save(loaded);
            await unit.Save(made);
            Subject.Change(loaded, "late");
            Subject.Change(made, "late");
            Subject.Change(await unit.Load(unsaved.Id), "unsaved");
            Assert.That((await unit.Commit()).Error, Is.Null);
        }

        Assert.That(await Actors(saved.Id), Is.EqualTo(new[] { "maker", "early", "late" }));
        Assert.That(await Actors(made.Id), Is.EqualTo(new[] { "maker", "late" }));
        Assert.That(await Actors(unsaved.Id), Is.EqualTo(new[] { "maker", "unsaved" }));
        Assert.That(Subject.Show((await Units.Find(made.Id))!), Is.EqualTo(Subject.Show(made)));
        Assert.That((await Units.Find(saved.Id))!.Version, Is.EqualTo(3));
    }

    [Test]
    public async Task A_change_in_place_without_an_event_is_refused_and_touches_nothing_committed()
    {
        var made = await Units.Committed(Subject.New());
        var before = Subject.Show((await Units.Find(made.Id))!);
        // The one that was saved is no longer the one that is kept.
        Subject.Tamper(made);
        await using var unit = Units.Begin();
        var loaded = await unit.Load(made.Id);
        Subject.Tamper(loaded);
        Assert.That(Subject.Show(loaded), Is.Not.EqualTo(before));
        Assert.That(Subject.Show((await Units.Find(made.Id))!), Is.EqualTo(before));

        Assert.That(unit.Commit, Throws.InvalidOperationException);

        Assert.That(Subject.Show((await Units.Find(made.Id))!), Is.EqualTo(before));
        Assert.That(await Actors(made.Id), Is.EqualTo(new[] { "maker" }));
    }

    [Test]
    public async Task Lists_page_by_page_newest_first_each_once_while_others_come()
    {
        // Older than all others, so that their place in the order is known.
        var ids = new List<TId>();
        for (var i = 0; i < 7; i++)
            ids.Add((await Units.Committed(Subject.New(Guid.CreateVersion7(Now.AddYears(-9).AddSeconds(i))))).Id);

        var walked = new List<TId>();
        Guid? after = Guid.CreateVersion7(Now.AddYears(-8));
        do
        {
            var page = await Subject.List(Services, 3, after);
            Assert.That(page.Items, Has.Count.AtMost(3));
            walked.AddRange(page.Items);
            after = page.Next;
            await Units.Committed(Subject.New());
        } while (after is not null);

        Assert.That(walked, Is.EqualTo(Enumerable.Reverse(ids)));
    }

    [Test]
    public async Task Keeps_answers_as_they_were_whatever_they_come_with()
    {
        var id = (await Units.Committed(Subject.New())).Id;
        foreach (var (etag, location) in new[] { ("\"1\"", "/somewhere"), ((string?)null, (string?)null) })
        foreach (var isNew in new[] { true, false })
        {
            var answer = Stored($"kept {isNew} {etag} {id}") with { ETag = etag, Location = location, Body = [3, 4, 5], Status = 201 };
            await using var unit = Units.Begin();
            if (isNew)
                await unit.Save(Subject.New());
            else
                Subject.Change(await unit.Load(id), "changer");
            unit.Answers.Add(answer);
            Assert.That((await unit.Commit()).Error, Is.Null);

            Assert.That(await Units.Answer(answer.Key), Is.EqualTo(answer).UsingPropertiesComparer());
        }
    }

    [Test]
    public async Task Prunes_answers_past_their_time_only()
    {
        await using var unit = Units.Begin();
        unit.Answers.Add(Stored("old", Now.AddDays(-2)));
        unit.Answers.Add(Stored("new", Now.AddDays(5)));
        await unit.Commit();

        await using var pruning = Units.Begin();
        await pruning.Answers.Prune(Now.AddDays(-1), 1000, default);

        Assert.That(await Units.Answer("old"), Is.Null);
        Assert.That(await Units.Answer("new"), Is.Not.Null);
    }

    /// <summary>An answer to store.</summary>
    protected static StoredAnswer Stored(string key, DateTimeOffset? at = null) => Units<TModule, TAggregate, TId>.Stored(key, at);

    private async Task<IEnumerable<string>?> Actors(TId id) => (await Subject.History(Services, id))?.Select(line => line.Actor);

    /// <summary>Lets all go on when all have come.</summary>
    private sealed class Gathering(int count)
    {
        private readonly TaskCompletionSource all = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int left = count;

        public Task SignalAndWait()
        {
            if (Interlocked.Decrement(ref left) == 0)
                all.SetResult();
            return all.Task;
        }
    }
}
