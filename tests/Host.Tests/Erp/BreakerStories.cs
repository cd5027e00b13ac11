namespace Host.Tests.Erp;

using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

/// <summary>An ERP that keeps failing is left alone, and one call at a time finds out whether it is back.</summary>
internal sealed partial class BreakerStories
{
    private static readonly Step Holding = new() { Hold = true, Always = true };
    private SimulatedErp erp = null!;
    private Api api = null!;
    private int lastCode = 800_000;

    [OneTimeSetUp]
    public async Task StartErp()
    {
        erp = await SimulatedErp.Start();
        await erp.Knows("*", SimulatedErp.Vendor("CODE"));
    }

    [OneTimeTearDown]
    public ValueTask StopErp() => erp.DisposeAsync();

    [SetUp]
    public async Task Start() => api = await Api.Start(onPostgres: false, Ask);

    [TearDown]
    public async Task Stop()
    {
        await api.DisposeAsync();
        await erp.Does();
    }

    /// <summary>F fails, N answers nonsense, U knows no such vendor, O answers.</summary>
    [TestCase("FFF", "ok")]
    [TestCase("FFFF", "open")]
    [TestCase("NNNN", "open")]
    [TestCase("OOFF", "ok")]
    [TestCase("OOFFF", "open")]
    [TestCase("UUFF", "ok")]
    [TestCase("UUUUFFFF", "ok")]
    [TestCase("OOOFFFF", "open")]
    public async Task It_opens_when_more_than_the_share_of_at_least_the_minimum_fail(string calls, string state)
    {
        await Make(calls);

        Assert.That(await State(), Is.EqualTo(state));
    }

