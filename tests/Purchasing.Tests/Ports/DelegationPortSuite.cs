namespace Purchasing.Tests.Ports;

using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Purchasing.Adapters;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Purchasing.UseCases;
using Purchasing.Tests.Domain;
using Purchasing.Tests.Domain.Approvals;
using TestKit;
using TestKit.Ports;

internal sealed class InMemoryDelegationAdapters : DelegationPortSuite
{
    [OneTimeSetUp]
    public void Start() => Services = PurchasingAlone.Build(EnvironmentFile.Load("test"));

    [OneTimeTearDown]
    public Task Stop() => Services.DisposeAsync().AsTask();
}

internal sealed class PostgresDelegationAdapters : DelegationPortSuite
{
    private string database = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        database = await Postgres.CreateDatabase("delegations");
        var env = EnvironmentFile.Load("development");
        env["DATABASE_URL"] = database;
        Services = PurchasingAlone.Build(env);
        await Services.GetRequiredService<SchemaMigrator>().Migrate(default);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await Services.DisposeAsync();
        await Postgres.DropDatabase(database);
    }

    [TestCase("deputy_key = 'LENA'", ExpectedResult = "deputy_is_somebody_else")]
    [TestCase("until_date = from_date - 1", ExpectedResult = "days_in_order")]
    [TestCase("until_date = from_date + 365", ExpectedResult = null)]
    [TestCase("until_date = from_date + 366", ExpectedResult = "days_in_order")]
    [TestCase("status = 'Revoked'", ExpectedResult = "revoked_has_moment")]
    [TestCase("revoked_at = now()", ExpectedResult = "revoked_has_moment")]
    [TestCase("status = 'Revoked', revoked_at = now()", ExpectedResult = null)]
    [TestCase("number = 0", ExpectedResult = "positive_bigint_check")]
    public async Task<string?> The_schema_keeps_the_rules_between_columns(string change)
    {
        var delegation = await Units.Committed(Delegations.New());
        await using var data = NpgsqlDataSource.Create(Postgres.ConnectionString(database));
        await using var update = data.CreateCommand($"UPDATE purchasing.delegations SET {change} WHERE id = '{delegation.Id.Value}'");
        try
        {
            await update.ExecuteNonQueryAsync();
            return null;
        }
        catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CheckViolation)
        {
            return e.ConstraintName;
        }
    }
}

/// <summary>What every adapter of the ports for delegations must do; run against memory and against PostgreSQL.</summary>
internal abstract class DelegationPortSuite
{
    private static readonly DateOnly First = new(2026, 2, 1);
    private static readonly DateOnly Last = new(2026, 2, 14);

    private static int lastName;

    protected ServiceProvider Services { get; set; } = null!;

    protected Units<PurchasingModule, Delegation, DelegationId> Units => new(Services);

    private IDelegations Authority => Services.GetRequiredService<IDelegations>();

    private IDelegationQueries Queries => Services.GetRequiredService<IDelegationQueries>();

    [Test]
    public async Task Keeps_one_with_all_it_has_and_its_history()
    {
        var made = Delegations.New();
        await using (var unit = Units.Begin())
        {
            await unit.Save(made);
            Assert.That(await Units.Find(made.Id), Is.Null);
            Assert.That((await unit.Commit()).Error, Is.Null);
        }
        await Revoke(made.Id);

        var found = (await Units.Find(made.Id))!;

        Assert.That(
            DelegationView.Of(found),
            Is.EqualTo(DelegationView.Of(made) with { Status = "Revoked", RevokedAt = Orders.Now.AddHours(1), Version = 2 })
        );
        Assert.That(found.Recorded, Is.Empty);
        Assert.That((found.Number, found.Handover), Is.EqualTo((made.Number, made.Handover)));
        Assert.That(await Queries.Find(made.Id, "lena", default), Is.EqualTo(DelegationView.Of(found)));
    }

    [Test]
    public async Task Of_two_that_revoke_at_once_one_wins()
    {
        var id = (await Units.Committed(Delegations.New())).Id;
        await using var first = Units.Begin();
        await using var second = Units.Begin();
        foreach (var unit in new[] { first, second })
            (await unit.Load(id)).Revoke(Actor.Of("lena"), Orders.Now.AddHours(1));

        Assert.That((await first.Commit()).Error, Is.Null);
        Assert.That((await second.Commit()).Error, Is.EqualTo(Error.Stale));
    }

    [Test]
    public async Task An_identifier_names_one_and_so_does_a_number()
    {
        var made = await Units.Committed(Delegations.New());
        foreach (var other in new[] { Delegations.New(id: made.Id.Value), Delegations.New(number: made.Number) })
        {
            await using var unit = Units.Begin();
            await unit.Save(other);

            Assert.That((await unit.Commit()).Error, Is.EqualTo(Error.Stale));
        }
        Assert.That((await Units.Find(made.Id))!.Version, Is.EqualTo(1));
    }

