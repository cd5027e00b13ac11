namespace Purchasing.Tests.Ports;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Persistence;
using Procurement.Purchasing.Adapters;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Purchasing.Tests.Domain;

/// <summary>What every adapter of Purchasing's ports must do; run against memory and against PostgreSQL.</summary>
internal abstract class PurchasingPortSuite
{
    protected ServiceProvider Services { get; set; } = null!;

    [Test]
    public async Task Finds_what_was_committed_and_nothing_before()
    {
        var order = Orders.Draft();
        await using var writer = Services.CreateAsyncScope();
        await Repository(writer).Save(order, default);
        Assert.That(await Find(order.Id), Is.Null);

        Assert.That((await Commit(writer)).Error, Is.Null);

        var found = await Find(order.Id);
        Assert.That(PurchaseOrderView.Of(found!), Is.EqualTo(PurchaseOrderView.Of(order)).UsingPropertiesComparer());
        Assert.That(found!.Recorded, Is.Empty);
    }

    [Test]
    public async Task Keeps_a_new_order_that_is_more_than_a_draft_as_well()
    {
        var order = await Committed(Orders.Submitted());

        Assert.That(PurchaseOrderView.Of((await Find(order.Id))!), Is.EqualTo(PurchaseOrderView.Of(order)).UsingPropertiesComparer());
        Assert.That((await Queries.History(order.Id, Whole, default))!.Items.Select(h => h.Version), Is.EqualTo(new long[] { 1, 2 }));
    }

    [Test]
    public async Task Does_not_find_what_is_not_there()
    {
        Assert.That(await Find(new PurchaseOrderId(Guid.CreateVersion7(Orders.Now))), Is.Null);
        Assert.That(await Queries.Find(new PurchaseOrderId(Guid.CreateVersion7(Orders.Now)), default), Is.Null);
        Assert.That(await Queries.History(new PurchaseOrderId(Guid.CreateVersion7(Orders.Now)), Whole, default), Is.Null);
    }

    [Test]
    public async Task Replaces_lines_by_more_and_by_fewer()
    {
        var order = await Committed(Orders.Draft());
        await Change(
            order.Id,
            o => o.ChangeLines(Orders.Lines(Orders.Line(1), Orders.Line(2), Orders.Line(3)), Actor.Of("erin"), Orders.Now)
        );
        Assert.That((await Queries.Find(order.Id, default))!.LineItems.Select(l => l.UnitPriceCents), Is.EqualTo(new long[] { 1, 2, 3 }));

        await Change(order.Id, o => o.ChangeLines(Orders.Lines(Orders.Line(9)), Actor.Of("erin"), Orders.Now));

        var found = await Find(order.Id);
        Assert.That(found!.LineItems.Select(l => l.UnitPriceMinor), Is.EqualTo(new long[] { 9 }));
        Assert.That(found.Authors, Is.EqualTo(new[] { "bob", "erin" }));
        Assert.That(found.Version, Is.EqualTo(3));
    }

    [Test]
    public async Task Keeps_every_state_of_an_order()
    {
        var order = await Committed(Orders.Draft());
        await Change(order.Id, o => o.Submit(Orders.Limits, Actor.Of("bob"), Orders.Now));
        await Change(order.Id, o => o.Approve(Orders.Approver(), SupplierEligibility.Eligible, Orders.Now));

        var view = await Queries.Find(order.Id, default);

        Assert.That(view!.Status, Is.EqualTo("Approved"));
        Assert.That(view.RequiredApprovalLevel, Is.EqualTo("L1"));
        Assert.That(view.Approvals, Is.EqualTo(new[] { new ApprovalView("luis", "L3", Orders.Now) }));
        Assert.That(view, Is.EqualTo(PurchaseOrderView.Of((await Find(order.Id))!)).UsingPropertiesComparer());
    }