    [Test]
    public async Task While_it_is_open_nobody_gets_through_and_everybody_is_told_when_to_come_back()
    {
        await Make("FFFF");
        var before = await erp.Count();

        var replies = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Import()));

        Assert.That(
            replies.Select(reply => (reply.Status, reply.Code)),
            Is.All.EqualTo((HttpStatusCode.ServiceUnavailable, "ERP_UNAVAILABLE"))
        );
        Assert.That(replies.Select(reply => reply.Headers.RetryAfter!.Delta!.Value.TotalSeconds), Is.All.InRange(1, 60));
        var after = await erp.Count();
        Assert.That((after.Calls, after.Opened), Is.EqualTo((before.Calls, before.Opened)));
    }

    [Test]
    public async Task Its_state_is_told_and_takes_nobody_out_of_service()
    {
        Assert.That(await State(), Is.EqualTo("ok"));

        await Make("FFFF");

        await Eventually.Holds(State, Is.EqualTo("open"));
        await Eventually.Holds(
            async () => (await Readiness()).GetProperty("components").GetProperty("breaker:erp").GetString(),
            Is.EqualTo("open")
        );
        Assert.That((await Readiness()).GetProperty("status").GetString(), Is.EqualTo("ok"));
    }

    [Test]
    public async Task Of_a_hundred_calls_at_once_exactly_one_tries_and_its_success_closes()
    {
        await Restart("1s");
        await Make("FFFF");
        await erp.Does(Holding);

        // Those that come before it is time are all sent away; then come as many again.
        Counts before;
        List<Task<Reply>> calls;
        do
        {
            before = await erp.Count();
            calls = [.. Enumerable.Range(0, 100).Select(_ => Import())];
        } while (await Eventually.Holds(() => Waiting(calls), Is.Not.Null) == 0);
        var during = await erp.Count();
        await erp.Release();
        var replies = await Task.WhenAll(calls);

        Assert.That((during.Calls - before.Calls, during.Held), Is.EqualTo((1, 1)));
        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.Created), Is.EqualTo(1));
        Assert.That(replies.Count(reply => reply.Status == HttpStatusCode.ServiceUnavailable), Is.EqualTo(99));
        await Eventually.Holds(State, Is.EqualTo("ok"));
        await erp.Does();
        Assert.That((await Import()).Status, Is.EqualTo(HttpStatusCode.Created));
    }

    [Test]
    public async Task One_that_tries_and_fails_leaves_it_open()
    {
        await Restart("500ms");
        await Make("FFFF");

        await erp.Does(new Step { Status = 500 });
        var calls = await erp.CallsOf(() => Eventually.Holds(async () => (await Import()).Status, Is.EqualTo(HttpStatusCode.Created)));

        Assert.That(calls, Is.EqualTo(2));
    }

    [Test]
    public async Task One_that_tries_and_hangs_does_not_wedge_it()
    {
        await Restart("500ms");
        await Make("FFFF");
        await erp.Does(Holding);
        var before = (await erp.Count()).Calls;
        await Eventually.Holds(
            async () =>
            {
                Assert.That((await Import()).Status, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
                return (await erp.Count()).Calls - before;
            },
            Is.EqualTo(1)
        );

        await erp.Does();

        await Eventually.Holds(async () => (await Import()).Status, Is.EqualTo(HttpStatusCode.Created));
        await Eventually.Holds(State, Is.EqualTo("ok"));
    }

    [Test]
    public async Task One_that_tries_and_is_left_by_its_caller_does_not_wedge_it()
    {
        await Restart("500ms");
        await Make("FFFF");
        await erp.Does(Holding);
        using var leaving = new CancellationTokenSource();
        var left = Task.Run(async () =>
        {
            while (!leaving.IsCancellationRequested)
                await api.Sam.PostAsync("/suppliers/import", Body(), leaving.Token);
        });
        await Eventually.Holds(async () => (await erp.Count()).Held, Is.EqualTo(1));

        await leaving.CancelAsync();
        await erp.Does();

        Assert.That(async () => await left, Throws.InstanceOf<OperationCanceledException>());
        await Eventually.Holds(async () => (await Import()).Status, Is.EqualTo(HttpStatusCode.Created));
        await Eventually.Holds(State, Is.EqualTo("ok"));
    }

    private void Ask(Dictionary<string, string> environment)
    {
        erp.Serve(environment);
        environment["RETRY_MAX_ATTEMPTS"] = "1";
        environment["BREAKER_FAILURE_THRESHOLD"] = "0.5";
        environment["BREAKER_MIN_REQUESTS"] = "4";
        environment["BREAKER_PROBE_INTERVAL"] = "1m";
    }

    private async Task Restart(string probeInterval)
    {
        await api.DisposeAsync();
        api = await Api.Start(
            onPostgres: false,
            environment =>
            {
                Ask(environment);
                environment["BREAKER_PROBE_INTERVAL"] = probeInterval;
            }
        );
    }

    private async Task Make(string calls)
    {
        foreach (var kind in calls)
        {
            await erp.Does(
                kind switch
                {
                    'F' => new Step { Status = 500 },
                    'N' => new Step { Body = "nonsense" },
                    'U' => new Step { Status = 404 },
                    _ => new Step(),
                }
            );
            await Import();
        }
        await erp.Does();
    }

    /// <summary>How many wait, once all others were answered: none, or one that the ERP holds; null until then.</summary>
    private async Task<int?> Waiting(IReadOnlyCollection<Task<Reply>> calls)
    {
        var waiting = calls.Count(call => !call.IsCompleted);
        return waiting == 0 || (waiting == 1 && (await erp.Count()).Held == 1) ? waiting : null;
    }

    /// <summary>By the page of metrics, which is always of now; readiness looks once a second.</summary>
    private async Task<string> State() =>
        Gauge().Match(await api.Metrics()).Groups[1].Value switch
        {
            "0" => "ok",
            "1" => "open",
            "2" => "half-open",
            var other => other,
        };

    private async Task<JsonElement> Readiness() => (await api.Anonymous().Get("/readyz")).Json;

    private Task<Reply> Import() => api.Sam.Send(HttpMethod.Post, "/suppliers/import", Body());

    private StringContent Body() =>
        new(
            $$"""{"vendor_code":"TH-{{Interlocked.Increment(ref lastCode)}}"}""",
            new System.Net.Http.Headers.MediaTypeHeaderValue("application/json")
        );

    [GeneratedRegex("^procurement_breaker_state\\{[^}]*port=\"erp\"[^}]*\\} ([0-9]+)", RegexOptions.Multiline)]
    private static partial Regex Gauge();
}
