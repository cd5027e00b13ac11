namespace Host.Tests.Abuse;

using System.Net;
using System.Text.Json;
using Host.Tests.Routes;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>Methods, paths and query strings that were not meant.</summary>
internal sealed class TargetStories
{
    private Api api = null!;
    private string authorized = "";
    private IReadOnlyList<Call> ofOne = [];

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await Api.Start(onPostgres: true);
        authorized = $"Host: x\r\nConnection: close\r\nAuthorization: Bearer {api.Token("bob", Roles.Buyer)}\r\n";
        ofOne = await RouteSamples.PrepareAll(api, Route.OfOne);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    [TestCase("TRACE")]
    [TestCase("TRACK")]
    [TestCase("DELETE")]
    [TestCase("PATCH")]
    [TestCase("OPTIONS")]
    [TestCase("NONSENSE")]
    public async Task Another_method_is_told_which_ones_there_are(string method)
    {
        var heard = await Wire.Exchange(api.Address, $"{method} /purchase-orders HTTP/1.1\r\n{authorized}X-Canary: canary\r\n\r\n");

        Assert.That(heard.Status, Is.EqualTo(405), heard.Text);
        Assert.That(heard.Head, Does.Contain("Allow: GET, POST"));
        Assert.That(JsonElement.Parse(heard.Body).GetProperty("code").GetString(), Is.EqualTo("METHOD_NOT_ALLOWED"));
        Assert.That(heard.Text, Does.Not.Contain("canary"));
    }

    [TestCase("X-HTTP-Method-Override")]
    [TestCase("X-HTTP-Method")]
    [TestCase("X-Method-Override")]
    public async Task A_method_is_not_overridden_by_a_header(string header)
    {
        var heard = await Wire.Exchange(api.Address, $"GET /purchase-orders HTTP/1.1\r\n{authorized}{header}: DELETE\r\n\r\n");

        Assert.That(heard.Status, Is.EqualTo(200), heard.Text);
    }

    [TestCase("{po_01890000-0000-7000-8000-000000000000}")]
    [TestCase("%7Bpo_01890000-0000-7000-8000-000000000000%7D")]
    [TestCase("po_{01890000-0000-7000-8000-000000000000}")]
    [TestCase("po_(01890000-0000-7000-8000-000000000000)")]
    [TestCase("po_01890000000070008000000000000000")]
    [TestCase("po_01890000-0000-7000-8000-0000000000000")]
    [TestCase("po_0189ABCD-0000-7000-8000-000000000000")]
    [TestCase("po_00000000-0000-0000-0000-000000000000")]
    [TestCase("po_po_01890000-0000-7000-8000-000000000000")]
    [TestCase("9223372036854775808")]
    [TestCase("-1")]
    [TestCase("..%2flivez")]
    [TestCase("..%5Clivez")]
    [TestCase("%2e%2e%2flivez")]
    [TestCase("%252e%252e%252flivez")]
    [TestCase("%ff")]
    [TestCase("%c0%af")]
    [TestCase("%zz")]
    [TestCase("%u0041")]
    [TestCase("%0d%0aSet-Cookie:canary=1")]
    [TestCase("'%20OR%20'1'='1")]
    [TestCase("$%7Bjndi:ldap:x%7D")]
    [TestCase("%e2%80%ae")]
    [TestCase("~7000")]
    public async Task An_identifier_that_is_none_is_named(string id)
    {
        id = id == "~7000" ? new string('a', 7_000) : id;
        foreach (var call in ofOne)
        {
            var caller = $"Host: x\r\nConnection: close\r\nAuthorization: {call.Caller.DefaultRequestHeaders.Authorization}\r\n";
            var heard = await Wire.Exchange(api.Address, $"{call.Route.Method} {call.At(id).Path} HTTP/1.1\r\n{caller}\r\n");

            Assert.That(heard.Status, Is.EqualTo(400), heard.Text);
            Assert.That(JsonElement.Parse(heard.Body).GetProperty("fields").TryGetProperty("id", out _), heard.Body);
            Assert.That(heard.Head, Does.Not.Contain("canary"));
        }
    }

