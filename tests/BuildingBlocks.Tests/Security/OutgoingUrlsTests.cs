namespace BuildingBlocks.Tests.Security;

using System.Net;
using System.Net.Sockets;
using Procurement.BuildingBlocks.Hosting.Security;

internal sealed class OutgoingUrlsTests
{
    [TestCase("https://api.good.test/v1/orders?x=1")]
    [TestCase("https://API.good.test:443/")]
    public void Allow_a_listed_host(string url) => Assert.That(new OutgoingUrls(["api.good.test"]).Check(url).Error, Is.Null);

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
        Assert.That(new OutgoingUrls(["api.good.test", "127.0.0.1", "::1"]).Check(url).Error?.Code, Is.EqualTo("URL_NOT_ALLOWED"));

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
        var urls = new OutgoingUrls(["api.good.test"], null, (_, _) => Task.FromResult(answer), PublicAddresses.Contains);
        using var client = new HttpClient(urls.Handler());

        var refusal = await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("https://api.good.test/"));
        Assert.That(refusal.ToString(), Does.Contain("has an address that is not allowed"));
    }

    [TestCase("http://api.good.test/")]
    [TestCase("https://localhost/")]
    public async Task Refuse_to_connect_to_a_url_that_nobody_checked(string url)
    {
        using var client = new HttpClient(new OutgoingUrls(["api.good.test"]).Handler());

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
        var urls = new OutgoingUrls(
            ["api.good.test"],
            [port],
            (_, _) => Task.FromResult(new[] { lookUps++ == 0 ? IPAddress.Loopback : IPAddress.None }),
            address => address.Equals(IPAddress.Loopback)
        );
        using var client = new HttpClient(urls.Handler());

        var request = client.GetAsync($"https://api.good.test:{port}/");
        (await listener.AcceptTcpClientAsync()).Dispose();

        await Assert.ThrowsAsync<HttpRequestException>(() => request);
        Assert.That(lookUps, Is.EqualTo(1));
    }

    [Test]
    public void Follow_no_redirect_and_use_no_proxy()
    {
        using var handler = new OutgoingUrls(["api.good.test"]).Handler();

        Assert.That((handler.AllowAutoRedirect, handler.UseProxy, handler.UseCookies), Is.EqualTo((false, false, false)));
    }
}
