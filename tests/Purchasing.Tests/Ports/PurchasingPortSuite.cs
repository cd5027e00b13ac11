namespace Purchasing.Tests.Ports;

using Microsoft.Extensions.DependencyInjection;
using Procurement.Purchasing.Adapters;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Purchasing.UseCases;
using Purchasing.Tests.Domain;
using TestKit.Ports;

/// <summary>What every adapter of Purchasing's ports must do besides; run against memory and against PostgreSQL.</summary>
internal abstract class PurchasingPortSuite : PortSuite<PurchasingModule, PurchaseOrder, PurchaseOrderId>
{
    protected override IPortSubject<PurchaseOrder, PurchaseOrderId> Subject { get; } = new OrderSubject();

    [Test]
    public async Task Does_not_show_what_is_not_there() =>
        Assert.That(await Queries.Find(new PurchaseOrderId(Guid.CreateVersion7(Orders.Now)), default), Is.Null);

    [Test]
    public async Task Keeps_a_new_order_that_is_more_than_a_draft_as_well()
    {
        var order = await Committed(Orders.Submitted());

        Assert.That(PurchaseOrderView.Of((await Find(order.Id))!), Is.EqualTo(PurchaseOrderView.Of(order)).UsingPropertiesComparer());
        Assert.That((await Queries.History(order.Id, Whole, default))!.Items.Select(h => h.Version), Is.EqualTo(new long[] { 1, 2 }));
    }

    [Test]
    public async Task Replaces_lines_by_more_and_by_fewer()
    {
        var order = await Committed(Orders.Draft());
        await Change(
            order.Id,
            o => o.ChangeLines(Orders.Lines(Orders.Line(1), Orders.Line(2), Orders.Line(3)), Actor.Of("erin"), Orders.Now)
        );
        Assert.That(
            (await Queries.Find(order.Id, default))!.LineItems.Select(l => l.UnitPriceCents),
            Is.EqualTo(new decimal[] { 1, 2, 3 })
        );

        await Change(order.Id, o => o.ChangeLines(Orders.Lines(Orders.Line(9)), Actor.Of("erin"), Orders.Now));

        var found = await Find(order.Id);
        Assert.That(found!.LineItems.Select(l => l.UnitPriceMinor), Is.EqualTo(new decimal[] { 9 }));
        Assert.That(found.Authors, Is.EqualTo(new[] { "bob", "erin" }));
        Assert.That(found.Version, Is.EqualTo(3));
    }

    [Test]
    public async Task Keeps_every_state_of_an_order()
    {
        var order = await Committed(Orders.Draft());
        await Change(order.Id, o => o.Submit(Orders.Route(o), Actor.Of("bob"), Orders.Now));
        await Change(order.Id, o => o.Approve(Orders.Approver(), SupplierEligibility.Eligible, Orders.Now));

        var view = await Queries.Find(order.Id, default);

        Assert.That(view!.Status, Is.EqualTo("Approved"));
        Assert.That(view.RequiredApprovalLevel, Is.EqualTo("L1"));
        Assert.That(view.Approvals, Is.EqualTo(new[] { new ApprovalView("luis", null, "L3", Orders.Now) }));
        Assert.That(view, Is.EqualTo(PurchaseOrderView.Of((await Find(order.Id))!)).UsingPropertiesComparer());

        await Change(order.Id, o => o.Issue(Orders.Limits, SupplierEligibility.Eligible, Actor.Of("bob"), Orders.Now.AddHours(1)));
        await Change(order.Id, o => o.RaiseDispute(Orders.Why("Wrong goods."), Actor.Of("erin"), Orders.Now.AddHours(2)));

        view = await Queries.Find(order.Id, default);
        Assert.That((view!.Status, view.IssuedAt), Is.EqualTo(("Disputed", (DateTimeOffset?)Orders.Now.AddHours(1))));
        Assert.That((view.DisputedBy, view.DisputeReason, view.DisputedFrom), Is.EqualTo(("erin", "Wrong goods.", "Issued")));
        Assert.That(view.DisputedAt, Is.EqualTo(Orders.Now.AddHours(2)));
        Assert.That(view, Is.EqualTo(PurchaseOrderView.Of((await Find(order.Id))!)).UsingPropertiesComparer());
    }

