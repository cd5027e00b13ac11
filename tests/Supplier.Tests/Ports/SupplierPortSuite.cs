namespace Supplier.Tests.Ports;

using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Procurement.Supplier.Adapters;
using Procurement.Supplier.Contracts;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;
using Procurement.Supplier.UseCases;
using Supplier.Tests.Domain;
using TestKit.Ports;
using Status = Procurement.Supplier.Domain.SupplierStatus;
using Supplier = Procurement.Supplier.Domain.Supplier;

/// <summary>What every adapter of Supplier's ports must do besides; run against memory and against PostgreSQL.</summary>
internal abstract class SupplierPortSuite : PortSuite<SupplierModule, Supplier, SupplierId>
{
    protected override IPortSubject<Supplier, SupplierId> Subject { get; } = new SupplierSubject();

    [Test]
    public async Task Does_not_show_what_is_not_there()
    {
        var absent = new SupplierId(Guid.CreateVersion7(Suppliers.Now));

        Assert.That(await Queries.Find(absent, default), Is.Null);
        Assert.That(await Queries.FindStanding(absent, default), Is.Null);
    }

    [Test]
    public async Task Keeps_every_state_of_a_supplier()
    {
        foreach (
            var supplier in new[]
            {
                Suppliers.Pending(terms: null),
                Suppliers.Pending(terms: 0),
                Suppliers.Approved(),
                Suppliers.Suspended(),
                Suppliers.Blacklisted(),
                Suppliers.Blacklisted(Suppliers.Suspended()),
                Parts.Held(HoldScope.All),
                Parts.WithAccounts(),
                Parts.WithDocuments(),
            }
        )
        {
            await Committed(supplier);

            var shown = Subject.Show(supplier);
            Assert.That(JsonSerializer.Serialize(await Queries.Find(supplier.Id, default)), Is.EqualTo(shown));
            Assert.That(Subject.Show((await Find(supplier.Id))!), Is.EqualTo(shown));
        }
    }

    [Test]
    public async Task Changes_what_was_committed()
    {
        var supplier = await Committed(Suppliers.Pending());
        await Change(supplier.Id, s => s.Approve(Suppliers.Risk(40), DocumentPolicy.None, Actor.Of("carol"), Suppliers.Now.AddHours(1)));
        await Change(supplier.Id, s => s.Suspend(Suppliers.Why("late"), Actor.Of("carol"), Suppliers.Now.AddHours(2)));

        var view = (await Queries.Find(supplier.Id, default))!;

        Assert.That((view.Status, view.Version, view.RiskScore, view.SuspensionReason), Is.EqualTo(("Suspended", 3L, (int?)40, "late")));
        Assert.That(view.ApprovedAt, Is.EqualTo(Suppliers.Now.AddHours(1)));
        Assert.That(view.UpdatedAt, Is.EqualTo(Suppliers.Now.AddHours(2)));
    }

    [Test]
    public async Task Forgets_a_suspension_that_has_ended_but_in_the_history()
    {
        var supplier = await Committed(Suppliers.Suspended());
        await Change(supplier.Id, s => s.Reinstate(Actor.Of("carol"), Suppliers.Now));
        Assert.That((await Queries.Find(supplier.Id, default))!.SuspensionReason, Is.Null);

        await Change(supplier.Id, s => s.Suspend(Suppliers.Why("late again"), Actor.Of("carol"), Suppliers.Now));
        await Change(supplier.Id, s => s.Blacklist(Suppliers.Why("fraud"), Actor.Of("carol"), Suppliers.Now));

        var view = (await Queries.Find(supplier.Id, default))!;
        Assert.That((view.Status, view.SuspensionReason, view.BlacklistReason), Is.EqualTo(("Blacklisted", (string?)null, "fraud")));
        Assert.That(
            (await Queries.History(supplier.Id, Whole, default))!.Items.Skip(2).Select(h => (h.Event, h.Details?.GetRawText())),
            Is.EqualTo(
                new (string, string?)[]
                {
                    ("SupplierSuspended", """{"reason":"late"}"""),
                    ("SupplierReinstated", null),
                    ("SupplierSuspended", """{"reason":"late again"}"""),
                    ("SupplierBlacklisted", """{"reason":"fraud"}"""),
                }
            )
        );
    }