    [Test]
    public async Task Tells_the_authority_that_somebody_holds_on_a_day()
    {
        var deputy = Name();
        await Units.Committed(Delegations.New("lena", deputy, ApprovalLevel.L2, First, Last));
        await Units.Committed(Delegations.New("Nils", deputy.ToUpperInvariant(), ApprovalLevel.L3, Last, Last.AddDays(1)));
        await Units.Committed(Delegations.New(deputy, "zora", ApprovalLevel.L1, First, Last));
        await Revoke((await Units.Committed(Delegations.New("paul", deputy, ApprovalLevel.L1, First, Last))).Id);

        var (lena, nils) = (new DelegatedAuthority("lena", ApprovalLevel.L2), new DelegatedAuthority("Nils", ApprovalLevel.L3));
        Assert.That(await Held(First.AddDays(-1)), Is.Empty);
        Assert.That(await Held(First), Is.EqualTo(new[] { lena }));
        Assert.That(await Held(Last), Is.EquivalentTo(new[] { lena, nils }));
        Assert.That(await Held(Last.AddDays(1)), Is.EqualTo(new[] { nils }));
        Assert.That(await Held(Last.AddDays(2)), Is.Empty);

        async Task<IReadOnlyList<DelegatedAuthority>> Held(DateOnly day)
        {
            var held = await Authority.HeldBy(deputy, day, default);
            Assert.That(await Authority.HeldBy(deputy.ToUpperInvariant(), day, default), Is.EquivalentTo(held));
            return held;
        }
    }

    [Test]
    public async Task Knows_what_is_in_force_during_some_days_and_the_last_number()
    {
        var deputy = Name();
        var before = await Units.Committed(Delegations.New("before", deputy, first: First.AddDays(-9), last: First.AddDays(-1)));
        var into = await Units.Committed(Delegations.New("into", deputy, first: First.AddDays(-9), last: First));
        var within = await Units.Committed(Delegations.New("within", deputy, first: First.AddDays(1), last: First.AddDays(2)));
        var outOf = await Units.Committed(Delegations.New("out", deputy, first: Last, last: Last.AddDays(9)));
        var after = await Units.Committed(Delegations.New("after", deputy, first: Last.AddDays(1), last: Last.AddDays(9)));
        var revoked = await Units.Committed(Delegations.New("revoked", deputy, first: First, last: Last));
        await Revoke(revoked.Id);

        var known = await Authority.During(new Period(First, Last), default);
        var none = await Authority.During(new Period(First.AddYears(50), Last.AddYears(50)), default);

        Assert.That(
            known.Handovers.Where(handover => handover.Deputy == deputy),
            Is.EquivalentTo(new[] { into.Handover, within.Handover, outOf.Handover })
        );
        Assert.That(known.Last, Is.AtLeast(new[] { before, after, revoked }.Max(each => each.Number)));
        Assert.That((none.Last, none.Handovers.Count), Is.EqualTo((known.Last, 0)));
    }

    [Test]
    public async Task Shows_one_to_the_two_it_names_only()
    {
        var (from, to) = (Name(), Name());
        var id = (await Units.Committed(Delegations.New(from, to))).Id;

        Assert.That((await Queries.Find(id, from.ToUpperInvariant(), default))?.Id, Is.EqualTo($"{id}"));
        Assert.That((await Queries.Find(id, to.ToUpperInvariant(), default))?.Id, Is.EqualTo($"{id}"));
        Assert.That(await Queries.Find(id, "mallory", default), Is.Null);
        Assert.That(await Queries.Find(new DelegationId(Guid.CreateVersion7(Orders.Now)), from, default), Is.Null);
    }

    [Test]
    public async Task Lists_what_somebody_gave_and_was_given_newest_first()
    {
        var me = Name();
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var (from, to) = i % 2 == 0 ? (me.ToUpperInvariant(), "other") : ("other", me);
            var years = i == 4 ? -9 : 70;
            var made = Delegations.New(
                from,
                to,
                first: First.AddYears(years),
                last: Last.AddYears(years),
                id: Guid.CreateVersion7(Orders.Now.AddSeconds(i))
            );
            ids.Add($"{(await Units.Committed(made)).Id}");
        }
        await Units.Committed(Delegations.New("other", "another"));
        await Revoke(TypedId.Parse<DelegationId>(ids[0]).Value);

        Assert.That(await Walked(null), Is.EqualTo(Enumerable.Reverse(ids)));
        Assert.That(await Walked(true), Is.EqualTo(new[] { ids[3], ids[2], ids[1] }));
        Assert.That(await Walked(false), Is.EqualTo(new[] { ids[4], ids[0] }), "over, and revoked");

