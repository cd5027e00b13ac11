namespace BuildingBlocks.Tests.Security;

using System.Net;
using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Security;

internal sealed class RememberedTokensTests
{
    private static readonly KeySet Keys = KeySet.Parse(null, new byte[32]);
    private static readonly TokenValidationResult Verdict = new();
    private readonly FakeTimeProvider time = new();

    [Test]
    public void Are_forgotten_at_their_expiry()
    {
        var remembered = new RememberedTokens(time);
        var token = TokenDigest.Of("a");
        remembered.Add(token, Verdict, Keys, time.GetUtcNow().AddSeconds(10));

        time.Advance(TimeSpan.FromSeconds(10) - TimeSpan.FromTicks(1));
        Assert.That(remembered.Find(token, Keys), Is.SameAs(Verdict));
        time.Advance(TimeSpan.FromTicks(1));
        Assert.That(remembered.Find(token, Keys), Is.Null);
    }

    [Test]
    public void Are_never_taken_in_after_their_expiry()
    {
        var remembered = new RememberedTokens(time);

        remembered.Add(TokenDigest.Of("a"), Verdict, Keys, time.GetUtcNow());

        Assert.That(remembered.Count, Is.Zero);
    }

    [Test]
    public void Count_only_for_the_keys_that_verified_them()
    {
        var remembered = new RememberedTokens(time);
        var token = TokenDigest.Of("a");
        remembered.Add(token, Verdict, Keys, time.GetUtcNow().AddHours(1));

        Assert.That(remembered.Find(token, KeySet.Parse(null, new byte[32])), Is.Null);
    }

    [Test]
    public void Make_room_for_newer_ones_in_the_order_of_their_arrival()
    {
        var remembered = new RememberedTokens(time, capacity: 100);
        var expires = time.GetUtcNow().AddHours(1);

        for (var i = 0; i < 1_050; i++)
        {
            remembered.Add(TokenDigest.Of($"t{i}"), Verdict, Keys, expires);
            remembered.Add(TokenDigest.Of($"t{i}"), Verdict, Keys, expires);
        }

        Assert.That(remembered.Count, Is.EqualTo(100));
        Assert.That(remembered.Find(TokenDigest.Of("t949"), Keys), Is.Null);
        Assert.That(remembered.Find(TokenDigest.Of("t950"), Keys), Is.Not.Null);
    }

    [Test]
    public async Task Are_judged_once_and_kept_without_their_text()
    {
        var settings = new AuthSettings("i", "a", ["HS256"], null, new byte[32]);
        using var keys = new SigningKeys(settings, time, NullLogger<SigningKeys>.Instance);
        var tokens = new TokenValidator(settings, keys, time);
        var token = DevelopmentTokens.Issue(settings, "alice", [Roles.Buyer], TimeSpan.FromHours(1), time).Value;

        var first = await tokens.ValidateTokenAsync(token, tokens.Parameters);
        var second = await tokens.ValidateTokenAsync(token, tokens.Parameters);

        Assert.That(first.IsValid, Is.True);
        Assert.That(second, Is.SameAs(first));
        Assert.That(((JsonWebToken)first.SecurityToken).EncodedToken, Does.Not.Contain(token.Split('.')[1]));
        Assert.That(first.ClaimsIdentity.BootstrapContext, Is.Null);
    }

    [Test]
    public async Task Expire_on_time_also_when_they_are_in_use()
    {
        await using var server = await TokenServer.Start();
        var token = server.Sign(server.Header(), server.Payload("buyer"));
        Assert.That(await Status(server, token), Is.EqualTo(HttpStatusCode.OK));

        server.Time.Advance(TimeSpan.FromSeconds(300 + 59));
        Assert.That(await Status(server, token), Is.EqualTo(HttpStatusCode.OK));
        server.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.That(await Status(server, token), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task End_when_their_key_is_withdrawn()
    {
        await using var server = await TokenServer.Start();
        using var newKey = RSA.Create(2048);
        var old = server.Sign(server.Header(), server.Payload("buyer"));
        var header = server.Header();
        header["kid"] = "k2";
        Assert.That(await Status(server, old), Is.EqualTo(HttpStatusCode.OK));

        server.Publish("k2", newKey);
        server.Time.Advance(TimeSpan.FromSeconds(5));

        Assert.That(await Status(server, server.Sign(header, server.Payload("buyer"), newKey)), Is.EqualTo(HttpStatusCode.OK));
        Assert.That(await Status(server, old), Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    private static async Task<HttpStatusCode> Status(TokenServer server, string token)
    {
        using var answer = await server.Get("/buyers", token);
        return answer.StatusCode;
    }
}
