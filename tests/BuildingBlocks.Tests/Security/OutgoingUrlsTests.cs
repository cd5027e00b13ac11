namespace BuildingBlocks.Tests.Security;

using System.Net;
using System.Net.Sockets;
using Procurement.BuildingBlocks.Hosting.Security;

internal sealed class OutgoingUrlsTests
{
    [TestCase("https://api.good.test/v1/orders?x=1")]
    [TestCase("https://API.good.test:443/")]
    public void Allow_a_listed_host(string url) => Assert.That(Urls("api.good.test").Check(url).Error, Is.Null);

    [TestCase("api.good.test, other.test", "https://other.test/")]
    [TestCase("api.good.test:8443", "https://api.good.test:8443/")]
    [TestCase("API.good.test,10.0.0.0/8", "http://api.good.test/")]
    [TestCase("api.good.test:8080,10.0.0.0/8", "http://api.good.test:8080/")]
    [TestCase("127.0.0.1", "http://127.0.0.1:8081/vendors")]
    [TestCase("127.0.0.1:8081", "http://127.0.0.1:8081/")]
    [TestCase("127.0.0.0/8", "https://127.8.8.8:9/")]
    [TestCase("10.0.0.0/8:8443", "https://10.1.2.3:8443/")]
    [TestCase("::1", "http://[::1]:8081/")]
    [TestCase("[::1]:8081", "http://[::1]:8081/")]
    [TestCase("fd00::/8", "https://[fd12:3456::1]/")]
    [TestCase("[fd00::/8]:8443", "https://[fd12:3456::1]:8443/")]
    [TestCase("93.184.215.14", "https://93.184.215.14/")]
    [TestCase("::ffff:127.0.0.1", "https://[::ffff:127.0.0.1]/")]
    public void Allow_what_the_list_says(string list, string url) => Assert.That(Urls(list).Check(url).Error, Is.Null);

    [TestCase(null)]
    [TestCase("")]
    [TestCase("/relative")]
    [TestCase("http://api.good.test/")]
    [TestCase("file:///etc/passwd")]
    [TestCase("gopher://api.good.test/")]
    [TestCase("https://api.good.test:8443/")]
    [TestCase("https://other.test/")]
    [TestCase("https://x.api.good.test/")]
    [TestCase("https://api.good.test./")]
    [TestCase("https://api.good.test.evil.test/")]
    [TestCase("https://api.good.test@evil.test/")]
    [TestCase("https://user:secret@api.good.test/")]
    [TestCase("https://evil.test\\@api.good.test/")]
    [TestCase("https://api.good.test/\r\nHost: evil.test")]
    [TestCase(" https://api.good.test/")]
    [TestCase("https://127.0.0.1/")]
    [TestCase("https://0/")]
    [TestCase("https://2130706433/")]
    [TestCase("https://0x7f.1/")]
    [TestCase("https://0177.0.0.1/")]
    [TestCase("https://[::1]/")]
    [TestCase("https://[::ffff:127.0.0.1]/")]
    [TestCase("https://169.254.169.254/latest/meta-data")]
    [TestCase("https://localhost/")]
    [TestCase("https://\u0430pi.good.test/")]
    public void Refuse_everything_else(string? url) =>
        Assert.That(Urls("api.good.test").Check(url).Error?.Code, Is.EqualTo("URL_NOT_ALLOWED"));

