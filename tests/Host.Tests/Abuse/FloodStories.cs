namespace Host.Tests.Abuse;

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Host.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>More requests than are allowed: who is counted as one client, what it costs, and whom it hurts.</summary>
internal sealed class FloodStories
{
    private const int Tracked = 10_000;

    // Nobody's allowance grows while we count.
    private readonly FakeTimeProvider time = new(TimeProvider.System.GetUtcNow());

    [Test]
    public async Task Thirty_thousand_addresses_are_granted_their_requests_in_bounded_memory()
    {
        await using var api = await Start(trusted: "127.0.0.0/8", rate: 1, burst: 10);
        await Ask(api, Tracked, i => $"10.0.{i / 256}.{i % 256}");
        var before = GC.GetTotalMemory(forceFullCollection: true);

        time.Advance(TimeSpan.FromSeconds(1));
        var granted = await Ask(api, Tracked, i => $"10.1.{i / 256}.{i % 256}");
        time.Advance(TimeSpan.FromSeconds(1));
        granted += await Ask(api, Tracked, i => $"2001:db8:{i:x}::1");

        var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Out.WriteLine($"Heap after 10,000 clients {before:N0} bytes; 20,000 more made it grow by {growth:N0} bytes");
        Assert.That(granted, Is.EqualTo(2 * Tracked));
        Assert.That(growth, Is.LessThan(1_000_000));
        Assert.That(await Clients(api), Is.EqualTo(Tracked));
    }

    [Test]
    public async Task Addresses_beyond_those_that_are_kept_track_of_share_one_allowance()
    {
        await using var api = await Start(trusted: "127.0.0.0/8", rate: 1, burst: 400);

        var granted = await Ask(api, Tracked, i => $"10.0.{i / 256}.{i % 256}");
        var newcomers = await Ask(api, 2_000, i => $"10.1.{i / 256}.{i % 256}");

        Assert.That((granted, newcomers), Is.EqualTo((Tracked, 400)));
        Assert.That(await Clients(api), Is.EqualTo(Tracked));
    }

    [TestCase("2001:db8:1:2::{0:x}", true)]
    [TestCase("[2001:db8:1:2::{0:x}]:443", true)]
    [TestCase("2001:db8:1:{0:x}::1", false)]
    [TestCase("198.51.100.{0}", false)]
    [TestCase("::ffff:198.51.100.{0}", false)]
    [TestCase("198.51.100.1:{0}", true)]
    [TestCase("203.0.113.{0}, 198.51.100.1", true)]
    [TestCase("198.51.100.1,\tnonsense{0}", true)]
    [TestCase("198.51.100.{0}, ", false)]
    [TestCase("nonsense{0}", true)]
    [TestCase("{0}.0.0.999", true)]
    public async Task The_last_address_that_a_trusted_proxy_names_is_the_client(string forwarded, bool same)
    {
        await using var api = await Start(trusted: "127.0.0.0/8", rate: 1, burst: 5);

        var granted = await Ask(api, 40, i => string.Format(CultureInfo.InvariantCulture, forwarded, i + 1));

        Assert.That(granted, Is.EqualTo(same ? 5 : 40));
    }

    [TestCase("")]
    [TestCase("10.0.0.0/8")]
    public async Task A_stranger_forwards_nothing(string trusted)
    {
        await using var api = await Start(trusted, rate: 1, burst: 5);
        Assert.That(await Ask(api, 5, i => "198.51.100.1"), Is.EqualTo(5));

        foreach (var name in new[] { "X-Forwarded-For", "x-forwarded-for", "Forwarded", "X-Real-IP", "X-Client-IP", "True-Client-IP" })
            Assert.That(await Ask(api, 40, i => name == "Forwarded" ? $"for=198.51.100.{i}" : $"198.51.100.{i}", name), Is.Zero);
        Assert.That(await Clients(api), Is.EqualTo(1));
    }

