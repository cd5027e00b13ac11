namespace BuildingBlocks.Tests.Security;

using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

internal sealed class AuthenticationTests
{
    private TokenServer server = null!;

    [OneTimeSetUp]
    public async Task Start() => server = await TokenServer.Start();

    [OneTimeTearDown]
    public async Task Stop() => await server.DisposeAsync();

    [Test]
    public async Task Accepts_a_good_token_and_names_its_subject()
    {
        using var answer = await server.Get("/any", server.Sign(server.Header(), server.Payload("buyer")));

        Assert.That(await answer.Content.ReadAsStringAsync(), Is.EqualTo("alice"));
    }

    [Test]
    public async Task Asks_for_a_token_where_none_was_sent_also_on_unknown_paths([Values("/any", "/buyers", "/nowhere")] string path)
    {
        using var answer = await server.Get(path);

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized));
        Assert.That(answer.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer"));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("UNAUTHENTICATED"));
    }

    [TestCase("/any", "stranger", HttpStatusCode.Forbidden)]
    [TestCase("/buyers", "stranger", HttpStatusCode.Forbidden)]
    [TestCase("/any", "Buyer", HttpStatusCode.Forbidden)]
    [TestCase("/buyers", "finance", HttpStatusCode.Forbidden)]
    [TestCase("/nowhere", "stranger", HttpStatusCode.Forbidden)]
    [TestCase("/any", "finance", HttpStatusCode.OK)]
    [TestCase("/buyers", "buyer", HttpStatusCode.OK)]
    [TestCase("/nowhere", "buyer", HttpStatusCode.NotFound)]
    [TestCase("/open", "stranger", HttpStatusCode.OK)]
    public async Task Lets_in_by_role(string path, string role, HttpStatusCode expected)
    {
        using var answer = await server.Get(path, server.Sign(server.Header(), server.Payload(role)));

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
    }

    [Test]
    public async Task Takes_a_single_role_that_is_not_in_a_list()
    {
        var payload = server.Payload();
        payload["roles"] = "buyer";

        using var answer = await server.Get("/buyers", server.Sign(server.Header(), payload));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("none")]
    [TestCase("NONE")]
    [TestCase("nOnE")]
    public async Task Refuses_an_unsigned_token(string algorithm)
    {
        var header = server.Header();
        header["alg"] = algorithm;

        await Refuses(TokenServer.Join(header.ToJsonString(), server.Payload("buyer").ToJsonString(), _ => []));
        await Refuses(server.Sign(header, server.Payload("buyer")));
    }

    [Test]
    public async Task Refuses_a_token_signed_with_the_public_key_as_a_secret([Values(null, "k1", "")] string? kid)
    {
        var header = server.Header();
        header["alg"] = "HS256";
        header["kid"] = kid;
        byte[][] secrets =
        [
            server.Key.ExportSubjectPublicKeyInfo(),
            Encoding.ASCII.GetBytes(server.Key.ExportSubjectPublicKeyInfoPem()),
            server.Key.ExportRSAPublicKey(),
        ];

        foreach (var secret in secrets)
            await Refuses(
                TokenServer.Join(header.ToJsonString(), server.Payload("buyer").ToJsonString(), text => HMACSHA256.HashData(secret, text))
            );
    }

    [Test]
    public async Task Refuses_another_key_also_one_that_the_token_brings_along()
    {
        using var other = RSA.Create(2048);
        var header = server.Header();
        header["jku"] = "https://evil.test/jwks.json";
        header["x5u"] = "https://evil.test/cert.pem";
        var exported = other.ExportParameters(includePrivateParameters: false);
        header["jwk"] = new JsonObject
        {
            ["kty"] = "RSA",
            ["n"] = System.Buffers.Text.Base64Url.EncodeToString(exported.Modulus),
            ["e"] = System.Buffers.Text.Base64Url.EncodeToString(exported.Exponent),
        };

        await Refuses(server.Sign(server.Header(), server.Payload("buyer"), other));
        await Refuses(server.Sign(header, server.Payload("buyer"), other));
    }

    [TestCase("kid", "unknown")]
    [TestCase("kid", "../../../../dev/null")]
    [TestCase("kid", "k1' OR '1'='1")]
    [TestCase("kid", null)]
    [TestCase("typ", "logout+jwt")]
    [TestCase("typ", "")]
    [TestCase("alg", "RS512")]
    [TestCase("alg", "PS256")]
    [TestCase("crit", "exp")]
    public async Task Refuses_a_header_with(string name, string? value)
    {
        var header = server.Header();
        header[name] = value;

        await Refuses(server.Sign(header, server.Payload("buyer")));
    }

    [Test]
    public async Task Accepts_the_type_of_an_access_token_or_none([Values("at+jwt", "JWT", "jwt", null)] string? type)
    {
        var header = server.Header();
        header.Remove("typ");
        if (type is not null)
            header["typ"] = type;

        using var answer = await server.Get("/any", server.Sign(header, server.Payload("buyer")));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("iss", "\"https://other.test\"")]
    [TestCase("iss", null)]
    [TestCase("aud", "\"other\"")]
    [TestCase("aud", "[\"other\",\"third\"]")]
    [TestCase("aud", "[]")]
    [TestCase("aud", null)]
    [TestCase("exp", null)]
    [TestCase("exp", "\"never\"")]
    [TestCase("exp", "{}")]
    [TestCase("exp", "-1e300")]
    [TestCase("sub", null)]
    [TestCase("sub", "\"\"")]
    [TestCase("sub", "7")]
    [TestCase("sub", "\"a\\u0000b\"")]
    [TestCase("sub", "\"a\\u202Eb\"")]
    [TestCase("sub", "\" alice\"")]
    [TestCase("roles", "7")]
    [TestCase("roles", "[{\"buyer\":true}]")]
    public async Task Refuses_a_payload_with(string name, string? json)
    {
        var payload = server.Payload("buyer");
        payload.Remove(name);
        if (json is not null)
            payload[name] = JsonNode.Parse(json);

        await Refuses(server.Sign(server.Header(), payload));
    }

    [Test]
    public async Task Measures_the_subject_in_characters([Values(128, 129)] int length)
    {
        var payload = server.Payload("buyer");
        payload["sub"] = new string('s', length);

        using var answer = await server.Get("/any", server.Sign(server.Header(), payload));

        Assert.That(answer.StatusCode, Is.EqualTo(length == 128 ? HttpStatusCode.OK : HttpStatusCode.Unauthorized));
    }

    [Test]
    public async Task Accepts_a_list_of_audiences_with_ours_in_it()
    {
        var payload = server.Payload("buyer");
        payload["aud"] = new JsonArray("other", TokenServer.Audience);

        using var answer = await server.Get("/any", server.Sign(server.Header(), payload));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.OK));
    }

    [TestCase("exp", -59, HttpStatusCode.OK)]
    [TestCase("exp", -60, HttpStatusCode.Unauthorized)]
    [TestCase("nbf", 60, HttpStatusCode.OK)]
    [TestCase("nbf", 61, HttpStatusCode.Unauthorized)]
    public async Task Tolerates_a_minute_between_clocks(string claim, int offsetSeconds, HttpStatusCode expected)
    {
        var payload = server.Payload("buyer");
        payload[claim] = server.Now + offsetSeconds;

        using var answer = await server.Get("/any", server.Sign(server.Header(), payload));

        Assert.That(answer.StatusCode, Is.EqualTo(expected));
        if (claim == "exp" && expected != HttpStatusCode.OK)
            Assert.That(answer.Headers.WwwAuthenticate.ToString(), Does.Contain("expired"));
    }

    [Test]
    public async Task Refuses_a_claim_that_is_there_twice()
    {
        var payload = server.Payload("buyer").ToJsonString();

        await Refuses(server.Sign(server.Header().ToJsonString(), payload.Insert(1, "\"sub\":\"mallory\",")));
        await Refuses(server.Sign(server.Header().ToJsonString().Insert(1, "\"alg\":\"none\","), payload));
    }

    [Test]
    public async Task Refuses_a_payload_changed_after_signing()
    {
        var good = server.Sign(server.Header(), server.Payload("finance")).Split('.');
        var other = server.Sign(server.Header(), server.Payload("finance", "buyer")).Split('.');

        await Refuses($"{good[0]}.{other[1]}.{good[2]}");
        await Refuses($"{good[0]}.{good[1]}.");
        await Refuses($"{good[0]}.{good[1]}");
        await Refuses($"{good[0]}.{good[1]}.{good[2]}.{good[2]}.{good[2]}");
    }

    [TestCase("")]
    [TestCase("x")]
    [TestCase("..")]
    [TestCase("a.b.c")]
    [TestCase("bnVsbA.bnVsbA.bnVsbA")]
    [TestCase("W10.W10.W10")]
    [TestCase("e30.e30.e30")]
    public async Task Refuses_what_is_no_token(string token) =>
        Assert.That(await server.GetRaw("/any", $"Authorization: Bearer {token}"), Is.EqualTo(401));

    [Test]
    public async Task Refuses_a_token_of_more_than_8_KB()
    {
        var payload = server.Payload("buyer");
        payload["padding"] = new string('x', 6_500);

        await Refuses(server.Sign(server.Header(), payload));
    }

    [Test]
    public async Task Takes_the_token_from_one_authorization_header_only()
    {
        var token = server.Sign(server.Header(), server.Payload("buyer"));

        Assert.That(await server.GetRaw("/any", $"Authorization: Bearer {token}"), Is.EqualTo(200));
        Assert.That(await server.GetRaw("/any", $"Authorization: Bearer {token}", $"Authorization: Bearer {token}"), Is.EqualTo(401));
        Assert.That(await server.GetRaw("/any", $"Authorization: Bearer {token}, Bearer {token}"), Is.EqualTo(401));
        Assert.That(await server.GetRaw("/any", $"Authorization: Basic {token}"), Is.EqualTo(401));
        Assert.That(await server.GetRaw($"/any?access_token={token}"), Is.EqualTo(401));
        Assert.That(await server.GetRaw($"/any?token={token}", $"Cookie: access_token={token}"), Is.EqualTo(401));
    }

    [Test]
    public async Task Blames_no_token_while_there_are_no_keys_to_check_it_with()
    {
        await using var keyless = await TokenServer.Start();
        keyless.Unpublish();

        using var answer = await keyless.Get("/any", keyless.Sign(keyless.Header(), keyless.Payload("buyer")));

        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.ServiceUnavailable));
        Assert.That(answer.Headers.RetryAfter, Is.Not.Null);
        Assert.That(answer.Headers.WwwAuthenticate, Is.Empty);
    }

    private async Task Refuses(string token)
    {
        using var answer = await server.Get("/buyers", token);
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.Unauthorized), token);
        Assert.That(answer.Headers.WwwAuthenticate.ToString(), Is.EqualTo("Bearer error=\"invalid_token\""));
    }
}