    [Test]
    public async Task Keeps_a_new_order_in_any_state()
    {
        foreach (
            var made in new[]
            {
                Orders.Approved(),
                Orders.Issued(),
                Orders.Acknowledged(),
                Orders.PartlyReceived(),
                Orders.Received(),
                Orders.Invoiced(),
                Orders.Closed(),
                Orders.Rejected(),
                Orders.Disputed(),
                Orders.Disputed(Orders.Issued()),
            }
        )
        {
            var order = await Committed(made);

            var shown = PurchaseOrderView.Of(order);
            Assert.That(await Queries.Find(order.Id, default), Is.EqualTo(shown).UsingPropertiesComparer());
            Assert.That(PurchaseOrderView.Of((await Find(order.Id))!), Is.EqualTo(shown).UsingPropertiesComparer());
            var listed = (await Queries.List(Filter() with { SupplierId = order.SupplierId }, default)).Items.Single();
            Assert.That(listed, Is.EqualTo(PurchaseOrderHeader.Of(order)).UsingPropertiesComparer());
        }
    }

    [Test]
    public async Task Finds_the_open_orders_of_a_supplier_part_by_part()
    {
        var supplier = new SupplierId(Guid.CreateVersion7(Orders.Now));
        var open = new List<PurchaseOrderId>();
        // The last in the order of time is the first to be made.
        for (var i = 5; i > 0; i--)
            open.Insert(0, (await Committed(Orders.Draft(supplier: supplier, id: Guid.CreateVersion7(Orders.Now.AddSeconds(i))))).Id);
        await Committed(Orders.Draft());
        await Change(open[1], o => o.RaiseDispute(Orders.Why("Wrong goods."), Actor.Of("bob"), Orders.Now));
        await Change(open[3], o => o.Submit(Orders.Route(o), Actor.Of("bob"), Orders.Now));
        open.RemoveAt(1);

        Assert.That(await Queries.OpenOrdersOf(supplier, null, 10, default), Is.EqualTo(open));
        Assert.That(await Queries.OpenOrdersOf(supplier, null, 3, default), Is.EqualTo(open.Take(3)));
        Assert.That(await Queries.OpenOrdersOf(supplier, open[2], 3, default), Is.EqualTo(open.Skip(3)));
        Assert.That(await Queries.OpenOrdersOf(supplier, open[3], 3, default), Is.Empty);
    }

    [Test]
    public async Task A_reference_is_imported_once_by_each_creator()
    {
        var (ines, ivan) = ($"ines-{Guid.CreateVersion7(Orders.Now)}", $"ivan-{Guid.CreateVersion7(Orders.Now)}");
        await using var winner = Units.Begin();
        await using var loser = Units.Begin();
        var orders = new List<PurchaseOrderId>();
        foreach (var unit in new[] { winner, loser })
        {
            var order = Subject.New();
            var imports = unit.Services.GetRequiredService<IOrderImports>();
            Assert.That(await imports.Find(ines, "R-1", default), Is.Null);
            await unit.Save(order);
            await imports.Add(new OrderImport(ines, "R-1", order.Id), default);
            orders.Add(order.Id);
        }

        Assert.That((await winner.Commit()).Error, Is.Null);
        Assert.That((await loser.Commit()).Error, Is.EqualTo(Error.Stale));

        await using var after = Units.Begin();
        var known = after.Services.GetRequiredService<IOrderImports>();
        Assert.That(await known.Find(ines, "R-1", default), Is.EqualTo(orders[0]));
        Assert.That(await known.Find(ines, "r-1", default), Is.Null);
        Assert.That(await known.Find(ivan, "R-1", default), Is.Null);
        Assert.That(await Units.Find(orders[1]), Is.Null);
    }

    [Test]
    public async Task Of_two_that_are_submitted_unseen_by_each_other_one_has_to_look_again()
    {
        var supplier = new SupplierId(Guid.CreateVersion7(Orders.Now));
        var (one, other) = (
            (await Committed(Orders.Draft(60_000, supplier: supplier))).Id,
            (await Committed(Orders.Draft(70_000, supplier: supplier))).Id
        );
        await using (var first = Units.Begin())
        await using (var second = Units.Begin())
        {
            foreach (var (unit, id) in new[] { (first, one), (second, other) })
                await Submit(unit, id);
            Assert.That((await first.Commit()).Error, Is.Null);
            Assert.That((await second.Commit()).Error, Is.EqualTo(Error.Stale));
        }

        await using (var again = Units.Begin())
        {
            await Submit(again, other);
            Assert.That((await again.Commit()).Error, Is.Null);
        }

        var tipping = (await Units.Find(other))!;
        Assert.That((tipping.SplitNumber, tipping.SplitWith.Single(), tipping.RequiredLevel), Is.EqualTo((2L, $"{one}", ApprovalLevel.L2)));

        async Task Submit(Units<PurchasingModule, PurchaseOrder, PurchaseOrderId>.Unit unit, PurchaseOrderId id)
        {
            var order = await unit.Load(id);
            var beside = await Services
                .GetRequiredService<IApprovalQueries>()
                .SubmittedBeside(id, supplier, "ALICE", order.Currency, Orders.Now.AddDays(-1), default);
            order.Submit(Orders.Router.Route(order.Total, beside, Orders.Now), Actor.Of("bob"), Orders.Now);
            await unit.Save(order);
        }
    }