    [Test]
    public async Task Tells_what_is_particular_to_each_event()
    {
        var supplier = await Committed(Suppliers.Suspended());

        var history = (await Queries.History(supplier.Id, Whole, default))!.Items;

        Assert.That(
            history.Select(h => (h.Version, h.Event, h.Actor, h.At, h.From, h.To)),
            Is.EqualTo(
                new (long, string, string, DateTimeOffset, string?, string)[]
                {
                    (1, "SupplierRegistered", "sam", Suppliers.Now, null, "Pending"),
                    (2, "SupplierApproved", "carol", Suppliers.Now, "Pending", "Approved"),
                    (3, "SupplierSuspended", "carol", Suppliers.Now, "Approved", "Suspended"),
                }
            )
        );
        Assert.That(history[0].Details!.Value.GetProperty("code").GetString(), Is.EqualTo(supplier.Code.Value));
        Assert.That(history[1].Details!.Value.GetRawText(), Is.EqualTo("""{"risk_score":35}"""));
        Assert.That(history[2].Details!.Value.GetRawText(), Is.EqualTo("""{"reason":"late"}"""));
    }

    [Test]
    public async Task Leaves_out_of_the_details_what_was_not_given()
    {
        var supplier = await Committed(Suppliers.Pending(terms: null));

        var details = (await Queries.History(supplier.Id, Whole, default))!.Items[0].Details!.Value;

        Assert.That(details.EnumerateObject().Select(member => member.Name), Is.EqualTo(new[] { "code", "legal_name" }));
    }

    [Test]
    public async Task A_code_belongs_to_one_supplier()
    {
        var first = await Committed(Suppliers.Pending());
        var second = Suppliers.Pending(first.Code);
        await using var unit = Units.Begin();
        await unit.Save(second);
        unit.Answers.Add(Stored($"{second.Id}"));

        var committed = await unit.Commit();

        Assert.That(committed.Error, Is.EqualTo(SupplierErrors.CodeTaken));
        Assert.That(await Find(second.Id), Is.Null);
        Assert.That(await Queries.History(second.Id, Whole, default), Is.Null);
        Assert.That(await Units.Answer($"{second.Id}"), Is.Null);
    }

    [Test]
    public async Task Filters_by_status_and_code()
    {
        var supplier = await Committed(Suppliers.Approved());
        await Committed(Suppliers.Approved());

        async Task<int> Count(Status? status) =>
            (await Queries.List(Filter() with { Status = status, CodePrefix = supplier.Code.Value }, default)).Items.Count;

        Assert.That(await Count(null), Is.EqualTo(1));
        Assert.That(await Count(Status.Approved), Is.EqualTo(1));
        Assert.That(await Count(Status.Pending), Is.Zero);
        Assert.That(
            (await Queries.List(Filter(100) with { Status = Status.Approved }, default)).Items.Select(s => s.Status),
            Has.All.EqualTo("Approved")
        );
    }

    [Test]
    public async Task Tells_other_modules_how_a_supplier_stands()
    {
        await using var scope = Services.CreateAsyncScope();
        var api = scope.ServiceProvider.GetRequiredService<ISupplierApi>();
        async Task<(string, string?, bool, int?)> Standing(Supplier supplier)
        {
            await Committed(supplier);
            var standing = (await api.FindStanding(supplier.Id.Value, default))!;
            Assert.That((standing.Code, standing.LegalName), Is.EqualTo((supplier.Code.Value, supplier.LegalName)));
            return ($"{standing.Status}", standing.OrdersRefused?.ToString(), standing.PaymentsHeld, standing.PayableAccountVersion);
        }

        Assert.That(await Standing(Suppliers.Pending()), Is.EqualTo(("Pending", "NotApproved", false, (int?)null)));
        Assert.That(await Standing(Suppliers.Approved()), Is.EqualTo(("Approved", (string?)null, false, (int?)null)));
        Assert.That(await Standing(Suppliers.Suspended()), Is.EqualTo(("Suspended", "Suspended", false, (int?)null)));
        Assert.That(await Standing(Suppliers.Blacklisted()), Is.EqualTo(("Blacklisted", "Blacklisted", false, (int?)null)));
        Assert.That(await Standing(Parts.Held(HoldScope.Orders)), Is.EqualTo(("Approved", "OnHold", false, (int?)null)));
        Assert.That(await Standing(Parts.Held(HoldScope.Payments)), Is.EqualTo(("Approved", (string?)null, true, (int?)null)));
        Assert.That(await Standing(Parts.Held(HoldScope.All)), Is.EqualTo(("Approved", "OnHold", true, (int?)null)));
        Assert.That(await Standing(Parts.WithAccounts()), Is.EqualTo(("Approved", (string?)null, false, (int?)1)));
        Assert.That(await api.FindStanding(Guid.CreateVersion7(Suppliers.Now), default), Is.Null);
    }

