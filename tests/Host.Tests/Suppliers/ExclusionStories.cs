namespace Host.Tests.Suppliers;

using System.Net;
using Host.Tests.Faults;
using Procurement.BuildingBlocks.Hosting.Security;
using TestKit;

/// <summary>Who is excluded or suspended is so for everybody, at once and whatever happens to the process.</summary>
[Category(Lane.Processes)]
internal sealed class ExclusionStories
{
    private const int Orders = 120;

    [Test]
    public async Task Blacklisting_disputes_every_open_order_once_although_the_process_is_killed_in_the_middle()
    {
        var database = await Postgres.CreateDatabase("exclusion");
        var closed = new List<string>();
        await using (var first = await Served.Start(database))
        {
            var supplier = await first.Supplier();
            using var bob = first.As("bob", Roles.Buyer);
            using var luis = first.As("luis", Roles.ApproverL3);
            using var cora = first.As("cora", Roles.Compliance);
            for (var i = 0; i < Orders; i++)
            {
                var order = (await bob.Post("/purchase-orders", Api.Body(supplier))).Text("id");
                if (i % 4 != 0)
                    continue;
                await bob.Post($"/purchase-orders/{order}/submit");
                Assert.That(
                    (await luis.Post($"/purchase-orders/{order}/reject", """{"reason":"No."}""")).Status,
                    Is.EqualTo(HttpStatusCode.OK)
                );
                closed.Add(order);
            }
            var excluded = await cora.Post($"/suppliers/{supplier}/blacklist", """{"reason":"Fraud."}""");
            Assert.That(excluded.Status, Is.EqualTo(HttpStatusCode.OK), excluded.Body);
            await Eventually.Holds(() => Count(database, "status = 'Disputed'"), Is.GreaterThan(0));
            await first.Kill();
        }
        var before = await Count(database, "status = 'Disputed'");
        await TestContext.Out.WriteLineAsync($"killed after {before} of {Orders - closed.Count}");

        await using (await Served.Start(database))
        {
            var ready = TimeProvider.System.GetTimestamp();
            await Eventually.Holds(() => Count(database, "status = 'Disputed'"), Is.EqualTo(Orders - closed.Count));
            await TestContext.Out.WriteLineAsync($"all in dispute {TimeProvider.System.GetElapsedTime(ready)} after it was ready again");
        }

        Assert.That(await Count(database, "status = 'Cancelled'"), Is.EqualTo(closed.Count));
        var disputes = await Ledger.Column(
            database,
            "SELECT count(*) || ' of ' || count(DISTINCT aggregate_id) FROM purchasing.history WHERE event = 'PurchaseOrderDisputed'"
        );
        Assert.That(disputes, Is.EqualTo(new[] { $"{Orders - closed.Count} of {Orders - closed.Count}" }));
        await Postgres.DropDatabase(database);
    }

    [Test]
    public async Task A_supplier_that_is_suspended_this_instant_is_not_ordered_from_in_the_next_request()
    {
        await using var api = await Api.Start(onPostgres: true);
        var supplier = await api.Supplier();
        using var stop = new CancellationTokenSource();
        // Others ask how it stands all the time, so that the question of the next request goes with theirs.
        var crowd = Enumerable.Range(0, 8).Select(_ => Order(api, supplier, stop.Token)).ToList();

        for (var round = 0; round < 20; round++)
        {
            await api.Cora.Post($"/suppliers/{supplier}/suspend", """{"reason":"Audit."}""");
            Assert.That((await api.Bob.Post("/purchase-orders", Api.Body(supplier))).Code, Is.EqualTo("SUPPLIER_NOT_ELIGIBLE"));
            await api.Cora.Post($"/suppliers/{supplier}/reinstate");
            Assert.That((await api.Bob.Post("/purchase-orders", Api.Body(supplier))).Status, Is.EqualTo(HttpStatusCode.Created));
        }

        await stop.CancelAsync();
        await Task.WhenAll(crowd);
    }

    private static async Task Order(Api api, string supplier, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
            await api.Bob.Post("/purchase-orders", Api.Body(supplier));
    }

    private static async Task<int> Count(string database, string condition) =>
        int.Parse(
            (await Ledger.Column(database, $"SELECT count(*) FROM purchasing.purchase_orders WHERE {condition}"))[0],
            System.Globalization.CultureInfo.InvariantCulture
        );
}
