namespace BuildingBlocks.Tests.Security;

using System.Net;
using System.Security.Cryptography;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Security;

internal sealed class DevelopmentTokensTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Test]
    public async Task Are_accepted_until_they_expire()
    {
        await using var server = await TokenServer.Start(symmetricKey: RandomNumberGenerator.GetBytes(32));
        var token = DevelopmentTokens.Issue(server.Settings, "alice", [Roles.Buyer, Roles.Finance], Hour, server.Time).Value;

        using var early = await server.Get("/buyers", token);
        server.Time.Advance(Hour + TimeSpan.FromSeconds(60));
        using var late = await server.Get("/buyers", token);

        Assert.That(early.StatusCode, Is.EqualTo(HttpStatusCode.OK));
        Assert.That(late.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Are_refused_with_a_key_id_or_another_key()
    {
        await using var server = await TokenServer.Start(symmetricKey: new byte[32]);
        var header = server.Header();
        header["alg"] = "HS256";
        var payload = server.Payload("buyer").ToJsonString();
        var withKeyId = TokenServer.Join(header.ToJsonString(), payload, text => HMACSHA256.HashData(new byte[32], text));
        var otherKey = server.Settings with { SymmetricKey = RandomNumberGenerator.GetBytes(32) };

        using var first = await server.Get("/buyers", withKeyId);
        using var second = await server.Get("/buyers", DevelopmentTokens.Issue(otherKey, "alice", [Roles.Buyer], Hour, server.Time).Value);

        Assert.That(first.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(second.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
    }

    [Test]
    public void Are_not_issued_without_a_symmetric_key_or_for_nonsense()
    {
        var settings = new AuthSettings("i", "a", ["HS256"], null, new byte[32]);

        Assert.That(Code(settings with { SymmetricKey = null }, "alice", Roles.Buyer), Is.EqualTo("NO_SYMMETRIC_KEY"));
        Assert.That(Code(settings with { Algorithms = ["RS256"] }, "alice", Roles.Buyer), Is.EqualTo("NO_SYMMETRIC_KEY"));
        Assert.That(Code(settings, "alice", "admin"), Is.EqualTo("UNKNOWN_ROLE"));
        Assert.That(Code(settings, "", Roles.Buyer), Is.EqualTo("INVALID_TEXT"));
        Assert.That(Code(settings, "alice", Roles.Buyer, seconds: 0), Is.EqualTo("INVALID_LIFETIME"));
    }

    private static string? Code(AuthSettings settings, string subject, string role, int seconds = 60) =>
        DevelopmentTokens.Issue(settings, subject, [role], TimeSpan.FromSeconds(seconds), TimeProvider.System).Error?.Code;
}