    [Test]
    public async Task Takes_every_state_for_open_that_can_be_disputed_and_no_other()
    {
        var states = new[]
        {
            Orders.Draft(),
            Orders.Submitted(),
            Orders.Approved(),
            Orders.Issued(),
            Orders.Acknowledged(),
            Orders.PartlyReceived(),
            Orders.Received(),
            Orders.Invoiced(),
            Orders.Closed(),
            Orders.Rejected(),
            Orders.Disputed(),
        };
        // An order is paid for a moment only.
        Assert.That(
            states.Select(order => order.Status),
            Is.EquivalentTo(Enum.GetValues<PurchaseOrderStatus>().Except([PurchaseOrderStatus.Paid]))
        );
        foreach (var order in states)
        {
            await Committed(order);

            Assert.That(
                (await Queries.OpenOrdersOf(order.SupplierId, null, 10, default)).Count,
                Is.EqualTo(PurchaseOrder.OpenStates.Contains(order.Status) ? 1 : 0),
                $"{order.Status}"
            );
        }
    }

    [Test]
    public async Task Tells_of_an_issue_what_was_ordered_and_of_a_dispute_why()
    {
        var order = await Committed(Orders.Issued());
        await Change(
            order.Id,
            o => o.RaiseDispute(Orders.Why("Supplier blacklisted."), Actor.System("supplier.supplier-blacklisted.v1"), Orders.Now)
        );

        var history = (await Queries.History(order.Id, Whole, default))!.Items;

        var (issued, disputed) = (history[3], history[4]);
        Assert.That((issued.Event, issued.From, issued.To), Is.EqualTo(("PurchaseOrderIssued", "Approved", "Issued")));
        Assert.That(
            issued.Details!.Value.EnumerateObject().Select(member => member.Name),
            Is.EqualTo(new[] { "number", "supplier_id", "currency", "total_cents", "line_items" })
        );
        Assert.That((disputed.Event, disputed.From, disputed.To), Is.EqualTo(("PurchaseOrderDisputed", "Issued", "Disputed")));
        Assert.That((disputed.Actor, disputed.Cause), Is.EqualTo(("system", "supplier.supplier-blacklisted.v1")));
        Assert.That(disputed.Details!.Value.GetRawText(), Is.EqualTo("""{"reason":"Supplier blacklisted."}"""));
    }

    [Test]
    public async Task Is_issued_and_disputed_by_its_use_cases()
    {
        var order = await Committed(Orders.Approved());

        var stale = await Run((IssuePurchaseOrder u) => u.Execute(order.Id, Precondition.AnyOf([2]), Actor.Of("bob"), default));
        var issued = await Run((IssuePurchaseOrder u) => u.Execute(order.Id, Precondition.AnyOf([3]), Actor.Of("bob"), default));
        var blank = await Run((DisputePurchaseOrder u) => u.Execute(order.Id, Precondition.None, " ", Actor.Of("bob"), default));
        var disputed = await Run(
            (DisputePurchaseOrder u) => u.Execute(order.Id, Precondition.None, "Late.", Actor.System("a message"), default)
        );

        Assert.That(stale.Error, Is.EqualTo(Error.Stale));
        Assert.That(issued.Error, Is.Null);
        Assert.That(blank.Error!.Fields.Keys, Is.EqualTo(new[] { "reason" }));
        Assert.That(disputed.Error, Is.Null);
        Assert.That((await Queries.Find(order.Id, default))!.Version, Is.EqualTo(5));
    }

    [Test]
    public async Task Tells_what_is_particular_to_each_event()
    {
        var order = await Committed(Orders.Draft());
        await Change(order.Id, o => o.Submit(Orders.Route(o), Actor.Of("bob"), Orders.Now));

        var history = (await Queries.History(order.Id, Whole, default))?.Items;

        Assert.That(
            history!.Select(h => (h.Version, h.Event, h.Actor, h.At, h.From, h.To)),
            Is.EqualTo(
                new (long, string, string, DateTimeOffset, string?, string)[]
                {
                    (1, "PurchaseOrderCreated", "bob", Orders.Now, null, "Draft"),
                    (2, "PurchaseOrderSubmitted", "bob", Orders.Now, "Draft", "AwaitingApproval"),
                }
            )
        );
        Assert.That(history![1].Details!.Value.GetProperty("required_approval_level").GetString(), Is.EqualTo("L1"));
        Assert.That(history[0].Details!.Value.GetProperty("line_items").GetArrayLength(), Is.EqualTo(1));
    }