    [Test]
    public async Task A_variable_of_the_framework_makes_nobody_a_trusted_proxy()
    {
        await using var served = await Served.Start(
            null,
            environment =>
            {
                environment["RATE_LIMIT_RPS"] = "1";
                environment["RATE_LIMIT_BURST"] = "5";
                environment["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = "true";
            }
        );
        using var client = new HttpClient { BaseAddress = served.Address };
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++)
            statuses.Add((await client.Get("/purchase-orders", ("X-Forwarded-For", $"198.51.100.{i}"))).Status);

        Assert.That(statuses, Has.Some.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [Test]
    public async Task A_subject_is_one_client_by_whatever_token_scheme_and_address()
    {
        await using var api = await Start(trusted: "127.0.0.0/8", rate: 1, burst: 5);
        var tokens = Enumerable.Range(0, 4).Select(i => api.Token("bob", [.. Roles.All.Take(i + 1)])).ToList();
        var schemes = new[] { "Bearer", "bearer", "BEARER" };

        var granted = await Ask(api, 40, i => $"198.51.100.{i}\r\nAuthorization: {schemes[i % 3]} {tokens[i % 4]}");

        Assert.That(granted, Is.EqualTo(5));
        Assert.That((await api.As("Bob", Roles.Buyer).Get("/purchase-orders")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_flood_is_refused_while_probes_and_other_clients_are_answered_at_once()
    {
        await using var served = await Served.Start(
            null,
            environment =>
            {
                environment["RATE_LIMIT_RPS"] = "50";
                environment["RATE_LIMIT_BURST"] = "100";
            }
        );
        using var over = new CancellationTokenSource();
        var answers = new ConcurrentQueue<int>();
        var flood = Enumerable.Range(0, 4).Select(_ => Flood(served, answers, over.Token)).ToList();

        // On a busy machine any one probe may wait for the processor; that all three rounds have such a probe is no accident.
        var slowest = TimeSpan.MaxValue;
        for (var round = 0; round < 3 && slowest > TimeSpan.FromMilliseconds(50); round++)
            slowest = await SlowestProbe(served);
        var others = await Task.WhenAll(Enumerable.Range(0, 3).Select(i => Work(served, $"bob{i}")));
        // On a quick machine all that was over before the flood had used up its burst twice.
        await Eventually.Holds(() => Task.FromResult(answers.Count), Is.GreaterThan(1_000));
        await over.CancelAsync();
        await Task.WhenAll(flood);
        var statuses = answers.ToLookup(status => status);

        TestContext.Out.WriteLine(
            $"Slowest probe {slowest.TotalMilliseconds:N1} ms; {statuses[200].Count()} granted, {statuses[429].Count()} refused"
        );
        Assert.That(slowest, Is.LessThan(TimeSpan.FromMilliseconds(50)));
        Assert.That(others.SelectMany(each => each), Is.All.EqualTo(HttpStatusCode.OK));
        Assert.That(statuses.Select(group => group.Key), Is.EquivalentTo(new[] { 200, 429 }));
        Assert.That(statuses[429].Count(), Is.GreaterThan(statuses[200].Count()));
    }

    private Task<Api> Start(string trusted, int rate, int burst) =>
        Api.Start(
            onPostgres: false,
            environment =>
            {
                environment["RATE_LIMIT_RPS"] = $"{rate}";
                environment["RATE_LIMIT_BURST"] = $"{burst}";
                if (trusted.Length > 0)
                    environment["TRUSTED_PROXIES"] = trusted;
            },
            services => services.AddSingleton<TimeProvider>(time)
        );

    /// <summary>Sends requests as fast as one connection takes them, each from another address.</summary>
    /// <returns>How many were not refused with 429.</returns>
    private static async Task<int> Ask(Api api, int requests, Func<int, string> forwarded, string header = "X-Forwarded-For")
    {
        const int Batch = 100;
        using var wire = await Wire.Open(api.Address);
        var granted = 0;
        for (var sent = 0; sent < requests; sent += Batch)
        {
            var batch = Enumerable.Range(sent, Math.Min(Batch, requests - sent)).ToList();
            await wire.Say(
                string.Concat(batch.Select(i => $"GET /purchase-orders HTTP/1.1\r\nHost: x\r\n{header}: {forwarded(i)}\r\n\r\n"))
            );
            var heard = await wire.Hear(batch.Count, Ended);
            granted += batch.Count - Count(heard, "HTTP/1.1 429");
        }
        return granted;
    }

    // Each answer here has one body, a JSON object, and nothing else of it ends so.
    private static int Ended(string heard) => Count(heard, "\"}") + Count(heard, "null}");

    private static int Count(string text, string part) => text.AsSpan().Count(part);

    private static async Task<int> Clients(Api api)
    {
        var page = await api.Metrics();
        var line = page.Split('\n').Single(line => line.StartsWith("procurement_http_rate_limit_clients", StringComparison.Ordinal));
        return int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture);
    }

    private static async Task Flood(Served served, ConcurrentQueue<int> answers, CancellationToken over)
    {
        using var mallory = served.As("mallory", Roles.Buyer);
        while (!over.IsCancellationRequested)
            answers.Enqueue((int)(await mallory.Get("/purchase-orders")).Status);
    }

    private static async Task<TimeSpan> SlowestProbe(Served served)
    {
        using var probe = new HttpClient { BaseAddress = served.Address };
        var times = new List<TimeSpan>();
        for (var i = 0; i < 120; i++)
        {
            var path = (i % 3) switch
            {
                0 => "/healthz",
                1 => "/livez",
                _ => "/readyz",
            };
            var started = TimeProvider.System.GetTimestamp();
            var reply = await probe.Get(path);
            var took = TimeProvider.System.GetElapsedTime(started);
            Assert.That((reply.Status, reply.Text("status")), Is.EqualTo((HttpStatusCode.OK, "ok")));
            // The first of each opens the connection and is compiled.
            if (i >= 30)
                times.Add(took);
        }
        return times.Max();
    }

    private static async Task<List<HttpStatusCode>> Work(Served served, string subject)
    {
        using var client = served.As(subject, Roles.Buyer);
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 50; i++)
            statuses.Add((await client.Get("/purchase-orders")).Status);
        return statuses;
    }
}
