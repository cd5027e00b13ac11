namespace Host.Tests.Abuse;

using System.Net;
using Host.Tests.Faults;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>Clients that take their time, against the real process with its real limits; they all wait at the same time.</summary>
internal sealed class SlowClientStories
{
    private static readonly TimeSpan Drip = TimeSpan.FromMilliseconds(100);
    private Served served = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        served = await Served.Start(null);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => served.DisposeAsync();

    [Test]
    public async Task Headers_get_ten_seconds_and_a_body_240_bytes_a_second()
    {
        var headers = new[] { Dribble("GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ", "a"), Dribble("GET /livez HTTP/1.1\r\n", "") };
        var bodies = new[]
        {
            Dribble(Request("Content-Length: 60000\r\n\r\n"), " "),
            Dribble(Request("Transfer-Encoding: chunked\r\n\r\n"), "1\r\n \r\n"),
        };

        var late = Dribble(Request("Content-Length: 60000\r\n\r\n"), new string(' ', 400), untilClosed: false);

        foreach (var (heard, took) in await Task.WhenAll(bodies))
        {
            Assert.That((heard.Answers, heard.Status), Is.EqualTo((1, 408)), heard.Text);
            Assert.That(heard.Body, Does.Contain("BODY_TOO_SLOW").And.Contain("trace_id"));
            Assert.That(took.TotalSeconds, Is.InRange(4, 7.5));
        }
        // Fast enough, and not there when the request's own time is up.
        Assert.That((await late).Heard.Text, Does.StartWith("HTTP/1.1 408").And.Contain("BODY_TOO_SLOW"));
        Assert.That((await late).Took.TotalSeconds, Is.InRange(7.5, 10));
        foreach (var (heard, took) in await Task.WhenAll(headers))
        {
            // Nothing has been asked yet, so this is the server's own bare answer.
            Assert.That((heard.Answers, heard.Status, heard.Body), Is.EqualTo((1, 408, "")), heard.Text);
            Assert.That(took.TotalSeconds, Is.InRange(9, 14));
        }
    }

    [Test]
    public async Task Two_hundred_slow_clients_keep_nobody_waiting()
    {
        using var bob = served.As("bob", Roles.Buyer);
        var slow = new List<Wire>();
        try
        {
            for (var i = 0; i < 200; i++)
            {
                slow.Add(await Wire.Open(served.Address));
                await slow[i].Say(i % 2 == 0 ? "GET /livez HTTP/1.1\r\nX-Slow: " : Request("Content-Length: 60000\r\n\r\n{"));
            }
            await bob.Get("/purchase-orders");
            for (var i = 0; i < 50; i++)
            {
                var started = TimeProvider.System.GetTimestamp();
                var reply = await bob.Get("/purchase-orders");
                Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK));
                Assert.That(TimeProvider.System.GetElapsedTime(started), Is.LessThan(TimeSpan.FromSeconds(1)));
            }
        }
        finally
        {
            slow.ForEach(wire => wire.Dispose());
        }
    }

    [Test]
    public async Task A_client_that_goes_away_within_its_body_is_no_fault_of_ours()
    {
        var before = served.Log.Count();
        for (var i = 0; i < 20; i++)
        {
            using var gone = await Wire.Open(served.Address);
            await gone.Say(Request("Expect: 100-continue\r\nContent-Length: 100\r\n\r\n{"));
            // It is told to go on once its body is awaited.
            await gone.Hear(1, text => text.Contains("100 Continue", StringComparison.Ordinal) ? 1 : 0);
            if (i % 2 == 0)
                gone.Reset();
            else
            {
                gone.EndOfInput();
                await gone.HearAll();
            }
        }
        await Eventually.Holds(served.Metrics, Does.Not.Contain("status_code=\"500\"").And.Contain("status_code=\"499\""));
        Assert.That(served.Log.Skip(before), Is.Empty);
    }

    [Test]
    public async Task Connections_above_the_limit_are_closed_and_the_others_served()
    {
        await using var small = await Api.Start(
            onPostgres: false,
            replace: services => services.PostConfigure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxConcurrentConnections = 20)
        );
        var open = new List<Wire>();
        for (var i = 0; i < 20; i++)
            open.Add(await Wire.Open(small.Address));
        // A connection counts once the server has taken it, so each is asked something.
        foreach (var wire in open)
        {
            await wire.Say("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
            await wire.HearOne();
        }

        var refused = await Wire.Exchange(small.Address, "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n");
        await open[0].Say("GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        var served = await open[0].HearAll();
        open.ForEach(wire => wire.Dispose());

        Assert.That((refused.Text, served.Status), Is.EqualTo(("", 200)));
        await Eventually.Holds(
            async () => (await Wire.Exchange(small.Address, "GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).Status,
            Is.EqualTo(200)
        );
    }

    [Test]
    public async Task The_host_has_every_limit()
    {
        await using var api = await Api.Start(onPostgres: false);
        var limits = api.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.Limits;

        Assert.Multiple(() =>
        {
            Assert.That(limits.MaxConcurrentConnections, Is.EqualTo(4096));
            Assert.That(limits.RequestHeadersTimeout, Is.EqualTo(TimeSpan.FromSeconds(10)));
            Assert.That(limits.KeepAliveTimeout, Is.EqualTo(TimeSpan.FromSeconds(60)));
            Assert.That(limits.MinRequestBodyDataRate!.BytesPerSecond, Is.EqualTo(240));
            Assert.That(limits.MinResponseDataRate!.BytesPerSecond, Is.EqualTo(240));
        });
    }

    private string Request(string rest) =>
        $"POST /purchase-orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {served.Token("eve", Roles.Buyer)}\r\nContent-Type: application/json\r\n{rest}";

    /// <summary>Sends a start, then drop by drop until the server has enough of it.</summary>
    private async Task<(Heard Heard, TimeSpan Took)> Dribble(string start, string drop, bool untilClosed = true)
    {
        using var wire = await Wire.Open(served.Address);
        await wire.Say(start);
        var started = TimeProvider.System.GetTimestamp();
        // After an answer the server still waits some seconds for the rest of the body.
        var heard = untilClosed ? wire.HearAll() : wire.HearOne();
        while (!heard.IsCompleted)
        {
            try
            {
                await wire.Say(drop);
            }
            catch (IOException)
            {
                // Closed between two drops.
            }
            await Task.WhenAny(heard, Task.Delay(Drip));
        }
        return (await heard, TimeProvider.System.GetElapsedTime(started));
    }
}
