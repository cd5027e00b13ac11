namespace BuildingBlocks.Tests.Security;

using System.Net;
using Procurement.BuildingBlocks.Hosting.Configuration;

internal sealed class SecurityHeadersTests
{
    private TokenServer server = null!;

    [OneTimeSetUp]
    public async Task Start() => server = await TokenServer.Start(new RateLimitSettings(100, 100, [IPNetwork.Parse("127.0.0.0/8")]));

    [OneTimeTearDown]
    public async Task Stop() => await server.DisposeAsync();

    [Test]
    public async Task Are_on_every_answer([Values("/open", "/any", "/nowhere", "/livez")] string path)
    {
        using var answer = await server.Get(path);

        Assert.That(Header(answer, "X-Content-Type-Options"), Is.EqualTo("nosniff"));
        Assert.That(Header(answer, "Referrer-Policy"), Is.EqualTo("no-referrer"));
        Assert.That(Header(answer, "Cache-Control"), Is.EqualTo("no-store"));
        Assert.That(Header(answer, "Content-Security-Policy"), Is.EqualTo("default-src 'none'; frame-ancestors 'none'"));
        Assert.That(answer.Headers.Contains("Strict-Transport-Security"), Is.False);
        Assert.That(answer.Headers.Contains("Access-Control-Allow-Origin"), Is.False);
    }

    [Test]
    public async Task Allow_scripts_of_our_own_under_docs_only()
    {
        using var docs = await server.Get("/docs/index.html");
        using var lookalike = await server.Get("/docsx");

        Assert.That(Header(docs, "Content-Security-Policy"), Does.Contain("script-src 'self';").And.Contain("frame-ancestors 'none'"));
        Assert.That(Header(lookalike, "Content-Security-Policy"), Does.Not.Contain("script-src"));
    }

    [Test]
    public async Task Insist_on_https_where_it_is_spoken()
    {
        using var answer = await server.Get("/open", null, ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "198.51.100.1"));

        Assert.That(Header(answer, "Strict-Transport-Security"), Does.StartWith("max-age=31536000"));
    }

    private static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();
}
