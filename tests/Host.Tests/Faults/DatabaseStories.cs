namespace Host.Tests.Faults;

using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Npgsql;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>The database goes away, loses connections, locks and freezes: callers hear 503 soon, and it mends itself.</summary>
[Category(Lane.Processes)]
internal sealed class DatabaseStories
{
    // A caller waits two seconds for a step of its request. It fails in the first, or in the second when it had a connection and met a lock. Commits
    // that it was to go with cost it a quarter of a second at the most (ADR 31).
    private static readonly TimeSpan BeforeASecondWait = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan BeforeAThirdWait = TimeSpan.FromSeconds(6.25);
    private Cluster cluster = null!;

    [OneTimeSetUp]
    public async Task StartCluster() => cluster = await Cluster.Begin();

    [OneTimeTearDown]
    public async Task StopCluster() => await cluster.DisposeAsync();

    [TestCase("INT", TestName = "A fast restart of PostgreSQL is an outage and no fault")]
    [TestCase("QUIT", TestName = "An immediate restart of PostgreSQL is an outage and no fault")]
    public async Task Restart(string signal)
    {
        var database = await cluster.CreateDatabase();
        await using var api = await OnCluster(database);
        var ledger = new Ledger(await api.Supplier());
        using var stop = new CancellationTokenSource();
        var streams = Enumerable.Range(0, 4).Select(_ => ledger.Stream(api.Bob, stop.Token)).ToList();
        await Eventually.Holds(() => Task.FromResult(ledger.Acknowledged), Is.GreaterThan(50));

        await cluster.Stop(signal);
        await Outage(api, ledger);
        await cluster.Start();
        var back = TimeProvider.System.GetTimestamp();
        await Recovers(api);
        var recovered = TimeProvider.System.GetElapsedTime(back);
        await Eventually.Holds(async () => (await api.Anonymous().Get("/readyz")).Status, Is.EqualTo(HttpStatusCode.OK));
        await stop.CancelAsync();
        await Task.WhenAll(streams);

        await ledger.Settle(api.Bob);
        await ledger.Agrees(database);
        Judge(ledger, BeforeASecondWait);
        await TestContext.Out.WriteLineAsync($"{signal}: recovered within {recovered}");
        Assert.That(recovered, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    [Test]
    public async Task Killed_connections_cost_no_order_and_make_none_twice()
    {
        await using var api = await Api.Start(onPostgres: true);
        var ledger = new Ledger(await api.Supplier());
        using var stop = new CancellationTokenSource();
        var streams = Enumerable.Range(0, 8).Select(_ => ledger.Stream(api.Bob, stop.Token)).ToList();

        for (var round = 0; round < 6; round++)
        {
            var before = ledger.Acknowledged;
            await Eventually.Holds(() => Task.FromResult(ledger.Acknowledged), Is.GreaterThan(before + 20));
            await KillBackends(api.DatabaseUrl);
        }
        await stop.CancelAsync();
        await Task.WhenAll(streams);

        await ledger.Settle(api.Bob);
        await ledger.Agrees(api.DatabaseUrl);
        Judge(ledger, BeforeASecondWait);
    }

    [Test]
    public async Task Killed_connections_cost_no_read()
    {
        await using var api = await Api.Start(onPostgres: true);
        var order = await api.Order();
        string[] paths = [$"/purchase-orders/{order}", $"/purchase-orders/{order}/history", "/purchase-orders?limit=5", "/suppliers"];
        using var stop = new CancellationTokenSource();
        var statuses = new ConcurrentQueue<HttpStatusCode>();
        // Each keeps to a path; a failed read would be seen whichever it is.
        var readers = paths.Select(path => Task.Run(() => Read(path))).ToList();

        for (var round = 0; round < 6; round++)
        {
            // Retries are paid for by calls that went well.
            var before = statuses.Count;
            await Eventually.Holds(() => Task.FromResult(statuses.Count), Is.GreaterThan(before + 100));
            await KillBackends(api.DatabaseUrl);
        }
        await stop.CancelAsync();
        await Task.WhenAll(readers);

        Assert.That(statuses, Is.All.EqualTo(HttpStatusCode.OK));
        var page = await api.Metrics();
        await TestContext.Out.WriteLineAsync(
            string.Join('\n', page.Split('\n').Where(line => line.Contains("repo_calls") || line.Contains("db_retries")))
        );
        Assert.That(page, Does.Contain("sqlstate=\"57P01\"").Or.Contain("sqlstate=\"none\""), "some were made again");
        foreach (var (repo, op) in new[] { ("po", "find_by_id"), ("po", "history"), ("po", "list"), ("po", "save"), ("supplier", "list") })
            Assert.That(page, Does.Match($"repo_call_duration_seconds_count{{[^}}]*op=\"{op}\",repo=\"{repo}_repository\",status=\"ok\""));
        Assert.That(page, Does.Not.Contain("status=\"error\""));

        async Task Read(string path)
        {
            using var reader = api.Anonymous();
            reader.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", api.Token("bob", Roles.Buyer));
            while (!stop.IsCancellationRequested)
                statuses.Enqueue((await reader.Get(path)).Status);
        }
    }

    [Test]
    public async Task Callers_of_a_locked_table_and_a_full_pool_are_sent_away_in_time_and_probes_answer()
    {
        await using var api = await Api.Start(
            onPostgres: true,
            environment =>
            {
                environment["DB_MAX_CONNS"] = "2";
                environment["DB_MIN_CONNS"] = "0";
            }
        );
        var ledger = new Ledger(await api.Supplier());
        await ledger.Order(api.Bob, "before");
        var locked = await Ledger.LockOrders(api.DatabaseUrl);

        var callers = Enumerable.Range(0, 12).Select(i => ledger.Order(api.Bob, $"during-{i}")).ToList();
        await Eventually.Holds(() => Ledger.Waiting(api.DatabaseUrl), Is.EqualTo(2));
        while (!callers.TrueForAll(caller => caller.IsCompleted))
        {
            foreach (var probe in new[] { "/livez", "/readyz" })
                Assert.That(await Timed(api.Anonymous(), probe), Is.LessThan(TimeSpan.FromSeconds(1)), probe);
            // Without a pause the probes alone would keep both processors busy and slow down what is watched.
            await Task.Delay(50);
        }
        var statuses = await Task.WhenAll(callers);
        await locked.DisposeAsync();

        Assert.That(statuses, Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
        await Recovers(api);
        await ledger.Settle(api.Bob);
        await ledger.Agrees(api.DatabaseUrl);
        Judge(ledger, BeforeAThirdWait);
    }

    [Test]
    public async Task A_server_that_accepts_no_connection_is_waited_for_once()
    {
        var database = await cluster.CreateDatabase();
        await using var api = await OnCluster(database);
        var ledger = new Ledger(await api.Supplier());
        await ledger.Order(api.Bob, "before");
        // A frozen postmaster: the system still completes the handshake of TCP, and nobody answers.
        await KillBackends(database);
        await cluster.Signal("STOP");
        try
        {
            await Outage(api, ledger);
        }
        finally
        {
            await cluster.Signal("CONT");
        }
        await Recovers(api);
        await ledger.Settle(api.Bob);
        await ledger.Agrees(database);
        Judge(ledger, BeforeASecondWait);
    }

    [Test]
    public async Task A_server_without_a_free_connection_is_an_outage_that_ends_with_it()
    {
        const int sessions = 12;
        await using var full = await Cluster.Begin(maxConnections: sessions);
        var database = await full.CreateOwnedDatabase("app");
        await using var api = await OnCluster(database, connections: 4);
        var ledger = new Ledger(await api.Supplier());
        await ledger.Order(api.Bob, "before");

        var occupied = await Occupy(full, database, sessions - Cluster.SuperuserSessions);
        await Outage(api, ledger);
        foreach (var session in occupied)
            await session.DisposeAsync();
        var back = TimeProvider.System.GetTimestamp();
        await Recovers(api);
        var recovered = TimeProvider.System.GetElapsedTime(back);

        await Eventually.Holds(async () => (await api.Anonymous().Get("/readyz")).Status, Is.EqualTo(HttpStatusCode.OK));
        await ledger.Settle(api.Bob);
        await ledger.Agrees(database);
        Judge(ledger, BeforeASecondWait);
        await TestContext.Out.WriteLineAsync($"recovered within {recovered}");
        Assert.That(recovered, Is.LessThan(TimeSpan.FromSeconds(5)));
    }

    /// <summary>Takes every session that an ordinary user may have, those of the service included.</summary>
    private static async Task<List<NpgsqlConnection>> Occupy(Cluster cluster, string database, int sessions)
    {
        const string mine = "occupier";
        var occupied = new List<NpgsqlConnection>();
        await Eventually.Holds(
            async () =>
            {
                try
                {
                    while (occupied.Count < sessions)
                    {
                        var session = await Ledger.Session(database);
                        occupied.Add(session);
                        await using var command = new NpgsqlCommand($"SET application_name = {mine}", session);
                        await command.ExecuteNonQueryAsync();
                    }
                }
                catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
                {
                    await Ledger.Column(
                        cluster.Url,
                        $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'app' AND application_name <> '{mine}'"
                    );
                }
                return occupied.Count;
            },
            Is.EqualTo(sessions)
        );
        return occupied;
    }

    [Test]
    public async Task A_deadlock_is_repeated_and_its_change_made_once()
    {
        await using var api = await Api.Start(onPostgres: true);
        var order = await api.Order();
        var id = order[3..];
        await using var other = await Ledger.Session(api.DatabaseUrl);
        // It never looks for deadlocks itself, so that it is the commit that gives way.
        await Execute(
            other,
            $"SET deadlock_timeout = '1min'; BEGIN; UPDATE purchasing.purchase_orders SET number = number WHERE id = '{id}'"
        );
        var submitted = api.Bob.Post($"/purchase-orders/{order}/submit");
        await Eventually.Holds(() => Ledger.Waiting(api.DatabaseUrl), Is.EqualTo(1));

        // The commit has inserted its history row, and waits for the order's.
        await Execute(
            other,
            $"INSERT INTO purchasing.history (aggregate_id, version, event, actor, at, from_state, to_state) SELECT aggregate_id, 2, event, actor, at, from_state, to_state FROM purchasing.history WHERE aggregate_id = '{id}'"
        );
        await Execute(other, "ROLLBACK");

        Assert.That((await submitted).Text("status"), Is.EqualTo("AwaitingApproval"));
        Assert.That(
            await Ledger.Column(api.DatabaseUrl, $"SELECT event FROM purchasing.history WHERE aggregate_id = '{id}' ORDER BY version"),
            Is.EqualTo(new[] { "PurchaseOrderCreated", "PurchaseOrderSubmitted" })
        );
        Assert.That(await api.Metrics(), Does.Contain("sqlstate=\"40P01\"} 1"));
    }

    [Test]
    public async Task A_newer_version_that_changes_a_table_is_no_fault_of_ours()
    {
        await using var api = await Api.Start(onPostgres: true);
        var order = await api.Order();
        // The pool hands its connections out in turn, and a statement is prepared when it was sent twice.
        for (var i = 0; i < 40; i++)
            await api.Bob.Get($"/purchase-orders/{order}");

        await Ledger.Column(api.DatabaseUrl, "ALTER TABLE purchasing.purchase_orders ALTER version TYPE bigint");

        // The statement is made again, prepared anew.
        Assert.That((await api.Bob.Get($"/purchase-orders/{order}")).Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await api.Metrics(), Does.Contain("sqlstate=\"0A000\""));
        Assert.That((await api.Bob.Post($"/purchase-orders/{order}/submit")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task Execute(NpgsqlConnection session, string sql)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync();
    }

    private static Task<Api> OnCluster(string database, int? connections = null) =>
        Api.Start(
            onPostgres: false,
            environment =>
            {
                environment["APP_ENV"] = "development";
                environment["DATABASE_URL"] = database;
                if (connections is not null)
                    environment["DB_MAX_CONNS"] = $"{connections}";
            }
        );

    /// <summary>While the database is away: 503 with Retry-After for reads and writes, not ready, and alive.</summary>
    private static async Task Outage(Api api, Ledger ledger)
    {
        using var anonymous = api.Anonymous();
        await Eventually.Holds(async () => (await anonymous.Get("/readyz")).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        var writes = Enumerable.Range(0, 10).Select(i => ledger.Order(api.Bob, $"outage-{i}")).ToList();
        Assert.That(await Timed(anonymous, "/livez"), Is.LessThan(TimeSpan.FromSeconds(1)));
        Assert.That(await Task.WhenAll(writes), Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
        var started = TimeProvider.System.GetTimestamp();
        var read = await api.Bob.Get("/purchase-orders");
        var took = TimeProvider.System.GetElapsedTime(started);
        started = TimeProvider.System.GetTimestamp();
        var ready = await anonymous.Get("/readyz");
        var told = TimeProvider.System.GetElapsedTime(started);
        Assert.Multiple(() =>
        {
            Assert.That(read.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(read.Headers.RetryAfter, Is.Not.Null);
            Assert.That(took, Is.LessThan(BeforeASecondWait));
            Assert.That(told, Is.LessThan(TimeSpan.FromSeconds(1)));
            Assert.That(ready.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(ready.Json.GetProperty("components").GetProperty("postgres").GetString(), Is.Not.EqualTo("ok"));
        });
        Assert.That((await anonymous.Get("/livez")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    private static async Task Recovers(Api api)
    {
        var row = 0;
        await Eventually.Holds(
            async () =>
            {
                while (row < 100 && (await api.Bob.Get("/purchase-orders?limit=1")).Status == HttpStatusCode.OK)
                    row++;
                return row == 100 ? row : row = 0;
            },
            Is.EqualTo(100)
        );
    }

    private static async Task<TimeSpan> Timed(HttpClient client, string path)
    {
        var started = TimeProvider.System.GetTimestamp();
        Assert.That((await client.Get(path)).Status, Is.EqualTo(HttpStatusCode.OK), path);
        return TimeProvider.System.GetElapsedTime(started);
    }

    private static Task KillBackends(string database) =>
        Ledger.Column(
            database,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        );

    private static void Judge(Ledger ledger, TimeSpan limit)
    {
        var refusals = ledger.Answers.Where(answer => answer.Status != HttpStatusCode.Created).ToList();
        var slowest = ledger.Answers.Max(answer => answer.Took);
        TestContext.Out.WriteLine($"{ledger.Answers.Count} answers, {refusals.Count} refusals, slowest {slowest}");
        Assert.Multiple(() =>
        {
            Assert.That(refusals.Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(refusals.Select(answer => answer.RetryAfter), Is.All.True);
            Assert.That(slowest, Is.LessThan(limit));
        });
    }
}
