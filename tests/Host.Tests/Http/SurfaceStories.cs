namespace Host.Tests.Http;

using System.Net;
using Host.Tests.Routes;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>What surrounds the resources: probes, documents, headers.</summary>
internal sealed class SurfaceStories
{
    private Api api = null!;
    private HttpClient anonymous = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await Api.Start(onPostgres: true);
        anonymous = api.Anonymous();
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        anonymous.Dispose();
        await api.DisposeAsync();
    }

    [TestCase("/healthz")]
    [TestCase("/livez")]
    [TestCase("/readyz")]
    public async Task A_probe_answers_everybody(string path)
    {
        var reply = await anonymous.Get(path);

        Assert.That((reply.Status, reply.Text("status")), Is.EqualTo((HttpStatusCode.OK, "ok")));
    }

    [Test]
    public async Task Readiness_lists_its_components()
    {
        var components = (await anonymous.Get("/readyz")).Json.GetProperty("components");

        Assert.That(
            components.EnumerateObject().Select(c => (c.Name, c.Value.GetString())),
            Is.EquivalentTo(new[] { ("postgres", "ok"), ("migrations", "ok"), ("breaker:erp", "ok") })
        );
    }

    [Test]
    public async Task The_document_is_openapi_3_1_and_describes_every_route_with_its_bearer_token()
    {
        var document = (await anonymous.Get("/openapi.json")).Json;

        Assert.That(document.GetProperty("openapi").GetString(), Does.StartWith("3.1"));
        Assert.That(
            document
                .GetProperty("paths")
                .EnumerateObject()
                .SelectMany(path => path.Value.EnumerateObject().Select(method => $"{method.Name.ToUpperInvariant()} {path.Name}")),
            Is.EquivalentTo(
                Route.All.Where(route => !route.IsOpen).Select(route => $"{route}").Concat(["GET /healthz", "GET /livez", "GET /readyz"])
            )
        );
        Assert.That(
            document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("scheme").GetString(),
            Is.EqualTo("bearer")
        );
        var create = document.GetProperty("paths").GetProperty("/purchase-orders").GetProperty("post");
        Assert.That(create.GetProperty("requestBody").GetProperty("content").TryGetProperty("application/json", out _), Is.True);
    }

    [Test]
    public async Task The_documentation_page_is_served_without_any_other_host()
    {
        var page = await anonymous.Get("/docs/index.html");

        Assert.That(page.Status, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(page.Body, Does.Contain("swagger-ui").And.Not.Contain("https://"));
        Assert.That((await anonymous.Get("/docs/swagger-ui-bundle.js")).Status, Is.EqualTo(HttpStatusCode.OK));
    }

    [Test]
    public async Task A_problem_is_legible()
    {
        var order = await api.Order(cents: 50_000, submitted: true);

        var refused = await api.As("leo", Roles.ApproverL1).Post($"/purchase-orders/{order}/approve");

        Assert.That(refused.Body, Does.Contain("The order's total"));
    }

    [Test]
    public async Task Every_answer_carries_the_security_headers_and_no_banner()
    {
        foreach (var path in new[] { "/healthz", "/purchase-orders", "/nowhere" })
        {
            var headers = (await anonymous.Get(path)).Headers;
            Assert.That(headers.GetValues("X-Content-Type-Options"), Is.EqualTo(new[] { "nosniff" }), path);
            Assert.That(headers.Contains("Server"), Is.False);
            Assert.That(headers.CacheControl!.NoStore, Is.True);
        }
    }

    [Test]
    public async Task The_metrics_page_counts_requests_by_route()
    {
        await api.Bob.Get("/purchase-orders");

        // A request is counted once it is over, which is after its answer was read here.
        await Eventually.Holds(
            api.Metrics,
            Does.Contain("procurement_http_request_duration_seconds_bucket").And.Contain("route=\"/purchase-orders\"")
        );
    }
}
