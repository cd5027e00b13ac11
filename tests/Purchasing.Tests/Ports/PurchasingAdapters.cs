namespace Purchasing.Tests.Ports;

using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Purchasing.Adapters;
using Procurement.Purchasing.Adapters.Postgres;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Supplier.Contracts;
using Purchasing.Tests.Domain;
using TestKit;
using TestKit.Ports;

internal sealed class InMemoryPurchasingAdapters : PurchasingPortSuite
{
    [OneTimeSetUp]
    public void Start() => Services = PurchasingAlone.Build(EnvironmentFile.Load("test"));

    [OneTimeTearDown]
    public Task Stop() => Services.DisposeAsync().AsTask();
}

internal sealed class PostgresPurchasingAdapters : PurchasingPortSuite
{
    private string database = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        database = await Postgres.CreateDatabase("purchasing_ports");
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

    [Test]
    public async Task Callers_that_need_a_number_of_a_database_that_is_away_wait_together()
    {
        var env = EnvironmentFile.Load("development");
        env["DATABASE_URL"] = database;
        env["DB_MAX_CONNS"] = "2";
        await using var busy = PurchasingAlone.Build(env);
        var pool = busy.GetRequiredService<NpgsqlDataSource>();
        await using var first = pool.CreateCommand("SELECT 1");
        await using var second = pool.CreateCommand("SELECT 1");
        await using var one = await first.ExecuteReaderAsync(default);
        await using var other = await second.ExecuteReaderAsync(default);
        var numbers = busy.GetRequiredService<IOrderNumbers>();
        var started = TimeProvider.System.GetTimestamp();

        var calls = Enumerable.Range(0, 5).Select(_ => numbers.Next(default).AsTask()).ToList();

        foreach (var call in calls)
            await Assert.ThrowsAsync<NpgsqlException>(() => call);
        Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(4)));
    }
}

/// <summary>What the statement written by hand tells other modules, and what the mapping tells them.</summary>
internal sealed class PurchasingOutbox
{
    private const string Rows = """
        SELECT row_to_json(o)::text FROM (
            SELECT event_type, event_version, subject = partition_key AS same_key, subject, aggregate_version, causation_id, trace_state,
                trace_parent, correlation_id, occurred_at, data
            FROM purchasing.outbox ORDER BY seq
        ) o
        """;

    [Test]
    public async Task An_order_is_told_alike_by_hand_and_by_the_mapping()
    {
        var url = await Postgres.CreateDatabase("purchasing_outbox");
        var env = EnvironmentFile.Load("development");
        env["DATABASE_URL"] = url;
        await using var services = PurchasingAlone.Build(env);
        await services.GetRequiredService<SchemaMigrator>().Migrate(default);
        using var trace = new System.Diagnostics.Activity("request").Start();
        var supplier = TypedId.New<SupplierId>(TimeProvider.System);
        PurchaseOrder[] orders = [New(), New(), New()];

        await Commit(services, orders[0]);
        // Two at once are more than the statement takes.
        await Commit(services, orders[1], orders[2]);

        await using var database = NpgsqlDataSource.Create(Postgres.ConnectionString(url));
        await using var command = database.CreateCommand(Rows);
        var rows = new List<string>();
        await using (var row = await command.ExecuteReaderAsync())
            while (await row.ReadAsync())
                rows.Add(row.GetString(0));
        Assert.That(rows, Has.Count.EqualTo(3));
        Assert.That(rows[0], Does.Contain(trace.Id!).And.Contain("\"same_key\":true").And.Contain($"{orders[0].Id}"));
        var told = rows.ConvertAll(row =>
            orders.Aggregate(row, (text, order) => text.Replace($"{order.Id}", "id", StringComparison.Ordinal))
        );
        Assert.That(told.Distinct().Count(), Is.EqualTo(1), string.Join('\n', rows));
        await database.DisposeAsync();
        await services.DisposeAsync();
        await Postgres.DropDatabase(url);

        PurchaseOrder New() => OrderSubject.Numbered(Orders.Draft(supplier: supplier));
    }

    private static async Task Commit(ServiceProvider services, params PurchaseOrder[] orders)
    {
        await using var scope = services.CreateAsyncScope();
        foreach (var order in orders)
            await scope.ServiceProvider.GetRequiredService<IRepository<PurchaseOrder, PurchaseOrderId>>().Save(order, default);
        var committed = await scope.ServiceProvider.GetRequiredService<IUnitOfWork<PurchasingModule>>().Commit(default);
        Assert.That(committed.Error, Is.Null);
    }
}

/// <summary>Orders inside the transactions of others.</summary>
internal sealed class PurchasingOnPostgres : PostgresSuite<PurchasingModule, PurchasingContext, PurchaseOrder, PurchaseOrderId>
{
    protected override IPortSubject<PurchaseOrder, PurchaseOrderId> Subject { get; } = new OrderSubject();

    protected override ServiceProvider Build(Dictionary<string, string> environment) => PurchasingAlone.Build(environment);