    /// <summary>The server itself refuses these: NUL, and a request line above 8 KiB.</summary>
    [TestCase("a%00b", 400)]
    [TestCase("~10240", 414)]
    public async Task A_path_that_cannot_be_one_is_refused_outright(string id, int status)
    {
        id = id == "~10240" ? new string('a', 10_240) : id;
        var heard = await Wire.Exchange(api.Address, $"GET /purchase-orders/{id} HTTP/1.1\r\n{authorized}\r\n");

        Assert.That((heard.Answers, heard.Status, heard.Body), Is.EqualTo((1, status, "")), heard.Text);
    }

    [TestCase("0001-01-01")]
    [TestCase("0001-01-01T00:00:00%2B14:00")]
    [TestCase("9999-12-31")]
    [TestCase("9999-12-31T23:59:59-14:00")]
    [TestCase("%2B10000-01-01")]
    [TestCase("2026-02-30")]
    [TestCase("2026-01-31T12:00:00")]
    [TestCase("2026-01-31T12:00:00.5")]
    [TestCase("2026-13-01")]
    [TestCase("2026-1-1")]
    [TestCase("2026-01-31T24:00:00Z")]
    [TestCase("2016-12-31T23:59:60Z")]
    [TestCase("2026-01-31T12:00:00%2B14:01")]
    [TestCase("2026-01-31T12:00:00+07:00")]
    [TestCase("infinity")]
    [TestCase("-infinity")]
    [TestCase("now")]
    [TestCase("epoch")]
    [TestCase("1e400")]
    [TestCase("%E0%B9%92%E0%B9%90%E0%B9%92%E0%B9%96-01-31")]
    [TestCase("2026-01-31%00")]
    [TestCase("")]
    public async Task A_date_that_is_none_is_named(string date)
    {
        foreach (var name in new[] { "created_from", "created_to" })
        {
            var heard = await Wire.Exchange(api.Address, $"GET /purchase-orders?{name}={date} HTTP/1.1\r\n{authorized}\r\n");

            Assert.That(heard.Status, Is.EqualTo(400), heard.Text);
            Assert.That(JsonElement.Parse(heard.Body).GetProperty("fields").TryGetProperty(name, out _), heard.Body);
        }
    }

    [TestCase("2026-01-31")]
    [TestCase("2024-02-29")]
    [TestCase("2026-01-31T12:00:00%2B14:00")]
    [TestCase("2026-01-31T12:00:00.1234567Z")]
    [TestCase("9998-12-31")]
    public async Task A_date_that_is_one_is_taken(string date)
    {
        var reply = await api.Bob.Get($"/purchase-orders?created_from={date}&created_to={date}");

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.OK), reply.Body);
    }

    [TestCase("limit=1e1", "limit")]
    [TestCase("limit=%2B5", "limit")]
    [TestCase("limit=%D9%A1", "limit")]
    [TestCase("limit=99999999999", "limit")]
    [TestCase("limit=-1", "limit")]
    [TestCase("cursor=%C3%A9aaaaaaaaaaaaaaaaaaaaa", "cursor")]
    [TestCase("status=Draft'", "status")]
    [TestCase("requested_by=a%0d%0aSet-Cookie:b", "requested_by")]
    [TestCase("%5B%5D=1&%00a=1&a=2", "[],a")]
    [TestCase("Limit=1&LIMIT=2", "LIMIT")]
    [TestCase("cursor=!!!!!!!!!!!!!!!!!!!!!!", "cursor")]
    [TestCase("cursor=AAAAAAAAAAA%20AAAAAAAAAA", "cursor")]
    [TestCase("=x", "")]
    public async Task A_query_that_is_none_is_named(string query, string fields)
    {
        var reply = await api.Bob.Get($"/purchase-orders?{query}");

        Assert.That(((int)reply.Status, string.Join(',', reply.Fields)), Is.EqualTo((400, fields)), reply.Body);
    }

    [Test]
    public async Task A_thousand_filters_are_told_apart_from_none()
    {
        var reply = await api.Bob.Get("/purchase-orders?" + string.Join('&', Enumerable.Range(0, 1_000).Select(i => $"a{i}=1")));

        Assert.That(reply.Status, Is.EqualTo(HttpStatusCode.BadRequest));
    }
}