    [Test]
    public async Task Filters_by_status_supplier_requester_and_time()
    {
        var order = await Committed(Orders.Draft(requester: "filtered"));
        await Committed(Orders.Draft(requester: "other"));

        async Task<bool> Matches(PurchaseOrderFilter filter) =>
            (await Queries.List(filter with { SupplierId = filter.SupplierId ?? order.SupplierId }, default)).Items.Count == 1;

        Assert.That(await Matches(Filter()), Is.True);
        Assert.That(await Matches(Filter() with { Status = PurchaseOrderStatus.Draft, RequestedBy = "filtered" }), Is.True);
        Assert.That(await Matches(Filter() with { Status = PurchaseOrderStatus.Approved }), Is.False);
        Assert.That(await Matches(Filter() with { RequestedBy = "other" }), Is.False);
        Assert.That(await Matches(Filter() with { CreatedFrom = Orders.Now, CreatedTo = Orders.Now.AddTicks(10) }), Is.True);
        Assert.That(await Matches(Filter() with { CreatedTo = Orders.Now }), Is.False);
        Assert.That(await Matches(Filter() with { CreatedFrom = Orders.Now.AddSeconds(1) }), Is.False);
        Assert.That(await Matches(Filter() with { SupplierId = new SupplierId(Guid.CreateVersion7(Orders.Now)) }), Is.False);
    }

    /// <summary>Identifier and time of creation are two readings of the clock, and an identifier knows milliseconds only.</summary>
    [TestCase(0)]
    [TestCase(-8_000)]
    [TestCase(8_000)]
    public async Task Filters_by_the_time_of_creation_and_not_by_that_of_the_identifier(int idOffMilliseconds)
    {
        var created = Orders.Now.AddDays(1).AddTicks(4_320);
        var id = Guid.CreateVersion7(created.AddMilliseconds(idOffMilliseconds));
        var order = await Committed(Orders.Draft(requester: $"clock-{id:N}", id: id, now: created));

        async Task<bool> Matches(DateTimeOffset? from, DateTimeOffset? to) =>
            (await Queries.List(Filter() with { RequestedBy = order.RequestedBy, CreatedFrom = from, CreatedTo = to }, default)).Items.Count
            == 1;

        Assert.That(await Matches(created, null), Is.True);
        Assert.That(await Matches(created.AddTicks(10), null), Is.False);
        Assert.That(await Matches(null, created), Is.False);
        Assert.That(await Matches(null, created.AddTicks(10)), Is.True);
        Assert.That(await Matches(created, created.AddTicks(10)), Is.True);
        Assert.That(await Matches(DateTimeOffset.MinValue, DateTimeOffset.MaxValue), Is.True);
    }

    [Test]
    public async Task Hands_out_each_order_number_once()
    {
        var numbers = Services.GetRequiredService<IOrderNumbers>();

        var taken = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => numbers.Next(default).AsTask()));

        Assert.That(taken, Is.Unique);
        Assert.That(taken, Has.All.Positive);
    }

    protected static PurchaseOrderFilter Filter(int limit = 20) => new() { Limit = limit };

    private static readonly HistoryRange Whole = new(0, 100);

    private IPurchaseOrderQueries Queries => Services.GetRequiredService<IPurchaseOrderQueries>();

    private async Task<Result<PurchaseOrder>> Run<TUseCase>(Func<TUseCase, Task<Result<PurchaseOrder>>> execute)
        where TUseCase : class
    {
        await using var scope = Services.CreateAsyncScope();
        var result = await execute(scope.ServiceProvider.GetRequiredService<TUseCase>());
        if (result.Error is null)
            Assert.That((await scope.ServiceProvider.GetRequiredService<IUnitOfWork<PurchasingModule>>().Commit(default)).Error, Is.Null);
        return result;
    }

    private Task<PurchaseOrder?> Find(PurchaseOrderId id) => Units.Find(id);

    private Task<PurchaseOrder> Committed(PurchaseOrder order) => Units.Committed(OrderSubject.Numbered(order));

    private Task Change(PurchaseOrderId id, Func<PurchaseOrder, Result> change) =>
        Units.Change(id, order => Assert.That(change(order).Error, Is.Null));
}
