namespace Host.Tests.Http;

using System.Net;
using System.Net.Http.Headers;

/// <summary>Changes and reads that depend on a version, of both modules.</summary>
internal sealed class ConditionStories
{
    private const string Line = """{"line_items":[{"sku":"A","quantity":1,"unit_price_cents":5,"currency":"USD"}]}""";
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await Api.Start(onPostgres: true);

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [TestCase("line-items")]
    [TestCase("submit")]
    [TestCase("approve")]
    [TestCase("reject")]
    public async Task An_order_is_changed_only_in_a_version_that_the_caller_allows(string change)
    {
        var submitted = change is "approve" or "reject";
        var order = await api.Order(submitted: submitted);
        var (caller, method, body) = change switch
        {
            "line-items" => (api.Bob, HttpMethod.Put, Line),
            "submit" => (api.Bob, HttpMethod.Post, null),
            "approve" => (api.Luis, HttpMethod.Post, null),
            _ => (api.Luis, HttpMethod.Post, """{"reason":"Too dear."}"""),
        };

        await Holds(caller, method, $"/purchase-orders/{order}/{change}", body, submitted ? 2 : 1);
    }

    [TestCase("approve", """{"risk_score":12}""")]
    [TestCase("suspend", """{"reason":"Late."}""")]
    public async Task A_supplier_is_changed_only_in_a_version_that_the_caller_allows(string change, string body)
    {
        var approved = change == "suspend";
        var supplier = await api.Supplier(approved);

        await Holds(api.Cora, HttpMethod.Post, $"/suppliers/{supplier}/{change}", body, approved ? 2 : 1);
    }

    [TestCase("If-Match", "\"1\"", HttpStatusCode.PreconditionFailed)]
    [TestCase("If-None-Match", "*", HttpStatusCode.PreconditionFailed)]
    [TestCase("If-Match", "*", HttpStatusCode.Created)]
    [TestCase("If-None-Match", "1", HttpStatusCode.BadRequest)]
    public async Task What_is_new_has_no_version_to_demand(string header, string value, HttpStatusCode expected)
    {
        var order = await api.Bob.Post("/purchase-orders", Api.Body(await api.Supplier()), (header, value));
        var supplier = await api.Sam.Post(
            "/suppliers",
            $$"""{"code":"TH-{{Random.Shared.Next(500_000, 999_999)}}","legal_name":"Siam Paper","email":"a@siam.example"}""",
            (header, value)
        );

        Assert.That((order.Status, supplier.Status), Is.EqualTo((expected, expected)), order.Body + supplier.Body);
    }

    [Test]
    public async Task A_reader_with_the_present_copy_is_told_so_and_one_who_asks_for_the_head_gets_no_body()
    {
        var order = await api.Order(submitted: true);
        var supplier = await api.Supplier();
        foreach (
            var path in new[]
            {
                $"/purchase-orders/{order}",
                $"/purchase-orders/{order}/history",
                $"/suppliers/{supplier}",
                $"/suppliers/{supplier}/history",
            }
        )
        {
            foreach (var copy in new[] { "\"2\"", "W/\"2\"", "\"1\", \"2\"", "*" })
            {
                var unchanged = await api.Bob.Get(path, ("If-None-Match", copy));
                Assert.That((unchanged.Status, unchanged.Body), Is.EqualTo((HttpStatusCode.NotModified, "")), $"{path} {copy}");
                Assert.That(unchanged.Headers.ETag, Is.EqualTo(new EntityTagHeaderValue("\"2\"")));
            }
            Assert.That((await api.Bob.Get(path, ("If-None-Match", "\"1\""))).Status, Is.EqualTo(HttpStatusCode.OK), path);

            using var asked = new HttpRequestMessage(HttpMethod.Head, path);
            using var head = await api.Bob.SendAsync(asked);
            Assert.That(head.StatusCode, Is.EqualTo(HttpStatusCode.OK), path);
            Assert.That(head.Headers.ETag, Is.EqualTo(new EntityTagHeaderValue("\"2\"")));
            Assert.That(head.Content.Headers.ContentLength, Is.EqualTo((await api.Bob.Get(path)).Body.Length));
            Assert.That(await head.Content.ReadAsStringAsync(), Is.Empty);
        }
    }

    [TestCase("/livez", HttpStatusCode.OK)]
    [TestCase("/readyz", HttpStatusCode.OK)]
    [TestCase("/nowhere", HttpStatusCode.Unauthorized)]
    [TestCase("/purchase-orders", HttpStatusCode.Unauthorized)]
    public async Task Anybody_may_ask_for_the_head_as_for_the_whole(string path, HttpStatusCode expected)
    {
        using var anonymous = api.Anonymous();

        Assert.That((await anonymous.Send(HttpMethod.Head, path, null)).Status, Is.EqualTo(expected));
        Assert.That((await anonymous.Get(path)).Status, Is.EqualTo(expected));
    }

    private static async Task Holds(HttpClient caller, HttpMethod method, string path, string? body, int version)
    {
        foreach (
            var (header, value) in new[]
            {
                ("If-Match", "\"99\""),
                ("If-Match", $"\"0{version}\""),
                ("If-Match", $"W/\"{version}\""),
                ("If-None-Match", $"\"7\", W/\"{version}\""),
                ("If-None-Match", "*"),
            }
        )
        {
            var refused = await Send(header, value);
            Assert.That((refused.Status, refused.Code), Is.EqualTo((HttpStatusCode.PreconditionFailed, "PRECONDITION_FAILED")), value);
        }
        Assert.That((await Send("If-Match", "unquoted")).Status, Is.EqualTo(HttpStatusCode.BadRequest));

        var made = await Send("If-Match", $"\"7\", \"{version}\"");
        Assert.That(made.Status, Is.EqualTo(HttpStatusCode.OK), made.Body);
        Assert.That(made.Headers.ETag!.Tag, Is.EqualTo($"\"{version + 1}\""));

        Task<Reply> Send(string header, string value) =>
            caller.Send(
                method,
                path,
                body is null ? null : new StringContent(body, new MediaTypeHeaderValue("application/json")),
                (header, value)
            );
    }
}