    [Test]
    public async Task Tells_who_did_what_when()
    {
        var order = await Committed(Orders.Draft());
        await Change(order.Id, o => o.Submit(Orders.Limits, Actor.Of("bob"), Orders.Now));

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
    public async Task A_lost_update_leaves_nothing_behind()
    {
        var order = await Committed(Orders.Draft());
        await using var first = Services.CreateAsyncScope();
        await using var second = Services.CreateAsyncScope();
        foreach (var (scope, editor) in new[] { (first, "winner"), (second, "loser") })
        {
            var loaded = (await Repository(scope).Find(order.Id, default))!;
            loaded.ChangeLines(Orders.Lines(Orders.Line(7), Orders.Line(8)), Actor.Of(editor), Orders.Now);
            await Repository(scope).Save(loaded, default);
            scope.ServiceProvider.GetRequiredService<IIdempotency<PurchasingModule>>().Add(Stored(editor));
        }

        var won = await Commit(first);
        var lost = await Commit(second);

        Assert.That(won.Error, Is.Null);
        Assert.That(lost.Error, Is.EqualTo(Error.Stale));
        Assert.That((await Queries.History(order.Id, Whole, default))!.Items.Select(h => h.Actor), Is.EqualTo(new[] { "bob", "winner" }));
        Assert.That((await Find(order.Id))!.Version, Is.EqualTo(2));
        Assert.That(await Answer("winner"), Is.Not.Null);
        Assert.That(await Answer("loser"), Is.Null);
    }

    [Test]
    public async Task A_commit_whose_last_statement_fails_leaves_nothing_behind()
    {
        await using var before = Services.CreateAsyncScope();
        before.ServiceProvider.GetRequiredService<IIdempotency<PurchasingModule>>().Add(Stored("taken"));
        await Commit(before);
        var order = Orders.Draft();
        await using var scope = Services.CreateAsyncScope();
        await Repository(scope).Save(order, default);
        scope.ServiceProvider.GetRequiredService<IIdempotency<PurchasingModule>>().Add(Stored("taken"));

        var committed = await Commit(scope);

        Assert.That(committed.Error, Is.EqualTo(StoredAnswer.Taken));
        Assert.That(await Find(order.Id), Is.Null);
        Assert.That(await Queries.History(order.Id, Whole, default), Is.Null);
    }

    [Test]
    public async Task Acts_after_the_commit_and_only_then()
    {
        var order = await Committed(Orders.Draft());
        var acted = 0;
        foreach (var _ in Enumerable.Range(0, 2))
        {
            await using var scope = Services.CreateAsyncScope();
            var stale = Orders.Draft(id: order.Id.Value);
            await Repository(scope).Save(stale, default);
            scope.ServiceProvider.GetRequiredService<IUnitOfWork<PurchasingModule>>().AfterCommit(() => acted++);
            Assert.That((await Commit(scope)).Error, Is.EqualTo(Error.Stale).Or.Not.Null);
        }

        Assert.That(acted, Is.Zero);
    }

    [Test]
    public void Refuses_to_save_what_recorded_nothing()
    {
        using var scope = Services.CreateScope();
        var unchanged = (PurchaseOrder)Orders.Draft().Copy();

        Assert.That(
            () => scope.ServiceProvider.GetRequiredService<IRepository<PurchaseOrder, PurchaseOrderId>>().Save(unchanged, default),
            Throws.InvalidOperationException
        );
    }

    [Test]
    public async Task Lists_page_by_page_newest_first_each_order_once()
    {
        var requester = $"walker-{Guid.CreateVersion7(Orders.Now):N}";
        var ids = new List<string>();
        for (var i = 0; i < 7; i++)
            ids.Add((await Committed(Orders.Draft(requester: requester, id: Guid.CreateVersion7(Orders.Now.AddSeconds(i))))).Id.ToString());

        var walked = new List<string>();
        Guid? after = null;
        do
        {
            var page = await Queries.List(Filter(limit: 3) with { RequestedBy = requester, After = after }, default);
            walked.AddRange(page.Items.Select(o => o.Id));
            after = page.Next;
            await Committed(Orders.Draft(requester: requester, id: Guid.CreateVersion7(Orders.Now.AddHours(1))));
        } while (after is not null);

        Assert.That(walked, Is.EqualTo(Enumerable.Reverse(ids)));
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

    [Test]
    public async Task Hands_out_each_order_number_once()
    {
        var numbers = Services.GetRequiredService<IOrderNumbers>();

        var taken = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => numbers.Next(default).AsTask()));

        Assert.That(taken, Is.Unique);
        Assert.That(taken, Has.All.Positive);
    }

    [Test]
    public async Task Prunes_answers_past_their_time_only()
    {
        await using var scope = Services.CreateAsyncScope();
        var answers = scope.ServiceProvider.GetRequiredService<IIdempotency<PurchasingModule>>();
        answers.Add(Stored("old") with { CreatedAt = Orders.Now.AddDays(-2) });
        answers.Add(Stored("new") with { CreatedAt = Orders.Now.AddDays(5) });
        await Commit(scope);

        await using var pruning = Services.CreateAsyncScope();
        await pruning.ServiceProvider.GetRequiredService<IIdempotency<PurchasingModule>>().Prune(Orders.Now.AddDays(-1), 1000, default);

        Assert.That(await Answer("old"), Is.Null);
        Assert.That(await Answer("new"), Is.Not.Null);
    }

    protected static PurchaseOrderFilter Filter(int limit = 20) => new() { Limit = limit };

    private static readonly HistoryRange Whole = new(0, 100);

    private IPurchaseOrderQueries Queries => Services.GetRequiredService<IPurchaseOrderQueries>();

    private static IRepository<PurchaseOrder, PurchaseOrderId> Repository(AsyncServiceScope scope) =>
        scope.ServiceProvider.GetRequiredService<IRepository<PurchaseOrder, PurchaseOrderId>>();

    private static Task<Result> Commit(AsyncServiceScope scope) =>
        scope.ServiceProvider.GetRequiredService<IUnitOfWork<PurchasingModule>>().Commit(default);

    private async Task<PurchaseOrder?> Find(PurchaseOrderId id)
    {
        await using var scope = Services.CreateAsyncScope();
        return await Repository(scope).Find(id, default);
    }

    private async Task<StoredAnswer?> Answer(string key)
    {
        await using var scope = Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IIdempotency<PurchasingModule>>().Find("client", key, default);
    }

    private long lastNumber = Random.Shared.NextInt64(1_000_000_000, long.MaxValue / 2);

    private async Task<PurchaseOrder> Committed(PurchaseOrder order)
    {
        typeof(PurchaseOrder).GetProperty(nameof(PurchaseOrder.Number))!.SetValue(order, ++lastNumber);
        await using var scope = Services.CreateAsyncScope();
        await Repository(scope).Save(order, default);
        Assert.That((await Commit(scope)).Error, Is.Null);
        return order;
    }

    private async Task Change(PurchaseOrderId id, Func<PurchaseOrder, Result> change)
    {
        await using var scope = Services.CreateAsyncScope();
        var order = (await Repository(scope).Find(id, default))!;
        Assert.That(change(order).Error, Is.Null);
        await Repository(scope).Save(order, default);
        Assert.That((await Commit(scope)).Error, Is.Null);
    }

    private static StoredAnswer Stored(string key) =>
        new()
        {
            Client = "client",
            Key = key,
            Fingerprint = [1],
            Status = 200,
            Body = [2],
            ETag = null,
            Location = null,
            CreatedAt = Orders.Now,
        };
}
