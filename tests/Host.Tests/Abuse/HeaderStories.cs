namespace Host.Tests.Abuse;

using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>Headers that are too many, too long, or meant to come back.</summary>
internal sealed class HeaderStories
{
    private Api api = null!;
    private string order = "";
    private string authorized = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await Api.Start(onPostgres: false);
        order = Api.Body(await api.Supplier());
        authorized = $"Host: x\r\nConnection: close\r\nAuthorization: Bearer {api.Token("bob", Roles.Buyer)}\r\n";
    }

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [TestCase(64, 200)]
    [TestCase(65, 431)]
    [TestCase(101, 431)]
    [TestCase(1_000, 431)]
    public async Task Headers_are_at_most_64(int count, int status)
    {
        var headers = string.Concat(Enumerable.Range(0, count - 2).Select(i => $"X-{i}: a\r\n"));

        var heard = await Wire.Exchange(api.Address, $"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n{headers}\r\n");

        Assert.That((heard.Answers, heard.Status), Is.EqualTo((1, status)), heard.Text);
    }

    [TestCase(15 * 1024, 200)]
    [TestCase(17 * 1024, 431)]
    [TestCase(33 * 1024, 431)]
    [TestCase(2_000_000, 431)]
    public async Task Headers_have_at_most_16_KiB(int bytes, int status)
    {
        var heard = await Wire.Exchange(
            api.Address,
            $"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX-Long: {new string('a', bytes)}\r\n\r\n"
        );

        Assert.That((heard.Answers, heard.Status), Is.EqualTo((1, status)), heard.Text);
    }

    [TestCase("a\rSet-Cookie: canary=1")]
    [TestCase("a\nSet-Cookie: canary=1")]
    [TestCase("a\0b")]
    [TestCase("\u00e9")]
    public async Task A_key_with_bytes_that_no_header_has_is_refused_outright(string key)
    {
        var heard = await Post("/purchase-orders", order, $"Idempotency-Key: {key}\r\n");

        Assert.That((heard.Answers, heard.Status, heard.Body), Is.EqualTo((1, 400, "")), heard.Text);
    }

    [TestCase("a b")]
    [TestCase("a\tb")]
    [TestCase("\u00c3\u00a9")]
    [TestCase("\"a\"b\"")]
    [TestCase("\\r\\nSet-Cookie:a")]
    [TestCase("a\r\nIdempotency-Key: b")]
    public async Task A_key_that_is_none_is_named(string key)
    {
        var heard = await Post("/purchase-orders", order, $"Idempotency-Key: {key}\r\n");

        Assert.That((heard.Answers, heard.Status), Is.EqualTo((1, 400)), heard.Text);
        Assert.That(heard.Body, Does.Contain("\"Idempotency-Key\":"));
    }

    [Test]
    public async Task A_line_end_within_a_reason_is_refused()
    {
        var path = $"/purchase-orders/{await api.Order(submitted: true)}/reject";
        var token = api.Token("luis", Roles.ApproverL3);
        const string body = """{"reason":"no\r\nSet-Cookie: canary=1"}""";

        var heard = await Wire.Exchange(
            api.Address,
            $"POST {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}"
        );

        Assert.That(heard.Status, Is.EqualTo(422), heard.Text);
        Assert.That(heard.Text, Does.Not.Contain("canary"));
    }

    [TestCase("Idempotency-Key")]
    [TestCase("If-Match")]
    [TestCase("If-None-Match")]
    [TestCase("Origin")]
    [TestCase("Access-Control-Request-Method")]
    [TestCase("Referer")]
    [TestCase("Cookie")]
    [TestCase("User-Agent")]
    [TestCase("Accept")]
    [TestCase("Accept-Language")]
    [TestCase("traceparent")]
    [TestCase("tracestate")]
    [TestCase("baggage")]
    [TestCase("X-Request-Id")]
    [TestCase("X-Correlation-Id")]
    [TestCase("X-Forwarded-For")]
    [TestCase("X-Forwarded-Host")]
    [TestCase("X-Forwarded-Proto")]
    [TestCase("X-Original-URL")]
    [TestCase("X-Rewrite-URL")]
    public async Task Nothing_of_a_header_comes_back(string name)
    {
        foreach (
            var heard in new[]
            {
                await Post("/purchase-orders", order, $"{name}: canary\r\n"),
                await Post("/purchase-orders", "{}", $"{name}: canary\r\n"),
                await Wire.Exchange(api.Address, $"GET /purchase-orders HTTP/1.1\r\n{authorized}{name}: canary\r\n\r\n"),
                await Wire.Exchange(api.Address, $"GET /nowhere HTTP/1.1\r\n{authorized}{name}: canary\r\n\r\n"),
                await Wire.Exchange(api.Address, $"GET /livez HTTP/1.1\r\nHost: canary\r\nConnection: close\r\n{name}: canary\r\n\r\n"),
            }
        )
        {
            Assert.That(heard.Status, Is.InRange(200, 499));
            Assert.That(heard.Text, Does.Not.Contain("canary"));
            Assert.That(heard.Head, Does.Not.Contain("Access-Control").And.Not.Contain("Set-Cookie"));
        }
    }

    [Test]
    public async Task The_link_to_the_next_page_cannot_be_broken_out_of()
    {
        const string requester = "a>; rel=\"evil\", <b";
        var body = order.Replace("alice", requester.Replace("\"", "\\\"", StringComparison.Ordinal), StringComparison.Ordinal);
        for (var i = 0; i < 2; i++)
            Assert.That((await Post("/purchase-orders", body, "")).Status, Is.EqualTo(201));

        var page = await api.Bob.Get($"/purchase-orders?limit=1&requested_by={Uri.EscapeDataString(requester)}");

        var link = page.Headers.GetValues("Link").Single();
        Assert.That(link, Does.StartWith("</purchase-orders?").And.EndWith(">; rel=\"next\""));
        Assert.That(link.Count(c => c is '<' or '>' or '"'), Is.EqualTo(4), link);
    }

    private Task<Heard> Post(string path, string body, string headers) =>
        Wire.Exchange(
            api.Address,
            $"POST {path} HTTP/1.1\r\n{authorized}Content-Type: application/json\r\nContent-Length: {body.Length}\r\n{headers}\r\n{body}"
        );
}