    [TestCase("127.0.0.1", "https://0/")]
    [TestCase("0.0.0.0/8,127.0.0.0/8", "https://0/")]
    [TestCase("127.0.0.1", "https://2130706433/")]
    [TestCase("127.0.0.1", "https://0x7f.1/")]
    [TestCase("127.0.0.1", "https://0177.0.0.1/")]
    [TestCase("127.0.0.1", "https://127.1/")]
    [TestCase("127.0.0.1", "https://localhost/")]
    [TestCase("127.0.0.1", "https://[::ffff:127.0.0.1]/")]
    [TestCase("127.0.0.1", "https://[::ffff:7f00:1]/")]
    [TestCase("::ffff:127.0.0.1", "https://127.0.0.1/")]
    [TestCase("::1", "https://[0:0:0:0:0:0:0:1]/")]
    [TestCase("::1", "https://[::1%251]/")]
    [TestCase("127.0.0.1", "https://[::1]/")]
    [TestCase("127.0.0.1:8081", "http://127.0.0.1:8082/")]
    [TestCase("127.0.0.1:8081", "http://127.0.0.1/")]
    [TestCase("10.0.0.0/8:8443", "https://10.1.2.3/")]
    [TestCase("10.0.0.0/8", "https://11.1.2.3/")]
    [TestCase("127.0.0.1", "http://127.0.0.1@169.254.169.254/")]
    [TestCase("127.0.0.1", "ftp://127.0.0.1/")]
    [TestCase("93.184.215.14", "http://93.184.215.14/")]
    [TestCase("93.184.215.14", "https://93.184.215.14:8443/")]
    [TestCase("0.0.0.0/0", "http://93.184.215.14/")]
    [TestCase("api.good.test,93.184.215.14", "http://api.good.test/")]
    [TestCase("api.good.test:8443", "https://api.good.test/")]
    [TestCase("api.good.test,10.0.0.0/8", "http://api.good.test:8080/")]
    public void Refuse_what_the_list_does_not_say(string list, string url) =>
        Assert.That(Urls(list).Check(url).Error?.Code, Is.EqualTo("URL_NOT_ALLOWED"));

    [TestCase("https://api.good.test/")]
    [TestCase("http://127.0.0.1/")]
    public void None_refuse_all(string url) => Assert.That(OutgoingUrls.None.Check(url).Error?.Code, Is.EqualTo("URL_NOT_ALLOWED"));

    [TestCase("")]
    [TestCase("api.good.test,")]
    [TestCase("*.good.test")]
    [TestCase("api.good.test:0")]
    [TestCase("api.good.test:65536")]
    [TestCase("api.good.test:https")]
    [TestCase("api.good.test.")]
    [TestCase("api..good.test")]
    [TestCase("-api.good.test")]
    [TestCase("https://api.good.test")]
    [TestCase("api.good.test/vendors")]
    [TestCase("b\u00fccher.test")]
    [TestCase("127.1")]
    [TestCase("0x7f.0.0.1")]
    [TestCase("2130706433")]
    [TestCase("10.0.0.1/8")]
    [TestCase("10.0.0.0/33")]
    [TestCase("[::1")]
    [TestCase("[::1]8081")]
    [TestCase("::1%1")]
    public void Cannot_be_read_from_what_is_no_list(string list) =>
        Assert.That(OutgoingUrls.Parse(list).Error?.Code, Is.EqualTo("INVALID_HOST"));

    [TestCase("93.184.215.14", true)]
    [TestCase("2606:2800:21f:cb07::1", true)]
    [TestCase("0.0.0.0", false)]
    [TestCase("10.1.2.3", false)]
    [TestCase("100.64.0.1", false)]
    [TestCase("127.8.8.8", false)]
    [TestCase("169.254.169.254", false)]
    [TestCase("172.31.255.255", false)]
    [TestCase("192.168.0.1", false)]
    [TestCase("224.0.0.1", false)]
    [TestCase("255.255.255.255", false)]
    [TestCase("::", false)]
    [TestCase("::1", false)]
    [TestCase("::ffff:127.0.0.1", false)]
    [TestCase("::ffff:93.184.215.14", false)]
    [TestCase("::127.0.0.1", false)]
    [TestCase("64:ff9b::7f00:1", false)]
    [TestCase("2002:7f00:1::", false)]
    [TestCase("2001:0:7f00:1::", false)]
    [TestCase("fc00::1", false)]
    [TestCase("fd12:3456::1", false)]
    [TestCase("fe80::1", false)]
    [TestCase("ff02::1", false)]
    public void Know_a_public_address(string address, bool isPublic) =>
        Assert.That(PublicAddresses.Contains(IPAddress.Parse(address)), Is.EqualTo(isPublic));