    [Test]
    public async Task Registering_tells_all_that_is_wrong_at_once()
    {
        await using var scope = Services.CreateAsyncScope();
        var register = scope.ServiceProvider.GetRequiredService<RegisterSupplier>();

        var wrong = new SupplierDraft
        {
            LegalName = new string('n', 257),
            Email = "x",
            Address = new AddressDraft(" ", null, "", "se"),
            PaymentTermsDays = 366,
            PreferredCurrency = "XXX",
            TaxId = new string('t', 33),
            MatchToleranceBps = 1001,
        };
        var refused = await register.Execute("x", wrong, Actor.Of("sam"), default);
        var missing = await register.Execute(null, new SupplierDraft { LegalName = " " }, Actor.Of("sam"), default);

        Assert.That(
            refused.Error!.Fields.Keys,
            Is.EquivalentTo(
                new[]
                {
                    "code",
                    "legal_name",
                    "email",
                    "address.street",
                    "address.city",
                    "address.postal_code",
                    "address.country",
                    "payment_terms_days",
                    "preferred_currency",
                    "tax_id",
                    "match_tolerance_bps",
                }
            )
        );
        Assert.That(missing.Error!.Fields.Keys, Is.EquivalentTo(new[] { "code", "legal_name", "email" }));
    }

    [Test]
    public async Task Carries_a_supplier_from_registration_to_exclusion()
    {
        var registered = await Run(
            (RegisterSupplier u) =>
                u.Execute(
                    Suppliers.Code().Value,
                    new SupplierDraft { LegalName = new string('n', 256), Email = "a@example.com" },
                    Actor.Of("sam"),
                    default
                )
        );
        var id = registered.Value.Id;
        var stale = await Run((ApproveSupplier u) => u.Execute(id, Precondition.AnyOf([2]), 40, Actor.Of("carol"), default));
        var approved = await Run((ApproveSupplier u) => u.Execute(id, Precondition.AnyOf([1]), 40, Actor.Of("carol"), default));
        var suspended = await Run(
            (SuspendSupplier u) => u.Execute(id, Precondition.None, new string('r', 1000), Actor.Of("carol"), default)
        );
        var reinstated = await Run((ReinstateSupplier u) => u.Execute(id, Precondition.AnyOf([3]), Actor.Of("carol"), default));
        var blacklisted = await Run(
            (BlacklistSupplier u) => u.Execute(id, Precondition.AnyOf([4]), new string('r', 1000), Actor.Of("carol"), default)
        );

        Assert.That(stale.Error, Is.EqualTo(Error.Stale));
        foreach (var done in new[] { approved, suspended, reinstated, blacklisted })
            Assert.That(done.Error, Is.Null);
        Assert.That((await Queries.Find(id, default))!.Version, Is.EqualTo(5));
    }

    [TestCase(null)]
    [TestCase(-1)]
    [TestCase(101)]
    public async Task Approving_demands_a_risk_score_from_0_to_100(int? score)
    {
        var refused = await Run((ApproveSupplier u) => u.Execute(default, Precondition.None, score, Actor.Of("carol"), default));

        Assert.That(refused.Error!.Fields.Keys, Is.EqualTo(new[] { "risk_score" }));
    }

    [TestCase(null)]
    [TestCase(" ")]
    [TestCase("long")]
    public async Task Suspending_and_blacklisting_demand_a_reason(string? reason)
    {
        var text = reason == "long" ? new string('r', 1001) : reason;

        var suspended = await Run((SuspendSupplier u) => u.Execute(default, Precondition.None, text, Actor.Of("carol"), default));
        var blacklisted = await Run((BlacklistSupplier u) => u.Execute(default, Precondition.None, text, Actor.Of("carol"), default));

        Assert.That(suspended.Error!.Fields.Keys, Is.EqualTo(new[] { "reason" }));
        Assert.That(blacklisted.Error!.Fields.Keys, Is.EqualTo(new[] { "reason" }));
    }

    [Test]
    public async Task Changing_demands_a_supplier_that_is_there()
    {
        var absent = new SupplierId(Guid.CreateVersion7(Suppliers.Now));

        var approved = await Run((ApproveSupplier u) => u.Execute(absent, Precondition.None, 1, Actor.Of("carol"), default));
        var suspended = await Run((SuspendSupplier u) => u.Execute(absent, Precondition.None, "late", Actor.Of("carol"), default));
        var reinstated = await Run((ReinstateSupplier u) => u.Execute(absent, Precondition.None, Actor.Of("carol"), default));
        var blacklisted = await Run((BlacklistSupplier u) => u.Execute(absent, Precondition.None, "fraud", Actor.Of("carol"), default));

        foreach (var refused in new[] { approved, suspended, reinstated, blacklisted })
            Assert.That(refused.Error, Is.EqualTo(SupplierErrors.NotFound));
    }

