namespace Purchasing.Tests.Ports;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Purchasing.Adapters.Postgres;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Purchasing.Tests.Domain;
using TestKit;

internal sealed class InMemorySearch : SearchPortSuite
{
    [OneTimeSetUp]
    public void Start() => Services = PurchasingAlone.Build(EnvironmentFile.Load("test"));

    [OneTimeTearDown]
    public Task Stop() => Services.DisposeAsync().AsTask();

    protected override Task Searchable() => Task.CompletedTask;
}

internal sealed class PostgresSearch : SearchPortSuite
{
    private string database = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        database = await Postgres.CreateDatabase("order_search");
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

    /// <summary>Identifiers of tests are not of the present.</summary>
    protected override Task Searchable() => Services.GetRequiredService<SearchIndexer>().CatchUpFromStart(default);

    /// <summary>More than are looked at one by one lie before it, so that the index has to know it.</summary>
    [Test]
    public async Task Finds_by_the_index_what_lies_behind_many_orders()
    {
        var rare = await Stored(texts: new() { Sku = "RARE-1", Description = "Glasskålar" }, at: Orders.Now.AddDays(-40));
        var supplier = rare.SupplierId;
        await Fill(supplier.Value);

        foreach (var text in new[] { "glasskål", "KÅ", "lar", "rare-1", "alice" })
        {
            var found = await Found(Filter(text) with { SupplierId = supplier });
            Assert.That(found, Is.EqualTo(new[] { rare.Id }), text);
        }
        Assert.That(await Found(new() { Limit = 5, Sku = "RARE-1" }), Is.EqualTo(new[] { rare.Id }));
        Assert.That(await Found(new() { Limit = 5, Sku = "rare-1" }), Is.Empty);
        Assert.That(await Found(Filter("glas") with { Sku = "RARE-1" }), Is.EqualTo(new[] { rare.Id }));
        Assert.That(await Found(Filter("glasskål") with { RequestedBy = "nobody" }), Is.Empty);
        Assert.That(await Found(Filter("filler") with { SupplierId = supplier }), Has.Count.EqualTo(5));

        static PurchaseOrderFilter Filter(string text) => new() { Limit = 5, Text = text };
    }

    [Test]
    public async Task What_changes_in_an_order_is_found_and_what_it_was_is_not()
    {
        var order = await Stored(texts: new() { Sku = "OLD-7781" });
        Assert.That(await Found(new() { Limit = 5, Text = "old-7781" }), Is.EqualTo(new[] { order.Id }));

        await Units.Change(
            order.Id,
            o =>
                Assert.That(
                    o.ChangeLines(Orders.Lines(Orders.Line(sku: "NEW-7781")), Actor.Of("bob"), Orders.Now.AddMinutes(1)).Error,
                    Is.Null
                )
        );
        await Searchable();

        Assert.That(await Found(new() { Limit = 5, Text = "new-7781" }), Is.EqualTo(new[] { order.Id }));
        Assert.That(await Found(new() { Limit = 5, Sku = "NEW-7781" }), Is.EqualTo(new[] { order.Id }));
        Assert.That(await Found(new() { Limit = 5, Text = "old-7781" }), Is.Empty);
    }

    /// <summary>More different characters than a tsvector holds.</summary>
    [Test]
    public async Task An_order_of_thousands_of_lines_in_many_scripts_is_found()
    {
        var random = new Random(7);
        var lines = Enumerable
            .Range(0, 1500)
            .Select(i =>
                Orders.Line(sku: $"BIG-{i}") with
                {
                    Description = string.Concat(Enumerable.Range(0, 60).Select(_ => (char)random.Next(0x4E00, 0x9000))),
                }
            )
            .ToArray();
        var order = await Units.Committed(OrderSubject.Numbered(Orders.Draft(Orders.Lines(lines))));
        await Searchable();

        Assert.That(await Found(new() { Limit = 5, Sku = "BIG-1499" }), Is.EqualTo(new[] { order.Id }));
        Assert.That(await Found(new() { Limit = 5, Text = lines[1234].Description![7..20] }), Is.EqualTo(new[] { order.Id }));
        Assert.That(await Found(new() { Limit = 5, Text = "not in it" }), Is.Empty);
    }

    /// <summary>Each reader turns pages while others store; what was there before is seen once, whatever comes between.</summary>
    [Test]
    public async Task A_walk_through_the_pages_sees_what_was_there_once_while_others_write()
    {
        var supplier = new SupplierId(Guid.CreateVersion7(Orders.Now));
        var before = new List<PurchaseOrderId>();
        for (var i = 0; i < 60; i++)
            before.Add((await Stored(supplier, at: Orders.Now.AddSeconds(i % 7))).Id);
        using var done = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 2).Select(each => Task.Run(() => Write(each))).ToList();

        var walks = new List<IReadOnlyList<PurchaseOrderId>>();
        foreach (var text in new[] { null, "off-0001" })
            for (var turn = 0; turn < 5; turn++)
                walks.Add(await Walked(new PurchaseOrderFilter { Limit = 4, Text = text } with { SupplierId = supplier }));
        await done.CancelAsync();
        var written = (await Task.WhenAll(writers)).Sum();

        Assert.That(written, Is.Positive);
        foreach (var walk in walks)
        {
            Assert.That(walk, Is.Unique);
            Assert.That(before, Is.SubsetOf(walk));
        }

        async Task<int> Write(int writer)
        {
            var made = 0;
            // Newer ones, others of the same moments, and changes of those that are there.
            for (; !done.IsCancellationRequested || made == 0; made++)
            {
                var newer = Orders.Draft(supplier: supplier, id: Guid.CreateVersion7(Orders.Now.AddSeconds(made % 9)), now: Orders.Now);
                await Units.Committed(OrderSubject.Numbered(newer));
                await Units.Change(
                    before[((made * 2) + writer) % before.Count],
                    o => Assert.That(o.Comment("Seen.", Actor.Of("bob"), Orders.Now).Error, Is.Null)
                );
            }
            return made;
        }
    }

    private async Task Fill(Guid supplier)
    {
        await using var data = Npgsql.NpgsqlDataSource.Create(Postgres.ConnectionString(database));
        await using var fill = data.CreateCommand(
            """
            WITH made AS (
                INSERT INTO purchasing.purchase_orders
                    (id, version, number, status, supplier_id, requested_by, authors, currency, total_cents, created_at, updated_at)
                SELECT (lpad(to_hex(1769860800000 + i), 12, '0') || '-7000-8000-000000000000')::uuid, 1, 7000000000 + i, 'Draft', $1, 'filler', ARRAY['bob'],
                    'USD', 1, now(), now()
                FROM generate_series(1, 3100) AS i RETURNING id
            )
            INSERT INTO purchasing.line_items (order_id, line_number, sku, quantity, unit, unit_price_cents, currency)
            SELECT id, 1, 'FILL', 1, 'EACH', 1, 'USD' FROM made
            """
        );
        fill.Parameters.With(supplier);
        await fill.ExecuteNonQueryAsync();
        await Searchable();
    }
}
