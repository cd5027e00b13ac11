namespace Host.Tests.Abuse;

using System.Net;
using System.Text;
using Host.Tests.Routes;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>Bodies that are no JSON of ours, or too much of it.</summary>
internal sealed class BodyStories
{
    private Api api = null!;
    private string order = "";
    private IReadOnlyList<Call> changes = [];

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await Api.Start(onPostgres: true);
        order = Api.Body(await api.Supplier());
        changes = await RouteSamples.PrepareAll(api, Route.Changes);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [TestCase("99999999999999999999999999999", "at most 28 digits")]
    [TestCase("1.00000000000000000000000000001", "at most 28 digits")]
    [TestCase("1e99", "at most 28 digits")]
    [TestCase("\"3\"", "a number")]
    [TestCase("true", "a number")]
    [TestCase("[3]", "a number")]
    [TestCase("NaN", "not valid JSON")]
    [TestCase("Infinity", "not valid JSON")]
    [TestCase("03", "not valid JSON")]
    [TestCase("+3", "not valid JSON")]
    [TestCase("0x3", "not valid JSON")]
    [TestCase("3.", "not valid JSON")]
    [TestCase("3,", "not valid JSON")]
    [TestCase("3//", "not valid JSON")]
    public async Task A_quantity_is_a_number_and_nothing_like_one(string written, string said)
    {
        var reply = await api.Bob.Post("/purchase-orders", Replaced("\"quantity\": 3", $"\"quantity\": {written}"));

        Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.BadRequest, "MALFORMED_REQUEST")), reply.Body);
        Assert.That(reply.Json.GetProperty("detail").GetString(), Does.Contain(said));
    }

    [TestCase("requested_by\": \"alice\"", "requested_by\": 7", "a text")]
    [TestCase("\"OFF-0001\"", "{}", "a text")]
    [TestCase("\"line_items\": [", "\"line_items\": {}, \"x\": [", "a list")]
    [TestCase("\"line_items\": [{", "\"line_items\": [[], {", "an object")]
    public async Task A_wrong_type_is_told_by_the_right_one(string good, string bad, string said)
    {
        var reply = await api.Bob.Post("/purchase-orders", Replaced(good, bad));

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest), reply.Body);
        Assert.That(reply.Json.GetProperty("detail").GetString(), Does.Contain($"must be {said}"));
    }

    [TestCase(20)]
    [TestCase(60)]
    [TestCase(70)]
    [TestCase(10_000)]
    public async Task Nesting_is_refused_at_any_depth(int depth)
    {
        var nested = new string('[', depth) + new string(']', depth);
        foreach (var member in new[] { "supplier_id", "line_items", "unknown" })
        {
            var reply = await api.Bob.Post("/purchase-orders", $$"""{"{{member}}":{{nested}}}""");
            Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.BadRequest, "MALFORMED_REQUEST")), reply.Body);
        }
    }

    [Test]
    public async Task What_is_not_one_json_object_in_utf8_is_refused()
    {
        var good = Encoding.UTF8.GetBytes(order);
        List<byte[]> bodies =
        [
            [0xEF, 0xBB, 0xBF, .. good],
            Encoding.Unicode.GetBytes(order),
            Encoding.UTF32.GetBytes(order),
            [.. good, .. good],
            [.. good, (byte)'}'],
            [.. good, 0],
            Encoding.UTF8.GetBytes(Replaced("}]}", "},]}")),
            Encoding.UTF8.GetBytes(Replaced("}]}", "}],}")),
            Encoding.UTF8.GetBytes(Replaced("alice", "a\\ud800b")),
            Encoding.UTF8.GetBytes(Replaced("alice", "a\tb")),
            Encoding.UTF8.GetBytes(order.Replace('"', '\'')),
            // Not UTF-8: a lone continuation, an overlong slash, half a pair, beyond the last plane.
            Spoilt(0x80),
            Spoilt(0xC0, 0xAF),
            Spoilt(0xED, 0xA0, 0x80),
            Spoilt(0xF4, 0x90, 0x80, 0x80),
            .. new[] { "true", "1", "\"x\"", "[1", "{", " ", "null ", "// a\n{}" }.Select(Encoding.UTF8.GetBytes),
        ];
        foreach (var body in bodies)
        {
            var content = new ByteArrayContent(body);
            content.Headers.ContentType = new("application/json");
            var reply = await api.Bob.Send(HttpMethod.Post, "/purchase-orders", content);
            Assert.That((int)reply.Status, Is.EqualTo(400), $"{Encoding.Latin1.GetString(body)}: {reply.Body}");
        }
    }

    [TestCase("status", "\"Approved\"")]
    [TestCase("total_cents", "1")]
    [TestCase("approvals", "[]")]
    [TestCase("approved_by", "\"luis\"")]
    [TestCase("created_by", "\"luis\"")]
    [TestCase("created_at", "\"2026-01-01T00:00:00Z\"")]
    [TestCase("version", "9")]
    [TestCase("id", "\"po_01890000-0000-7000-8000-000000000000\"")]
    [TestCase("tenant_id", "1")]
    [TestCase("Requested_By", "\"alice\"")]
    [TestCase("requestedBy", "\"alice\"")]
    [TestCase("__proto__", "{}")]
    public async Task Nobody_sets_what_is_not_asked_for(string member, string value)
    {
        foreach (var call in changes)
        {
            var body = call.Body is null ? $$"""{"{{member}}":{{value}}}""" : call.Body.Insert(1, $"\"{member}\":{value},");
            var reply = await call.SendBody(body);
            Assert.That((reply.Status, string.Join(',', reply.Fields)), Is.EqualTo((HttpStatusCode.BadRequest, member)), reply.Body);
        }
    }

    [TestCase("Content-Type: text/plain\r\n", 415)]
    [TestCase("Content-Type: application/x-www-form-urlencoded\r\n", 415)]
    [TestCase("Content-Type: application/jsonx\r\n", 415)]
    [TestCase("Content-Type: nonsense\r\n", 415)]
    [TestCase("", 415)]
    [TestCase("Content-Type: application/json; charset=utf-16\r\n", 415)]
    [TestCase("Content-Type: application/json; charset=\"utf-16\"\r\n", 415)]
    [TestCase("Content-Type: application/json; charset=iso-8859-1\r\n", 415)]
    [TestCase("Content-Type: application/json; charset=\r\n", 415)]
    [TestCase("Content-Type: application/json; charset=utf-8; charset=utf-16\r\n", 415)]
    [TestCase("Content-Type: application/json\r\nContent-Encoding: gzip\r\n", 415)]
    [TestCase("Content-Type: application/json\r\nContent-Encoding: br\r\n", 415)]
    [TestCase("Content-Type: application/json\r\nContent-Encoding: identity, gzip\r\n", 415)]
    [TestCase("Content-Type: application/json\r\nContent-Encoding: identity\r\nContent-Encoding: gzip\r\n", 415)]
    [TestCase("Content-Type: application/json\r\nContent-Encoding: nonsense\r\n", 415)]
    [TestCase("Content-Type: application/json; charset=utf-8\r\n", 201)]
    [TestCase("Content-Type: application/json; charset=\"UTF-8\"\r\n", 201)]
    [TestCase("Content-Type: application/json\r\nContent-Encoding: Identity\r\n", 201)]
    public async Task A_body_says_that_it_is_json(string header, int status)
    {
        var heard = await Wire.Exchange(api.Address, $"{Start(header)}Content-Length: {order.Length}\r\n\r\n{order}");

        Assert.That((heard.Answers, heard.Status), Is.EqualTo((1, status)), heard.Text);
    }

    [TestCase(4_194_304, false, 201)]
    [TestCase(4_194_305, false, 413)]
    [TestCase(4_190_000, true, 201)]
    [TestCase(4_194_305, true, 413)]
    [TestCase(10_000_000, true, 413)]
    [TestCase(10_000_000, false, 413)]
    public async Task An_order_has_at_most_4_MiB_however_it_is_sent(int bytes, bool chunked, int status)
    {
        var padded = order + new string(' ', bytes - order.Length);
        var heard = chunked
            ? await Sent("Transfer-Encoding: chunked\r\n\r\n" + Chunks(padded) + "0\r\n\r\n")
            : await Sent($"Content-Length: {bytes}\r\n\r\n{padded}");

        Assert.That((heard.Answers, heard.Status), Is.EqualTo((1, status)), heard.Text);
        if (status == 413)
            Assert.That(heard.Body, Does.Contain("PAYLOAD_TOO_LARGE").And.Contain("trace_id"));
    }

    [TestCase(65_536, 201)]
    [TestCase(65_537, 413)]
    public async Task Anything_else_has_at_most_64_KiB_and_the_refusal_names_the_limit(int bytes, int status)
    {
        var supplier = $$"""{"code":"BO-{{bytes}}0","legal_name":"Siam Paper","email":"a@siam.example"}""";

        var reply = await api.Sam.Post("/suppliers", supplier + new string(' ', bytes - supplier.Length));

        Assert.That((int)reply.Status, Is.EqualTo(status), reply.Body);
        if (status == 413)
            Assert.That(reply.Text("detail"), Does.Contain("65536 bytes"));
    }

    [Test]
    public async Task A_body_that_is_announced_too_large_is_refused_before_it_is_sent()
    {
        var heard = await Sent("Expect: 100-continue\r\nContent-Length: 1000000000\r\n\r\n");

        Assert.That((heard.Answers, heard.Status), Is.EqualTo((1, 413)), heard.Text);
    }

    [Test]
    public async Task A_packed_body_is_never_unpacked()
    {
        var bomb = new MemoryStream();
        await using (
            var packer = new System.IO.Compression.GZipStream(bomb, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true)
        )
            await packer.WriteAsync(new byte[1_000_000]);
        var content = new ByteArrayContent(bomb.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");

        var reply = await api.Bob.Send(HttpMethod.Post, "/purchase-orders", content);

        Assert.That((reply.Status, reply.Code), Is.EqualTo((HttpStatusCode.UnsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE")), reply.Body);
        Assert.That(reply.Text("detail"), Does.Contain("Content-Encoding"));
        Assert.That(reply.Headers.GetValues("Accept-Encoding"), Is.EqualTo(new[] { "identity" }));
    }

    private Task<Heard> Sent(string rest) => Wire.Exchange(api.Address, Start("Content-Type: application/json\r\n") + rest);

    private string Start(string header) =>
        $"POST /purchase-orders HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {api.Token("bob", Roles.Buyer)}\r\n{header}";

    private static string Chunks(string text) =>
        string.Concat(text.Chunk(16_384).Select(part => $"{part.Length:x}\r\n{new string(part)}\r\n"));

    private string Replaced(string good, string bad)
    {
        Assert.That(order, Does.Contain(good));
        return order.Replace(good, bad, StringComparison.Ordinal);
    }

    private byte[] Spoilt(params byte[] bytes)
    {
        var (before, after) = (
            order[..order.IndexOf("alice", StringComparison.Ordinal)],
            order[order.IndexOf("alice", StringComparison.Ordinal)..]
        );
        return [.. Encoding.UTF8.GetBytes(before), .. bytes, .. Encoding.UTF8.GetBytes(after)];
    }
}
