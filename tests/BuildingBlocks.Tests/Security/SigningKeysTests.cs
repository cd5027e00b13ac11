namespace BuildingBlocks.Tests.Security;

using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Security;

internal sealed class SigningKeysTests
{
    private FakeTimeProvider time = null!;
    private Publisher publisher = null!;
    private SigningKeys keys = null!;

    [SetUp]
    public void Create()
    {
        time = new FakeTimeProvider();
        publisher = new Publisher();
        var settings = new AuthSettings("i", "a", ["RS256"], "https://issuer.test/jwks.json", null);
        keys = new SigningKeys(settings, time, NullLogger<SigningKeys>.Instance, publisher);
    }

    [TearDown]
    public void Dispose()
    {
        keys.Dispose();
        publisher.Dispose();
    }

    [Test]
    public async Task Are_read_once_for_many_requests()
    {
        publisher.Publish("k1");

        var first = await keys.Current();
        time.Advance(TimeSpan.FromMinutes(9));
        var second = await keys.Current();

        Assert.That(first!.Keys.Keys, Is.EqualTo(new[] { "k1" }));
        Assert.That(second, Is.SameAs(first));
        Assert.That(publisher.Readings, Is.EqualTo(1));
    }

    [Test]
    public async Task Are_read_again_after_ten_minutes_without_making_a_request_wait()
    {
        publisher.Publish("k1");
        await keys.Current();
        publisher.Publish("k2");
        time.Advance(TimeSpan.FromMinutes(10));

        var meanwhile = keys.Current();
        var afterwards = await keys.LookAgain();

        Assert.That(meanwhile.IsCompletedSuccessfully, Is.True);
        Assert.That(afterwards!.Keys.Keys, Is.EqualTo(new[] { "k2" }));
        Assert.That(publisher.Readings, Is.EqualTo(2));
    }

    [Test]
    public async Task Are_looked_up_for_an_unknown_kid_once_a_minute_at_most()
    {
        publisher.Publish("k1");
        await keys.Current();

        for (var second = 0; second < 120; second++)
        {
            await keys.LookAgain();
            time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.That(publisher.Readings, Is.EqualTo(2));
    }

    [Test]
    public async Task Stay_in_force_while_their_source_fails([Values(null, "", "<html>", "[]", "{}")] string? nonsense)
    {
        publisher.Publish("k1");
        var good = await keys.Current();

        publisher.Text = nonsense;
        time.Advance(TimeSpan.FromMinutes(11));

        Assert.That(await keys.LookAgain(), Is.SameAs(good));
    }

    [Test]
    public async Task Are_unknown_until_the_source_answers()
    {
        Assert.That(await keys.Current(), Is.Null);

        publisher.Publish("k1");
        time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(await keys.Current(), Is.Not.Null);
    }

    [Test]
    public void Leave_out_what_must_not_verify_a_token()
    {
        const string Jwks = """
            {"keys":[
              {"kty":"oct","kid":"shared","k":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
              {"kty":"RSA","kid":"encryption","use":"enc","n":"AQAB","e":"AQAB"},
              {"kty":"RSA","kid":"short","n":"AQAB","e":"AQAB"},
              {"kty":"what","kid":"other"}]}
            """;

        Assert.That(KeySet.Parse(Jwks, null).Keys, Is.Empty);
    }

    private sealed class Publisher : HttpMessageHandler
    {
        internal string? Text { get; set; }

        internal int Readings { get; private set; }

        internal void Publish(string kid)
        {
            using var key = RSA.Create(2048);
            var n = System.Buffers.Text.Base64Url.EncodeToString(key.ExportParameters(includePrivateParameters: false).Modulus);
            Text = $$"""{"keys":[{"kty":"RSA","kid":"{{kid}}","n":"{{n}}","e":"AQAB"}]}""";
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Readings++;
            return Task.FromResult(
                Text is null
                    ? new HttpResponseMessage(HttpStatusCode.InternalServerError)
                    : new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Text) }
            );
        }
    }
}
