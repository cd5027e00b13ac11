namespace BuildingBlocks.Tests.Security;

using System.Net;
using Procurement.BuildingBlocks.Hosting.Configuration;

internal sealed class RateLimiterTests
{
    private static readonly RateLimitSettings Limits = new(2, 5, []);

    [Test]
    public async Task Tells_what_is_left_and_when_to_come_back()
    {
        await using var server = await TokenServer.Start(Limits);

        using var first = await server.Get("/open");
        for (var i = 0; i < 4; i++)
            (await server.Get("/open")).Dispose();
        using var refused = await server.Get("/open");

        Assert.That(Header(first, "RateLimit-Policy"), Is.EqualTo("\"default\";q=5;w=3"));
        Assert.That(Header(first, "RateLimit"), Is.EqualTo("\"default\";r=4;t=1"));
        Assert.That(refused.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
        Assert.That(Header(refused, "RateLimit"), Is.EqualTo("\"default\";r=0;t=3"));
        Assert.That(Header(refused, "Retry-After"), Is.EqualTo("1"));
        Assert.That(await refused.Content.ReadAsStringAsync(), Does.Contain("RATE_LIMITED"));
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await Granted(server, 10), Is.EqualTo(2));
    }

    [Test]
    public async Task Counts_a_subject_over_all_its_tokens_and_apart_from_others()
    {
        await using var server = await TokenServer.Start(Limits);
        var granted = 0;

        for (var i = 0; i < 10; i++)
        {
            var payload = server.Payload("buyer");
            payload["jti"] = $"{i}";
            using var answer = await server.Get("/any", server.Sign(server.Header(), payload));
            granted += answer.IsSuccessStatusCode ? 1 : 0;
        }

        Assert.That(granted, Is.EqualTo(5));
        Assert.That(await Granted(server, 10), Is.EqualTo(5));
    }

    [Test]
    public async Task Counts_refused_tokens_by_address()
    {
        await using var server = await TokenServer.Start(Limits);

        for (var i = 0; i < 5; i++)
            (await server.Get("/any", $"forged{i}")).Dispose();
        using var answer = await server.Get("/any", "forged");

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.TooManyRequests));
    }

    [Test]
    public async Task Believes_no_forwarded_address_of_a_stranger(
        [Values("X-Forwarded-For", "x-forwarded-for", "Forwarded", "X-Real-IP")] string name
    )
    {
        await using var server = await TokenServer.Start(Limits with { TrustedProxies = [IPNetwork.Parse("10.0.0.0/8")] });

        Assert.That(await Granted(server, 20, i => (name, $"198.51.100.{i}")), Is.EqualTo(5));
    }

    [Test]
    public async Task Believes_the_last_address_that_a_trusted_proxy_forwards()
    {
        await using var server = await TokenServer.Start(Limits with { TrustedProxies = [IPNetwork.Parse("127.0.0.0/8")] });

        Assert.That(await Granted(server, 20, i => ("X-Forwarded-For", $"198.51.100.{i}")), Is.EqualTo(20));
        Assert.That(await Granted(server, 20, i => ("X-Forwarded-For", $"203.0.113.{i}, 198.51.100.200")), Is.EqualTo(5));
    }

    [Test]
    public async Task Lets_probes_through()
    {
        await using var server = await TokenServer.Start(Limits);

        for (var i = 0; i < 20; i++)
        {
            using var answer = await server.Get("/livez");
            Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
            Assert.That(answer.Headers.Contains("RateLimit"), Is.False);
        }
    }

    private static async Task<int> Granted(TokenServer server, int requests, Func<int, (string, string)>? header = null)
    {
        var granted = 0;
        for (var i = 0; i < requests; i++)
        {
            using var answer = header is null ? await server.Get("/open") : await server.Get("/open", null, header(i));
            granted += answer.IsSuccessStatusCode ? 1 : 0;
        }
        return granted;
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();
}