    [TestCase("127.0.0.1")]
    [TestCase("93.184.215.14,127.0.0.1")]
    [TestCase("169.254.169.254")]
    [TestCase("")]
    public async Task Refuse_to_connect_when_any_address_is_not_public(string addresses)
    {
        var answer = addresses.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse).ToArray();
        var urls = OutgoingUrls.Parse("api.good.test", (_, _) => Task.FromResult(answer)).Value;
        using var client = new HttpClient(urls.Handler());

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("https://api.good.test/"));
        Assert.That(refusal.ToString(), Does.Contain("has an address that is not allowed"));
    }

    [TestCase("api.good.test,10.0.0.0/8", "https://api.good.test/", "10.0.0.1,127.0.0.1")]
    [TestCase("api.good.test,10.0.0.0/8", "https://api.good.test/", "93.184.215.14,192.168.0.1")]
    [TestCase("api.good.test,10.0.0.0/8", "https://api.good.test/", "::ffff:10.0.0.1")]
    [TestCase("api.good.test,10.0.0.0/8:8443", "https://api.good.test/", "10.0.0.1")]
    [TestCase("api.good.test,10.0.0.0/8", "http://api.good.test/", "93.184.215.14")]
    [TestCase("api.good.test,10.0.0.0/8", "http://api.good.test/", "10.0.0.1,93.184.215.14")]
    [TestCase("api.good.test,93.184.215.14,10.0.0.0/8", "http://api.good.test/", "93.184.215.14")]
    public async Task Refuse_to_connect_to_an_address_that_is_not_listed(string list, string url, string addresses)
    {
        var answer = addresses.Split(',').Select(IPAddress.Parse).ToArray();
        using var client = new HttpClient(OutgoingUrls.Parse(list, (_, _) => Task.FromResult(answer)).Value.Handler());

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(url));
        Assert.That(refusal.ToString(), Does.Contain("has an address that is not allowed"));
    }

    [TestCase("http://api.good.test/")]
    [TestCase("https://localhost/")]
    public async Task Refuse_to_connect_to_a_url_that_nobody_checked(string url)
    {
        using var client = new HttpClient(Urls("api.good.test").Handler());

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync(url));
        Assert.That(refusal.ToString(), Does.Contain("The URL "));
    }

    [Test]
    public async Task Connect_to_the_address_that_was_checked_though_the_name_has_another_by_then()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var lookUps = 0;
        var urls = OutgoingUrls.Parse(
            $"api.good.test:{port},127.0.0.1",
            (_, _) => Task.FromResult(new[] { lookUps++ == 0 ? IPAddress.Loopback : IPAddress.None })
        );
        using var client = new HttpClient(urls.Value.Handler());

        var request = client.GetAsync($"https://api.good.test:{port}/");
        (await listener.AcceptTcpClientAsync()).Dispose();

        await Assert.ThrowsAsync<HttpRequestException>(() => request);
        Assert.That(lookUps, Is.EqualTo(1));
    }

    [Test]
    public void Follow_no_redirect_and_use_no_proxy()
    {
        using var handler = Urls("api.good.test").Handler();

        Assert.That((handler.AllowAutoRedirect, handler.UseProxy, handler.UseCookies), Is.EqualTo((false, false, false)));
    }

    [Test]
    public async Task Hand_a_redirect_to_loopback_back_as_it_is()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        using var client = new HttpClient(Urls("127.0.0.1").Handler());
        var request = client.GetAsync($"http://127.0.0.1:{port}/");
        using (var connection = await listener.AcceptTcpClientAsync())
            await connection
                .GetStream()
                .WriteAsync("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"u8.ToArray());

        using var answer = await request;

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Found));
        Assert.That(listener.Pending(), Is.False);
    }

    private static OutgoingUrls Urls(string list) => OutgoingUrls.Parse(list).Value;
}