        async Task<List<string>> Walked(bool? active)
        {
            var walked = new List<string>();
            Guid? after = null;
            do
            {
                var page = await Queries.List(
                    new()
                    {
                        Subject = me,
                        IsActive = active,
                        Limit = 2,
                        After = after,
                    },
                    default
                );
                Assert.That(page.Items, Has.Count.AtMost(2));
                walked.AddRange(page.Items.Select(shown => shown.Id));
                after = page.Next;
            } while (after is not null);
            return walked;
        }
    }

    /// <summary>Each sees the others as they were before; the commit finds it out.</summary>
    [Test]
    public async Task Of_two_that_would_close_a_circle_at_once_one_is_made()
    {
        var (one, other) = (Name(), Name());
        await using var first = Units.Begin();
        await using var second = Units.Begin();

        var there = await Delegate(first, one, other);
        var back = await Delegate(second, other, one);
        Assert.That((there.Error, back.Error), Is.EqualTo(((Error?)null, (Error?)null)));

        Assert.That((await first.Commit()).Error, Is.Null);
        Assert.That((await second.Commit()).Error, Is.EqualTo(Error.Stale));
        await using var again = Units.Begin();
        Assert.That((await Delegate(again, other, one)).Error, Is.EqualTo(DelegationErrors.Cycle));
    }

    [Test]
    public async Task Of_many_that_are_asked_for_at_once_each_is_made_when_it_is_asked_for_again()
    {
        var names = Enumerable.Range(0, 6).Select(_ => Name()).ToList();

        var outcomes = await Task.WhenAll(names.Select((name, i) => Task.Run(() => Made(name, names[(i + 1) % names.Count]))));

        Assert.That(outcomes.Count(error => error == DelegationErrors.Cycle), Is.EqualTo(1), "the one that would have closed it");
        Assert.That(outcomes.Count(error => error is null), Is.EqualTo(5));

        async Task<Error?> Made(string from, string to)
        {
            while (true)
            {
                await using var unit = Units.Begin();
                var made = await Delegate(unit, from, to);
                if (made.Error is not null)
                    return made.Error;
                if ((await unit.Commit()).Error is not { } error || error != Error.Stale)
                    return null;
            }
        }
    }

    [Test]
    public async Task A_revoked_one_closes_no_circle()
    {
        var (one, other) = (Name(), Name());
        await using (var unit = Units.Begin())
        {
            var made = await Delegate(unit, one, other);
            Assert.That((await unit.Commit()).Error, Is.Null);
            await Revoke(made.Value.Id);
        }
        await using var back = Units.Begin();

        Assert.That((await Delegate(back, other, one)).Error, Is.Null);
    }

    [Test]
    public async Task Is_revoked_by_its_giver_only_and_by_the_version_that_is_meant()
    {
        var (from, to) = (Name(), Name());
        var id = (await Units.Committed(Delegations.New(from, to))).Id;

        Assert.That((await Revoked(to, Precondition.None)).Error, Is.EqualTo(Delegation.Absent));
        Assert.That((await Revoked("mallory", Precondition.AnyOf([7]))).Error, Is.EqualTo(Delegation.Absent), "nor that there is one");
        Assert.That((await Revoked(from, Precondition.AnyOf([7]))).Error, Is.EqualTo(Error.Stale));
        Assert.That((await Revoked(from.ToUpperInvariant(), Precondition.AnyOf([1]))).Value.Version, Is.EqualTo(2));
        Assert.That((await Revoked(from, Precondition.None)).Error?.Code, Is.EqualTo("ILLEGAL_TRANSITION"));

        async Task<Result<Delegation>> Revoked(string by, Precondition when)
        {
            await using var unit = Units.Begin();
            var revoked = await unit.Services.GetRequiredService<RevokeDelegation>().Execute(id, when, Actor.Of(by), default);
            Assert.That((await unit.Commit()).Error, Is.Null);
            return revoked;
        }
    }

    private static Task<Result<Delegation>> Delegate(Units<PurchasingModule, Delegation, DelegationId>.Unit unit, string from, string to) =>
        unit
            .Services.GetRequiredService<DelegateAuthority>()
            .Execute(new(to, "2099-01-01", "2099-01-31"), new Approver(Actor.Of(from), ApprovalLevel.L1), default);

    private Task Revoke(DelegationId id) =>
        Units.Change(id, delegation => Assert.That(delegation.Revoke(Actor.Of("lena"), Orders.Now.AddHours(1)).Error, Is.Null));

    /// <summary>A person whom no other test knows.</summary>
    private static string Name() => $"person-{Interlocked.Increment(ref lastName)}";
}
