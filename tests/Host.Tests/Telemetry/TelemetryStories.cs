namespace Host.Tests.Telemetry;

using System.Net;
using System.Text.Json;
using Host.Tests.Faults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Observability;

/// <summary>What is told of requests, and where.</summary>
internal sealed class TelemetryStories
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
    public async Task HEAD_is_counted_as_it_came()
    {
        await using var api = await Api.Start(onPostgres: false);

        await api.Bob.Send(HttpMethod.Head, "/purchase-orders", null);

        await Eventually.Holds(api.Metrics, Does.Contain("method=\"HEAD\",route=\"/purchase-orders\",status_code=\"200\""));
    }

    [Test]
    public async Task The_ports_that_were_free_are_logged()
    {
        await using var served = await Served.Start(
            null,
            environment =>
            {
                environment["LOG_LEVEL"] = "info";
                environment["METRICS_ADDR"] = "127.0.0.1:0";
            }
        );
        await served.Terminate();
        await served.Exited();

        var line = served
            .Log.Select(line => line.Length == 0 ? default : JsonElement.Parse(line))
            .First(line => line.TryGetProperty("metrics_address", out _));
        Assert.That(new Uri(line.GetProperty("address").GetString()!), Is.EqualTo(served.Address));
        Assert.That(line.GetProperty("metrics_address").GetString(), Does.Match("^http://127\\.0\\.0\\.1:[1-9][0-9]*$"));
    }

    [Test]
    public async Task Every_path_with_an_identifier_says_what_it_begins_with()
    {
        await using var api = await Api.Start(onPostgres: false);
        var routes = api
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.GetParameter("id") is not null)
            .ToList();

        Assert.That(routes, Is.Not.Empty);
        Assert.That(
            routes.Where(route => route.Metadata.GetMetadata<IdPrefix>() is null).Select(route => route.RoutePattern.RawText),
            Is.Empty
        );
    }

    [Test]
    public async Task Without_an_address_nobody_listens_for_it()
    {
        await using var api = await Api.Start(onPostgres: false, environment => environment["METRICS_ADDR"] = "");

        Assert.That(api.Listening, Has.Count.EqualTo(1));
        Assert.That((await api.Bob.Get("/metrics")).Status, Is.EqualTo(HttpStatusCode.NotFound));
    }
}
