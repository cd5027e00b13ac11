namespace Host.Tests.Faults;

using System.Net;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;

/// <summary>Requests that outlast their limit, and callers that leave: on a real database, with a shorter limit.</summary>
[Category(Lane.Processes)]
internal sealed class GivenUpStories
{
    /// <summary>Enough for the first requests of a host, and less than anybody waits for a lock or a connection.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1.2);
    private Cluster cluster = null!;

    [OneTimeSetUp]
    public async Task StartCluster() => cluster = await Cluster.Begin();

    [OneTimeTearDown]
    public async Task StopCluster() => await cluster.DisposeAsync();

    [Test]
    public async Task A_commit_and_a_read_that_a_lock_holds_up_are_answered_504()
    {
        await using var api = await Start(Limit);
        var ledger = new Ledger(await api.Supplier());
        await using (await Ledger.LockOrders(api.DatabaseUrl))
        {
            var write = ledger.Order(api.Bob, "blocked");
            var read = await api.Bob.Get("/purchase-orders");

            Assert.That((read.Status, read.Code), Is.EqualTo((HttpStatusCode.GatewayTimeout, "REQUEST_TIMEOUT")));
            Assert.That(await write, Is.EqualTo(HttpStatusCode.GatewayTimeout));
        }
        await ledger.Settle(api.Bob);
        await ledger.Agrees(api.DatabaseUrl);
        await NoFaults(api);
    }

    [Test]
    public async Task A_commit_on_a_connection_that_answers_nothing_not_even_its_cancellation_is_answered_504()
    {
        var database = await cluster.CreateDatabase();
        await using var api = await Start(Limit, database);
        var ledger = new Ledger(await api.Supplier());
        await ledger.Order(api.Bob, "before");
        var frozen = await cluster.Backends(database);
        await cluster.Signal("STOP", frozen);
        try
        {
            var calls = Enumerable.Range(0, 4).Select(i => ledger.Order(api.Bob, $"frozen-{i}")).ToList();
            // A call may also find the pool's own queue at work, or a new connection that is not frozen.
            Assert.That(
                await Task.WhenAll(calls),
                Has.Some.EqualTo(HttpStatusCode.GatewayTimeout).And.None.EqualTo(HttpStatusCode.InternalServerError)
            );
        }
        finally
        {
            await cluster.Signal("CONT", frozen);
        }
        await ledger.Settle(api.Bob);
        await ledger.Agrees(database);
        await NoFaults(api);
    }

    [Test]
    public async Task A_wait_for_a_connection_that_outlasts_the_limit_is_answered_504()
    {
        await using var api = await Start(Limit);
        var ledger = new Ledger(await api.Supplier());
        var holders = await HeldConnections.Take(api, 2);
        var read = api.Bob.Get("/purchase-orders");
        var write = await ledger.Order(api.Bob, "queued");
        await holders.DisposeAsync();

        Assert.That(((await read).Status, write), Is.EqualTo((HttpStatusCode.GatewayTimeout, HttpStatusCode.GatewayTimeout)));
        await ledger.Settle(api.Bob);
        await NoFaults(api);
    }

    [Test]
    public async Task A_caller_that_leaves_during_its_commit_is_no_fault_of_ours()
    {
        await using var api = await Start(TimeSpan.FromSeconds(8));
        var supplier = await api.Supplier();
        await using (await Ledger.LockOrders(api.DatabaseUrl))
        {
            using var leaving = new CancellationTokenSource();
            using var body = new StringContent(Api.Body(supplier), System.Text.Encoding.UTF8, "application/json");
            var call = api.Bob.PostAsync(new Uri("/purchase-orders", UriKind.Relative), body, leaving.Token);
            await Eventually.Holds(() => Ledger.Waiting(api.DatabaseUrl), Is.EqualTo(1));

            await leaving.CancelAsync();

            await Assert.ThrowsAsync<TaskCanceledException>(() => call);
            await Eventually.Holds(api.Metrics, Does.Contain("status_code=\"499\""));
        }
        await NoFaults(api);
    }

    [Test]
    public async Task A_statement_that_the_server_ends_is_answered_503()
    {
        await using var api = await Start(TimeSpan.FromSeconds(8));
        var ledger = new Ledger(await api.Supplier());
        await using (await Ledger.LockOrders(api.DatabaseUrl))
        {
            var write = ledger.Order(api.Bob, "ended");
            await Eventually.Holds(() => Ledger.Waiting(api.DatabaseUrl), Is.EqualTo(1));

            // As statement_timeout does: 57014, unasked for by us.
            await Ledger.Column(
                api.DatabaseUrl,
                "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
            );

            Assert.That(await write, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        }
        Assert.That(ledger.Answers.Single().RetryAfter, Is.True);
        await ledger.Settle(api.Bob);
        await NoFaults(api);
    }

    private static Task<Api> Start(TimeSpan limit, string? database = null) =>
        Api.Start(
            onPostgres: database is null,
            environment =>
            {
                environment["APP_ENV"] = "development";
                environment["DATABASE_URL"] = database ?? environment["DATABASE_URL"];
                environment["DB_MAX_CONNS"] = "2";
                environment["DB_MIN_CONNS"] = "0";
            },
            services =>
                services.Configure<RequestTimeoutOptions>(options =>
                    options.DefaultPolicy = new RequestTimeoutPolicy
                    {
                        Timeout = limit,
                        TimeoutStatusCode = options.DefaultPolicy!.TimeoutStatusCode,
                        WriteTimeoutResponse = options.DefaultPolicy.WriteTimeoutResponse,
                    }
                )
        );

    private static async Task NoFaults(Api api) => Assert.That(await api.Metrics(), Does.Not.Contain("status_code=\"500\""));
}