    [Test]
    public async Task Finds_by_the_beginning_of_name_and_code_by_country_risk_and_documents()
    {
        var found = Parts.WithDocuments();
        Assert.That(
            found.Edit(Parts.Profile("100%_Åland \\ Papper") with { Address = Parts.Home }, Actor.Of("sam"), Suppliers.Now).Error,
            Is.Null
        );
        await Committed(found);
        await Committed(Suppliers.Approved());
        var filter = Filter() with { CodePrefix = found.Code.Value };

        async Task<bool> Has(SupplierFilter asked) => (await Queries.List(asked, default)).Items.Any(each => each.Id == $"{found.Id}");

        Assert.That((await Queries.List(filter, default)).Items, Is.EqualTo(new[] { SupplierHeaderView.Of(found) }));
        Assert.That(await Has(filter with { CodePrefix = found.Code.Value[..5] }), Is.True);
        Assert.That(await Has(filter with { NamePrefix = "100%_åLAND \\ p" }), Is.True);
        Assert.That(await Has(filter with { NamePrefix = "100__å" }), Is.False);
        Assert.That(await Has(filter with { NamePrefix = "Åland" }), Is.False);
        Assert.That(await Has(filter with { Country = Country.Parse("AX").Value }), Is.True);
        Assert.That(await Has(filter with { Country = Country.Parse("SE").Value }), Is.False);
        Assert.That(await Has(filter with { MinRiskScore = Suppliers.Risk(35), MaxRiskScore = Suppliers.Risk(35) }), Is.True);
        Assert.That(await Has(filter with { MinRiskScore = Suppliers.Risk(36) }), Is.False);
        Assert.That(await Has(filter with { MaxRiskScore = Suppliers.Risk(34) }), Is.False);
        Assert.That(await Has(filter with { DocumentExpiresBefore = new DateOnly(2030, 1, 1) }), Is.False);
        Assert.That(await Has(filter with { DocumentExpiresBefore = new DateOnly(2030, 1, 2) }), Is.True);
    }

    [Test]
    public async Task A_bank_account_waits_until_nobody_may_object_any_more()
    {
        var supplier = await Committed(Suppliers.Approved());
        await Change(supplier.Id, s => s.ProposeBankAccount(Parts.Account(), Actor.Of("sam"), Suppliers.Now));
        await Change(supplier.Id, s => s.ConfirmBankAccount(TimeSpan.FromHours(1), Actor.Of("fay"), Suppliers.Now));

        async Task<bool> IsDue(TimeSpan after) =>
            (await Queries.WithAccountToVerify(Suppliers.Now + after, 1000, default)).Contains(supplier.Id);

        Assert.That(await IsDue(TimeSpan.FromMinutes(59)), Is.False);
        Assert.That(await IsDue(TimeSpan.FromHours(1)), Is.True);
        await Change(supplier.Id, s => s.VerifyBankAccount(Actor.System("test"), Suppliers.Now.AddHours(1)));
        Assert.That(await IsDue(TimeSpan.FromHours(1)), Is.False);
        await Change(supplier.Id, s => s.ProposeBankAccount(Parts.Account(), Actor.Of("sam"), Suppliers.Now.AddHours(2)));
        await Change(supplier.Id, s => s.ConfirmBankAccount(TimeSpan.Zero, Actor.Of("fay"), Suppliers.Now.AddHours(2)));
        await Change(supplier.Id, s => s.VerifyBankAccount(Actor.System("test"), Suppliers.Now.AddHours(2)));

        var view = (await Queries.Find(supplier.Id, default))!;
        Assert.That((view.BankAccount!.Version, view.BankAccount.State), Is.EqualTo((2, "Verified")));
        Assert.That(view.PayableBankAccount, Is.EqualTo(view.BankAccount));
    }

    private static SupplierFilter Filter(int limit = 20) => new() { Limit = limit };

    private static readonly HistoryRange Whole = new(0, 100);

    private ISupplierQueries Queries => Services.GetRequiredService<ISupplierQueries>();

    private async Task<Result<Supplier>> Run<TUseCase>(Func<TUseCase, Task<Result<Supplier>>> execute)
        where TUseCase : class
    {
        await using var scope = Services.CreateAsyncScope();
        var result = await execute(scope.ServiceProvider.GetRequiredService<TUseCase>());
        if (result.Error is null)
            Assert.That((await scope.ServiceProvider.GetRequiredService<IUnitOfWork<SupplierModule>>().Commit(default)).Error, Is.Null);
        return result;
    }

    private Task<Supplier?> Find(SupplierId id) => Units.Find(id);

    private Task<Supplier> Committed(Supplier supplier) => Units.Committed(supplier);

    private Task Change(SupplierId id, Func<Supplier, Result> change) =>
        Units.Change(id, supplier => Assert.That(change(supplier).Error, Is.Null));
}
