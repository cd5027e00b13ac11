namespace BuildingBlocks.Tests.Configuration;

using System.Net;
using Procurement.BuildingBlocks.Hosting.Configuration;

public sealed class ListenAddressTests
{
    [TestCase(":8080", null, 8080)]
    [TestCase(":0", null, 0)]
    [TestCase("127.0.0.1:8080", "127.0.0.1", 8080)]
    [TestCase("0.0.0.0:65535", "0.0.0.0", 65535)]
    [TestCase("[::1]:8080", "::1", 8080)]
    [TestCase("[::]:0", "::", 0)]
    public void Reads_addresses(string text, string? address, int port)
    {
        var listen = ListenAddress.Parse(text);

        Assert.That(listen.Error, Is.Null);
        Assert.That(listen.Value, Is.EqualTo(new ListenAddress(address is null ? null : IPAddress.Parse(address), port)));
        Assert.That(listen.Value.ToString(), Is.EqualTo(text));
    }

    [TestCase("8080")]
    [TestCase(":")]
    [TestCase(":65536")]
    [TestCase(":-1")]
    [TestCase(": 80")]
    [TestCase("localhost:8080")]
    [TestCase("1:8080")]
    [TestCase("127.0.0.1")]
    [TestCase("::1:8080")]
    [TestCase("[127.0.0.1]:8080")]
    [TestCase("[::1]")]
    [TestCase("[]:80")]
    public void Refuses_what_is_none(string text)
    {
        Assert.That(ListenAddress.Parse(text).Error?.Detail, Is.EqualTo("must be an address such as :8080, 127.0.0.1:8080 or [::1]:8080"));
    }
}
