namespace Procurement.BuildingBlocks.Hosting.Security;

using System.Buffers.Text;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Procurement.BuildingBlocks.Hosting.Configuration;

/// <summary>
/// Judges a token once: header, key, then by the framework signature, issuer, audience and lifetime, then claims. Stricter than the
/// framework about the header, members that occur twice and the algorithm of a key. Refuses with an exception.
/// </summary>
internal sealed class TokenValidator(AuthSettings settings, SigningKeys signingKeys, TimeProvider time) : JsonWebTokenHandler
{
    private const int LongestToken = 8 * 1024;
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    // Stands for a token that was judged, so that no credential lies in memory.
    private static readonly JsonWebToken Judged = new("{}", "{}");
    private readonly RememberedTokens remembered = new(time);

    internal TokenValidationParameters Parameters =>
        new()
        {
            ValidIssuer = settings.Issuer,
            ValidAudience = settings.Audience,
            ValidAlgorithms = settings.Algorithms,
            TryAllIssuerSigningKeys = false,
            LifetimeValidator = IsAlive,
        };

    public override async Task<TokenValidationResult> ValidateTokenAsync(string token, TokenValidationParameters validationParameters)
    {
        if (token.Length > LongestToken || !Ascii.IsValid(token))
            throw new SecurityTokenException("too long or not ASCII");
        var keys = await signingKeys.Current() ?? throw new KeysUnavailableException();
        var digest = TokenDigest.Of(token);
        return remembered.Find(digest, keys) ?? await Verify(new JsonWebToken(token), digest, keys, validationParameters);
    }

    private async Task<TokenValidationResult> Verify(
        JsonWebToken token,
        TokenDigest digest,
        KeySet keys,
        TokenValidationParameters parameters
    )
    {
        var (algorithm, kid) = ReadHeader(token);
        if (!keys.Keys.ContainsKey(kid))
            keys = await signingKeys.LookAgain() ?? keys;
        if (!keys.Keys.TryGetValue(kid, out var key))
            throw new SecurityTokenException("unknown kid");
        if (key is JsonWebKey { Alg: { } bound } && bound != algorithm)
            throw new SecurityTokenException("the key is for another algorithm");
        parameters.IssuerSigningKeyResolver = (_, _, _, _) => [key];
        var validated = await base.ValidateTokenAsync(token, parameters);
        if (!validated.IsValid)
            return validated;
        var verdict = new TokenValidationResult
        {
            IsValid = true,
            ClaimsIdentity = ReadClaims(token),
            SecurityToken = Judged,
        };
        remembered.Add(digest, verdict, keys, token.ValidTo);
        return verdict;
    }

    private (string Algorithm, string Kid) ReadHeader(JsonWebToken token)
    {
        using var header = Read(token.EncodedHeader);
        if (header.RootElement.TryGetProperty("crit", out _))
            throw new SecurityTokenException("crit header");
        if (Optional(header, "typ") is { } type && type.ToUpperInvariant() is not ("JWT" or "AT+JWT"))
            throw new SecurityTokenException("wrong typ");
        if (Optional(header, "alg") is not { } algorithm || !settings.Algorithms.Contains(algorithm))
            throw new SecurityTokenException("algorithm not allowed");
        return (algorithm, Optional(header, "kid") ?? "");
    }

    private bool IsAlive(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = time.GetUtcNow().UtcDateTime;
        if (now - Skew >= expires)
            throw new SecurityTokenExpiredException();
        return expires is not null && !(notBefore > now + Skew);
    }

    private static ClaimsIdentity ReadClaims(JsonWebToken token)
    {
        using var payload = Read(token.EncodedPayload);
        var subject = Text.Parse(Optional(payload, "sub"), longest: 128);
        if (subject.Error is not null || subject.Value != Optional(payload, "sub"))
            throw new SecurityTokenException("no acceptable sub");
        var identity = new ClaimsIdentity(Authentication.Scheme, nameType: "sub", roleType: "roles");
        identity.AddClaim(new Claim("sub", subject.Value));
        IEnumerable<JsonElement> roles =
            !payload.RootElement.TryGetProperty("roles", out var claim) ? []
            : claim.ValueKind == JsonValueKind.Array ? claim.EnumerateArray()
            : [claim];
        var known = roles.Select(role => role.GetString() ?? "").Where(Roles.All.Contains).Distinct();
        identity.AddClaims(known.Select(role => new Claim("roles", role)));
        return identity;
    }

    private static JsonDocument Read(string part)
    {
        var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
        return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new SecurityTokenException("not an object");
    }

    private static string? Optional(JsonDocument part, string name) =>
        part.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
}
