namespace Host.Tests.Faults;

using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Host.Tests.Abuse;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>The pool of connections, its queue and what the metrics page says of them.</summary>
[Category(Lane.Processes)]
internal sealed class PoolStories
{
    private const int Connections = 2;
    private const int Waiters = Connections * 32;
    private const int Surplus = 20;

    [Test]
    public async Task Callers_beyond_a_bounded_queue_for_a_connection_are_sent_away_at_once()
    {
        await using var api = await Start();
        var holders = await HeldConnections.Take(api, Connections);
        var before = await Metric(api, "db_wait_count_total");

        var waiters = Read(api, Waiters);
        await Eventually.Holds(() => Metric(api, "db_waiting_callers"), Is.EqualTo(Waiters));
        var surplus = await Task.WhenAll(Read(api, Surplus));
        var stillWaiting = waiters.Count(waiter => !waiter.IsCompleted);
        var write = await api.Sam.Post("/suppliers", """{"code":"TH-200001","legal_name":"Siam Paper","email":"a@siam.example"}""");
        using var anonymous = api.Anonymous();
        foreach (var probe in new[] { "/livez", "/readyz" })
            Assert.That((await anonymous.Get(probe)).Status, Is.EqualTo(HttpStatusCode.OK), probe);
        var waited = await Task.WhenAll(waiters);

        await TestContext.Out.WriteLineAsync(
            $"refused after {surplus.Max(answer => answer.Took)} at the most, waited {waited.Min(answer => answer.Took)} to {waited.Max(answer => answer.Took)}"
        );
        Assert.Multiple(() =>
        {
            Assert.That(stillWaiting, Is.EqualTo(Waiters));
            Assert.That(surplus.Concat(waited).Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
            Assert.That(surplus.Concat(waited).Select(answer => answer.RetryAfter), Is.All.True);
            Assert.That(surplus.Select(answer => answer.Took), Is.All.LessThan(TimeSpan.FromSeconds(1)));
            Assert.That(waited.Select(answer => answer.Took), Is.All.InRange(TimeSpan.FromSeconds(1.9), TimeSpan.FromSeconds(3.5)));
            Assert.That(write.Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        });
        // The write was refused too: it asks for a connection like any other.
        await Eventually.Holds(() => Metric(api, "db_wait_refused_total"), Is.EqualTo(Surplus + 1));
        await Eventually.Holds(() => Metric(api, "db_waiting_callers"), Is.Zero);
        Assert.That(await Metric(api, "db_wait_count_total"), Is.EqualTo(before + Waiters));

        await holders.DisposeAsync();
        Assert.That((await Task.WhenAll(Read(api, Connections))).Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_full_queue_that_moves_serves_everybody_in_it()
    {
        await using var api = await Start();
        var holders = await HeldConnections.Take(api, Connections);
        var waiters = Read(api, Waiters);
        await Eventually.Holds(() => Metric(api, "db_waiting_callers"), Is.EqualTo(Waiters));

        await holders.DisposeAsync();

        Assert.That((await Task.WhenAll(waiters)).Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_request_has_one_place_while_it_works_on_the_database_and_none_however_it_ended()
    {
        await using var api = await Start();
        var admission = api.Services.GetRequiredService<Admission>();
        var supplier = await api.Supplier();
        var order = await api.Order(supplier);
        const string unknown = "po_01930000-0000-7000-8000-000000000001";
        var answers = new[]
        {
            await api.Bob.Get($"/purchase-orders/{order}"),
            await api.Bob.Get($"/purchase-orders/{unknown}"),
            await api.Bob.Get("/purchase-orders?limit=0"),
            await api.Bob.Post("/purchase-orders", "{}"),
            await api.Bob.Post($"/purchase-orders/{order}/approve"),
            await api.Bob.Post($"/purchase-orders/{unknown}/submit", null, ("Idempotency-Key", "\"absent\"")),
            await api.Bob.Post($"/purchase-orders/{order}/submit", null, ("Idempotency-Key", "\"once\"")),
            await api.Bob.Post($"/purchase-orders/{order}/submit", null, ("Idempotency-Key", "\"once\"")),
        };
        Assert.That(answers.Select(answer => (int)answer.Status), Is.EqualTo(new[] { 200, 404, 400, 422, 403, 404, 200, 200 }));
        Assert.That(admission.Inside, Is.Zero);

        var holders = await HeldConnections.Take(api, Connections);
        using var leaving = new CancellationTokenSource();
        var inVain = Read(api, 2);
        var write = api.Bob.Post("/purchase-orders", Api.Body(supplier));
        var left = api.Bob.GetAsync(new Uri("/purchase-orders?limit=1", UriKind.Relative), leaving.Token);
        await Eventually.Holds(() => Metric(api, "db_waiting_callers"), Is.EqualTo(4));
        Assert.That(admission.Inside, Is.EqualTo(Connections + 4), "one each");
        await leaving.CancelAsync();
        await Eventually.Holds(() => Task.FromResult(admission.Inside), Is.EqualTo(Connections + 3));
        Assert.That((await Task.WhenAll(inVain)).Select(answer => answer.Status), Is.All.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That((await write).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        await Assert.ThrowsAsync<TaskCanceledException>(() => left);

        await holders.DisposeAsync();
        Assert.That(admission.Inside, Is.Zero);
    }

    [Test]
    public async Task A_slow_upload_takes_nobodys_place()
    {
        await using var api = await Start();
        var uploads = new List<Wire>();
        try
        {
            for (var i = 0; i <= Connections + Waiters; i++)
            {
                uploads.Add(await Wire.Open(api.Address));
                await uploads[i]
                    .Say(
                        $"POST /purchase-orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {api.Token("eve", Roles.Buyer)}\r\n"
                            + "Content-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: 60000\r\n\r\n{"
                    );
                // It is told to go on once its body is awaited.
                await uploads[i].Hear(1, text => text.Contains("100 Continue", StringComparison.Ordinal) ? 1 : 0);
            }

            Assert.That((await api.Bob.Get("/purchase-orders")).Status, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(api.Services.GetRequiredService<Admission>().Inside, Is.Zero);
        }
        finally
        {
            uploads.ForEach(upload => upload.Dispose());
        }
    }

    [Test]
    public async Task The_metrics_page_tells_open_and_idle_connections_but_not_the_probes()
    {
        await using var api = await Start();
        using var anonymous = api.Anonymous();
        Assert.That((await anonymous.Get("/readyz")).Status, Is.EqualTo(HttpStatusCode.OK));
        var holders = await HeldConnections.Take(api, Connections);
        await Eventually.Holds(() => OpenAndIdle(api), Is.EqualTo((Connections, 0)));

        await holders.GiveBackOne();
        await Eventually.Holds(() => OpenAndIdle(api), Is.EqualTo((Connections, 1)));
        await holders.GiveBackOne();
        await Eventually.Holds(() => OpenAndIdle(api), Is.EqualTo((Connections, Connections)));

        var page = await api.Metrics();
        await TestContext.Out.WriteLineAsync(string.Join('\n', page.Split('\n').Where(line => line.Contains("_db_"))));
        Assert.That(page, Does.Contain("# TYPE procurement_db_open_connections gauge"));
        Assert.That(page, Does.Contain("# TYPE procurement_db_idle_connections gauge"));
        Assert.That(page, Does.Contain("# TYPE procurement_db_wait_count_total counter"));
        Assert.That(await Metric(api, "db_wait_count_total"), Is.Zero);
        Assert.That(await Metric(api, "db_wait_refused_total"), Is.Zero);
    }

    private static Task<Api> Start() =>
        Api.Start(
            onPostgres: true,
            environment =>
            {
                environment["DB_MAX_CONNS"] = $"{Connections}";
                environment["DB_MIN_CONNS"] = "0";
            },
            // Whoever carries events asks for connections too, and here every one is counted.
            Api.WithoutMessengers
        );

    private static List<Task<(HttpStatusCode Status, TimeSpan Took, bool RetryAfter)>> Read(Api api, int callers)
    {
        var bob = api.Bob;
        return [.. Enumerable.Range(0, callers).Select(_ => Read(bob))];
    }

    private static async Task<(HttpStatusCode Status, TimeSpan Took, bool RetryAfter)> Read(HttpClient client)
    {
        var started = TimeProvider.System.GetTimestamp();
        var answer = await client.Get("/purchase-orders?limit=1");
        return (answer.Status, TimeProvider.System.GetElapsedTime(started), answer.Headers.RetryAfter is not null);
    }

    private static async Task<(int, int)> OpenAndIdle(Api api) =>
        ((int)await Metric(api, "db_open_connections"), (int)await Metric(api, "db_idle_connections"));

    private static async Task<double> Metric(Api api, string name)
    {
        var page = await api.Metrics();
        var sample = Regex.Match(page, $@"^procurement_{name}(?:\{{[^}}]*\}})? ([0-9.]+)", RegexOptions.Multiline);
        Assert.That(sample.Success, Is.True, $"{name} is not on the page:\n{page}");
        return double.Parse(sample.Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