    [TestCase("approved_by = 'LENA'", ExpectedResult = null)]
    [TestCase("approved_by = 'LENA', approved_for = 'Carol'", ExpectedResult = "approver_is_no_author")]
    [TestCase("approved_by = 'ALICE'", ExpectedResult = "approver_is_no_author")]
    [TestCase("approved_by = 'Bob'", ExpectedResult = "approver_is_no_author")]
    [TestCase("status = 'Cancelled'", ExpectedResult = null, Description = "a draft has no level")]
    [TestCase("status = 'AwaitingApproval'", ExpectedResult = "submitted_has_level")]
    [TestCase("status = 'Issued', required_level = 'L1', issued_at = now()", ExpectedResult = "approved_has_approver")]
    [TestCase("status = 'Issued', required_level = 'L1', approved_by = 'lena', approved_digest = ''", ExpectedResult = "issued_has_moment")]
    [TestCase("status = 'Disputed'", ExpectedResult = "disputed_has_dispute")]
    [TestCase(
        "status = 'Disputed', disputed_by = 'bob', dispute_reason = 'late', disputed_from = 'Draft', disputed_at = now()",
        ExpectedResult = null,
        Description = "nor has a draft that is disputed"
    )]
    public async Task<string?> The_schema_keeps_the_rules_between_columns(string change)
    {
        await using var session = new NpgsqlConnection(Postgres.ConnectionString(Database));
        await session.OpenAsync();
        await using var transaction = await session.BeginTransactionAsync();
        await using var order = new NpgsqlCommand(
            """
            INSERT INTO purchasing.purchase_orders
                (id, version, number, status, supplier_id, requested_by, authors, currency, total_cents, created_at, updated_at)
            VALUES (gen_random_uuid(), 1, 0, 'Draft', gen_random_uuid(), 'alice', ARRAY['carol', 'bob'], 'USD', 1, now(), now())
            """,
            session
        );
        await order.ExecuteNonQueryAsync();
        await using var update = new NpgsqlCommand($"UPDATE purchasing.purchase_orders SET {change} WHERE number = 0", session);
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

    /// <summary>Among many orders, most of which are of others or done with.</summary>
    [Test]
    public async Task Open_orders_are_found_by_the_index_of_suppliers()
    {
        await using var session = new NpgsqlConnection(Postgres.ConnectionString(Database));
        await session.OpenAsync();
        await using var transaction = await session.BeginTransactionAsync();
        await using var orders = new NpgsqlCommand(
            """
            INSERT INTO purchasing.purchase_orders
                (id, version, number, status, supplier_id, requested_by, authors, currency, total_cents, created_at, updated_at)
            SELECT gen_random_uuid(), 1, -i, CASE WHEN i % 9 = 0 THEN 'Draft' ELSE 'Cancelled' END,
                (lpad((i % 20)::text, 8, '0') || '-0000-7000-8000-000000000000')::uuid, 'alice', ARRAY['bob'], 'USD', 1, now(), now()
            FROM generate_series(1, 5000) AS i;
            ANALYZE purchasing.purchase_orders;
            """,
            session
        );
        await orders.ExecuteNonQueryAsync();
        await using var explain = new NpgsqlCommand($"EXPLAIN (COSTS OFF) {PostgresPurchaseOrderQueries.OpenOrders}", session);
        explain
            .Parameters.With(new Guid("00000007-0000-7000-8000-000000000000"))
            .With(Guid.Empty)
            .With(PurchaseOrder.OpenStates.Select(state => $"{state}").ToArray())
            .With(100);
        var plan = new List<string>();
        await using var line = await explain.ExecuteReaderAsync();
        while (await line.ReadAsync())
            plan.Add(line.GetString(0));

        Assert.That(plan, Has.Some.Contains("purchase_orders_by_supplier"), string.Join('\n', plan));
    }
}

/// <summary>The module on its own, its neighbour faked, as the host would wire it.</summary>
internal static class PurchasingAlone
{
    public static ServiceProvider Build(Dictionary<string, string> environment)
    {
        var env = new EnvironmentReader(environment);
        var settings = HostSettings.Read(env);
        var services = new ServiceCollection();
        services.AddLogging().AddMetrics();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<ISupplierApi, ApprovedSuppliers>();
        if (settings.Database is { } database)
            services.AddPostgres(database, settings.Pool);
        PurchasingModule.Read(env).AddPurchasing(services, inMemory: settings.Database is null);
        Assert.That(env.Complaint, Is.Null);
        return services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true });
    }

    private sealed class ApprovedSuppliers : ISupplierApi
    {
        public Task<SupplierStanding?> FindStanding(Guid supplierId, CancellationToken ct) =>
            Task.FromResult<SupplierStanding?>(
                new SupplierStanding
                {
                    SupplierId = supplierId,
                    Code = "TH-001234",
                    LegalName = "Siam Paper",
                    Status = SupplierStatus.Approved,
                    OrdersRefused = null,
                    MatchToleranceBps = null,
                    PayableAccountVersion = null,
                    PaymentTermsDays = 30,
                    PaymentsHeld = false,
                }
            );

        public Task<PayableAccount?> FindPayableAccount(Guid supplierId, CancellationToken ct) => Task.FromResult<PayableAccount?>(null);

        public Task<SupplierContact?> FindContact(Guid supplierId, CancellationToken ct) => Task.FromResult<SupplierContact?>(null);
    }
}
