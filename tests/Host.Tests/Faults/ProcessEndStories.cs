namespace Host.Tests.Faults;

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Host;
using TestKit;

/// <summary>The process is killed, asked to stop, and cut short.</summary>
[Category(Lane.Processes)]
internal sealed class ProcessEndStories
{
    private string database = "";

    [SetUp]
    public async Task CreateDatabase() => database = await Postgres.CreateDatabase("faults");

    [TearDown]
    public Task DropDatabase() => Postgres.DropDatabase(database);

    [Test]
    public async Task A_killed_process_loses_no_acknowledged_order_and_a_repeated_key_has_one_effect()
    {
        Ledger ledger;
        await using (var first = await Served.Start(database))
        {
            ledger = new Ledger(await first.Supplier());
            using var bob = first.As("bob", Roles.Buyer);
            var streams = Enumerable.Range(0, 16).Select(_ => ledger.Stream(bob, default)).ToList();
            await Eventually.Holds(() => Task.FromResult(ledger.Acknowledged), Is.GreaterThan(200));
            await first.Kill();
            await Task.WhenAll(streams);
        }

        await using var second = await Served.Start(database);
        using var again = second.As("bob", Roles.Buyer);
        await ledger.Settle(again);
        await ledger.Agrees(database);
        Assert.That(ledger.Answers.Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.Created));
        Assert.That(second.Log, Is.Empty, "a repeated key is nothing to warn of");
    }

    [Test]
    public async Task A_stop_under_load_fails_no_request_that_began_before_the_listener_closed()
    {
        await using var served = await Served.Start(database, environment => environment["SHUTDOWN_DELAY"] = "4s");
        var supplier = await served.Supplier();
        var calls = new ConcurrentQueue<Call>();
        var clients = Enumerable.Range(0, 64).Select(i => Call.Repeatedly(served.As("bob", Roles.Buyer), supplier, i, calls)).ToList();
        await Eventually.Holds(() => Task.FromResult(calls.Count), Is.GreaterThan(500));

        using var probe = new HttpClient { BaseAddress = served.Address };
        var signalled = TimeProvider.System.GetTimestamp();
        await served.Terminate();
        await Eventually.Holds(async () => (await probe.Get("/readyz")).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        var noticed = TimeProvider.System.GetTimestamp();
        var alive = await probe.Get("/livez");
        var code = await served.Exited();
        var exited = TimeProvider.System.GetElapsedTime(signalled);
        await Task.WhenAll(clients);

        var delay = TimeSpan.FromSeconds(3);
        var early = calls.Where(call => TimeProvider.System.GetElapsedTime(signalled, call.Started) < delay).ToList();
        var late = calls.Where(call => call.Started > noticed && call.Status is not null).ToList();
        await TestContext.Out.WriteLineAsync($"{calls.Count} calls, {late.Count} after the signal, gone after {exited}");
        Assert.Multiple(() =>
        {
            Assert.That(early.Where(call => call.Status is not (HttpStatusCode.OK or HttpStatusCode.Created)), Is.Empty);
            Assert.That(late, Has.Count.GreaterThan(0));
            Assert.That(late.Select(call => call.Close), Is.All.True);
            Assert.That(alive.Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(alive.Headers.ConnectionClose, Is.True);
            Assert.That(code, Is.Zero, string.Join('\n', served.Log));
            Assert.That(exited, Is.LessThan(TimeSpan.FromSeconds(30)).And.GreaterThan(TimeSpan.FromSeconds(4)));
        });
    }

    [Test]
    public async Task A_request_that_outlasts_the_drain_is_cut_named_and_leaves_nothing()
    {
        await using var served = await Served.Start(
            database,
            environment =>
            {
                environment["SHUTDOWN_TIMEOUT"] = "1s";
                environment["SHUTDOWN_DELAY"] = "0s";
            }
        );
        var supplier = await served.Supplier();
        using var bob = served.As("bob", Roles.Buyer);
        var locked = await Ledger.LockOrders(database);
        using var slow = await SlowUpload(served);
        // It waits for two seconds; before that it has to be cut.
        var blocked = bob.Post("/purchase-orders", Api.Body(supplier));
        await Eventually.Holds(() => Ledger.Waiting(database), Is.EqualTo(1));

        var signalled = TimeProvider.System.GetTimestamp();
        await served.Terminate();
        var code = await served.Exited();
        var exited = TimeProvider.System.GetElapsedTime(signalled);
        await locked.DisposeAsync();

        await TestContext.Out.WriteLineAsync($"gone after {exited}\n{string.Join('\n', served.Log)}");
        Assert.That(async () => await blocked, Throws.InstanceOf<HttpRequestException>());
        Assert.That(code, Is.EqualTo(1));
        Assert.That(exited, Is.LessThan(TimeSpan.FromSeconds(4)));
        Assert.That(served.Log.Count(line => line.Contains("Cut at the end of the drain: POST /purchase-orders")), Is.EqualTo(2));
        foreach (var table in new[] { "purchase_orders", "history", "idempotency" })
            Assert.That(await Ledger.Column(database, $"SELECT count(*) FROM purchasing.{table}"), Is.EqualTo(new[] { "0" }), table);
    }

    [TestCase(true, 1)]
    [TestCase(false, 0)]
    public async Task A_worker_that_dies_ends_the_process_and_is_told_by_the_exit_code(bool dies, int expected)
    {
        var environment = EnvironmentFile.Load("test");
        environment["LOG_LEVEL"] = "error";
        await using var app = ProcurementHost.Build(
            environment,
            services =>
                services.AddSingleton<IHostedService>(provider => new Worker(provider.GetRequiredService<IHostApplicationLifetime>(), dies))
        );

        Assert.That(await CommandLine.Run(app), Is.EqualTo(expected));
    }

    /// <summary>Dies, or asks for an orderly end, as soon as all is up.</summary>
    private sealed class Worker(IHostApplicationLifetime lifetime, bool dies) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var started = new TaskCompletionSource();
            lifetime.ApplicationStarted.Register(started.SetResult);
            await started.Task;
            if (dies)
                throw new InvalidOperationException("The worker died.");
            lifetime.StopApplication();
            await Task.Delay(Timeout.Infinite, stoppingToken);
        }
    }

    /// <summary>A request whose body never ends. It has begun when the server asks for the body.</summary>
    private static async Task<TcpClient> SlowUpload(Served served)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, served.Address.Port);
        var head = string.Create(
            CultureInfo.InvariantCulture,
            $"POST /purchase-orders HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {served.Token("bob", Roles.Buyer)}\r\nContent-Type: application/json\r\nContent-Length: 500\r\nExpect: 100-continue\r\n\r\n"
        );
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head));
        var answer = new byte[12];
        await client.GetStream().ReadExactlyAsync(answer);
        Assert.That(Encoding.ASCII.GetString(answer), Is.EqualTo("HTTP/1.1 100"));
        return client;
    }

    /// <summary>One request: when it began, its status unless it was refused a connection, and whether the answer closed its connection.</summary>
    private sealed record Call(long Started, HttpStatusCode? Status, bool Close)
    {
        /// <summary>Calls until the server is gone; reads and writes take turns.</summary>
        public static async Task Repeatedly(HttpClient client, string supplier, int caller, ConcurrentQueue<Call> calls)
        {
            using var owned = client;
            for (var number = caller; ; number++)
            {
                var started = TimeProvider.System.GetTimestamp();
                try
                {
                    var answer = await (
                        number % 4 == 0 ? client.Post("/purchase-orders", Api.Body(supplier)) : client.Get("/purchase-orders?limit=1")
                    );
                    calls.Enqueue(new Call(started, answer.Status, answer.Headers.ConnectionClose is true));
                }
                catch (HttpRequestException)
                {
                    calls.Enqueue(new Call(started, null, true));
                    return;
                }
            }
        }
    }
}
