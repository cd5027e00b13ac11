namespace Host.Tests;

using System.Net;

/// <summary>The metrics have a listener of their own.</summary>
internal sealed class MetricsStories
{
    [Test]
    public async Task The_page_is_on_its_own_listener_and_nowhere_else()
    {
        await using var api = await Api.Start(onPostgres: false);
        using var outside = api.Anonymous();
        using var inside = new HttpClient { BaseAddress = api.MetricsAddress };

        Assert.That(await api.Metrics(), Does.Contain("# TYPE procurement_"));
        var hidden = await outside.Get("/metrics");
        var unknown = await outside.Get("/nowhere");
        Assert.That((hidden.Status, hidden.MediaType), Is.EqualTo((unknown.Status, unknown.MediaType)));
        Assert.That(hidden.Code, Is.EqualTo(unknown.Code));
        Assert.That((await api.Bob.Get("/metrics")).Status, Is.EqualTo(HttpStatusCode.NotFound));
        foreach (var path in new[] { "/", "/livez", "/readyz", "/openapi.json", "/docs/index.html", "/suppliers", "/metrics/more" })
            Assert.That((await inside.Get(path)).Status, Is.EqualTo(HttpStatusCode.NotFound), path);
        Assert.That((await inside.Post("/metrics", "{}")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task The_name_in_the_request_does_not_open_it()
    {
        await using var api = await Api.Start(onPostgres: false);

        var asked = await api.Bob.Get(
            "/metrics",
            ("Host", api.MetricsAddress.Authority),
            ("X-Forwarded-Host", api.MetricsAddress.Authority)
        );

        Assert.That(asked.Status, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task Without_an_address_nobody_listens_for_it()
    {
        await using var api = await Api.Start(onPostgres: false, environment => environment["METRICS_ADDR"] = "");

        Assert.That(api.Listening, Has.Count.EqualTo(1));
        Assert.That((await api.Bob.Get("/metrics")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
