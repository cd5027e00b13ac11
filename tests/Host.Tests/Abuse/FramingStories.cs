namespace Host.Tests.Abuse;

using System.Net;
using System.Text.Json;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>
/// Where a request ends must be beyond doubt (RFC 9112 sections 5, 6 and 11.2): what is not gets one refusal and a closed connection, has no
/// effect, and what comes behind it is never taken for a second request.
/// </summary>
internal sealed class FramingStories
{
    private const string Smuggled = "GET /livez HTTP/1.1\r\nHost: x\r\n\r\n";
    private Api api = null!;
    private string body = "";
    private string token = "";

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await Api.Start(onPostgres: false);
        body = Api.Body(await api.Supplier());
        token = api.Token("bob", Roles.Buyer);
    }

    [OneTimeTearDown]
    public ValueTask Stop() => api.DisposeAsync();

    /// <summary>$L is the length of a good body, $B the body, $C the body as one chunk and the last.</summary>
    [TestCase("Content-Length: $L\r\nTransfer-Encoding: chunked\r\n", "$C")]
    [TestCase("Transfer-Encoding: chunked\r\nContent-Length: $L\r\n", "$C")]
    [TestCase("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", "0\r\n\r\n")]
    [TestCase("Transfer-Encoding: gzip, chunked\r\n", "$C")]
    [TestCase("Transfer-Encoding: chunked, chunked\r\n", "$C")]
    [TestCase("Transfer-Encoding: ,chunked\r\n", "$C")]
    [TestCase("Transfer-Encoding: chunked\r\n", "G\r\n$B\r\n0\r\n\r\n")]
    [TestCase("Transfer-Encoding: chunked\r\n", "-1\r\n$B\r\n0\r\n\r\n")]
    [TestCase("Transfer-Encoding: chunked\r\n", "0x2\r\n{}\r\n0\r\n\r\n")]
    [TestCase("Transfer-Encoding: chunked\r\n", "2 \r\n{}\r\n0\r\n\r\n")]
    [TestCase("Transfer-Encoding: chunked\r\n", "1\r\n$B\r\n0\r\n\r\n")]
    [TestCase("Transfer-Encoding: chunked\r\n", "2\n{}\n0\n\n")]
    [TestCase("Transfer-Encoding: chunked\r\n", "2;a=\nb\r\n{}\r\n0\r\n\r\n")]
    [TestCase("Transfer-Encoding: chunked\r\n", "FFFFFFFF\r\n$B\r\n0\r\n\r\n")]
    [TestCase("Transfer-Encoding: chunked\r\n", "FFFFFFFFFFFFFFFFF\r\n$B\r\n0\r\n\r\n")]
    public async Task A_doubtful_body_is_refused_with_a_problem(string headers, string sent)
    {
        var heard = await Wire.Exchange(api.Address, Post(headers, sent));

        Assert.That((heard.Answers, heard.Status), Is.EqualTo((1, 400)), heard.Text);
        Assert.That(JsonElement.Parse(heard.Body).GetProperty("code").GetString(), Is.EqualTo("MALFORMED_REQUEST"));
        Assert.That(JsonElement.Parse(heard.Body).GetProperty("trace_id").GetString(), Is.Not.Empty);
        Assert.That(heard.Head, Does.Contain("Connection: close"));
        await NothingWasOrdered();
    }

    /// <summary>The server refuses these before any code of ours runs, so there is a status and no body.</summary>
    [TestCase("Transfer-Encoding: xchunked\r\n", "$C")]
    [TestCase("Transfer-Encoding: chunked, identity\r\n", "$C")]
    [TestCase("Transfer-Encoding: identity\r\n", "$C")]
    [TestCase("Transfer-Encoding: \"chunked\"\r\n", "$C")]
    [TestCase("Transfer-Encoding: chunked;q=1\r\n", "$C")]
    [TestCase("Transfer-Encoding: chunked\u000b\r\n", "$C")]
    [TestCase("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", "$C")]
    [TestCase("Transfer-Encoding:\r\n chunked\r\n", "$C")]
    [TestCase("Transfer-Encoding : chunked\r\nContent-Length: $L\r\n", "$C")]
    [TestCase("Content-Length: $L\r\nContent-Length: 0\r\n", "$B")]
    [TestCase("Content-Length: $L\r\nContent-Length: $L\r\n", "$B")]
    [TestCase("Content-Length: $L, $L\r\n", "$B")]
    [TestCase("Content-Length: -1\r\n", "$B")]
    [TestCase("Content-Length: +$L\r\n", "$B")]
    [TestCase("Content-Length: -$L\r\n", "$B")]
    [TestCase("Content-Length: +0\r\n", "")]
    [TestCase("Content-Length: \r\n", "$B")]
    [TestCase("Content-Length: 1e2\r\n", "$B")]
    [TestCase("Content-Length: 1_0\r\n", "$B")]
    [TestCase("Content-Length: \u00b2\r\n", "$B")]
    [TestCase("Content-Length: 99999999999999999999999999999999999999999\r\n", "$B")]
    [TestCase("Content-Length: 0x2\r\n", "$B")]
    [TestCase("Content-Length: 99999999999999999999\r\n", "$B")]
    [TestCase("Content-Length : $L\r\n", "$B")]
    [TestCase(" Content-Length: $L\r\n", "$B")]
    [TestCase("Content-Length: $L\r\nX-Fold: a\r\n b\r\n", "$B")]
    [TestCase("X-Feed: a\nContent-Length: $L\r\n", "$B")]
    [TestCase("Content-Length: $L\r\nX-Return: a\rb\r\n", "$B")]
    [TestCase("Content-Length: $L\r\nX-Nul: a\0b\r\n", "$B")]
    [TestCase("Content-Length: $L\r\nIdempotency-Key: a\r\n\tSet-Cookie: b\r\n", "$B")]
    [TestCase("Content-Length: $L\r\nHost: y\r\n", "$B")]
    public async Task Doubtful_headers_are_refused_outright(string headers, string sent)
    {
        var heard = await Wire.Exchange(api.Address, Post(headers, sent));

        Assert.That((heard.Answers, heard.Status, heard.Body), Is.EqualTo((1, 400, "")), heard.Text);
        await NothingWasOrdered();
    }

    [TestCase("GET /livez HTTP/1.1\r\n\r\n", 400)]
    [TestCase("GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400)]
    [TestCase("GET /livez HTTP/1.1\r\nHost: a b/c\r\n\r\n", 400)]
    [TestCase("GET /livez HTTP/1.1\nHost: x\n\n", 400)]
    [TestCase("GET /livez\0 HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [TestCase("GET  /livez HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [TestCase("GET http://elsewhere/livez HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [TestCase("GET ftp://x/livez HTTP/1.1\r\nHost: x\r\n\r\n", 400)]
    [TestCase("GET * HTTP/1.1\r\nHost: x\r\n\r\n", 405)]
    [TestCase("GET /livez HTTP/1.2\r\nHost: x\r\n\r\n", 505)]
    [TestCase("GET /livez HTTP/2.0\r\nHost: x\r\n\r\n", 505)]
    public async Task A_doubtful_target_is_refused_outright(string request, int status)
    {
        var heard = await Wire.Exchange(api.Address, request + Smuggled);

        Assert.That((heard.Answers, heard.Status, heard.Body), Is.EqualTo((1, status, "")), heard.Text);
    }

    [TestCase("GET /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    [TestCase("POST /purchase-orders HTTP/1.0\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")]
    public async Task Neither_a_probe_nor_an_old_version_is_an_exception(string request)
    {
        var heard = await Wire.Exchange(api.Address, request + Smuggled);

        Assert.That((heard.Answers, heard.Status), Is.EqualTo((1, 400)), heard.Text);
    }

    [TestCase("CONNECT elsewhere:443 HTTP/1.1\r\nHost: elsewhere:443\r\n", 404)]
    [TestCase("CONNECT /purchase-orders HTTP/1.1\r\nHost: x\r\n", 405)]
    [TestCase("OPTIONS * HTTP/1.1\r\nHost: x\r\n", 404)]
    public async Task No_tunnel_is_opened(string request, int status)
    {
        var heard = await Wire.Exchange(api.Address, $"{request}Authorization: Bearer {token}\r\nConnection: close\r\n\r\n" + Smuggled);

        Assert.That((heard.Answers, heard.Status), Is.EqualTo((1, status)), heard.Text);
    }

    /// <summary>Without these the refusals above could have any cause. RFC 9112 section 3.2.2 demands that the absolute form is taken.</summary>
    [TestCase("Content-Length: $L\r\n", "$B")]
    [TestCase("Content-Length: 000$L\r\n", "$B")]
    [TestCase("Transfer-Encoding: Chunked\r\n", "$C")]
    public async Task The_same_request_well_framed_is_taken(string headers, string sent)
    {
        await using var other = await Api.Start(onPostgres: false);
        var request = Post("Connection: close\r\n" + headers, sent, Api.Body(await other.Supplier()));

        var heard = await Wire.Exchange(other.Address, request.Replace("POST /", "POST http://x/", StringComparison.Ordinal));

        Assert.That((heard.Answers, heard.Status), Is.EqualTo((1, 201)), heard.Text);
    }

    private string Post(string headers, string sent) => Post(headers, sent, body);

    private string Post(string headers, string sent, string body)
    {
        var start = $"POST /purchase-orders HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n";
        return (start + headers + "\r\n" + sent)
                .Replace("$L", $"{body.Length}", StringComparison.Ordinal)
                .Replace("$B", body, StringComparison.Ordinal)
                .Replace("$C", $"{body.Length:x}\r\n{body}\r\n0\r\n\r\n", StringComparison.Ordinal) + Smuggled;
    }

    private async Task NothingWasOrdered()
    {
        var list = await api.Bob.Get("/purchase-orders");
        Assert.That((list.Status, list.Json.GetProperty("items").GetArrayLength()), Is.EqualTo((HttpStatusCode.OK, 0)));
    }
}
