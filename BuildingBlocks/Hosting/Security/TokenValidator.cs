namespace Procurement.BuildingBlocks.Hosting.Security;

using System.Buffers.Text;
using System.Security.Claims;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Procurement.BuildingBlocks.Hosting.Configuration;

/// <summary>Judges a token once: header, key, signature, issuer, audience, then lifetime and claims.</summary>
internal sealed partial class TokenValidator(
    AuthSettings settings,
    SigningKeys signingKeys,
    RememberedTokens remembered,
    TimeProvider time,
    ILogger<TokenValidator> log
)
{
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(60);
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private readonly JsonWebTokenHandler handler = new();

    internal ValueTask<AuthenticateResult> Validate(ReadOnlyMemory<char> token, CancellationToken ct)
    {
        if (!Ascii.IsValid(token.Span))
            return new(Verdicts.Refused);
        var digest = TokenDigest.Of(token.Span);
        var keys = signingKeys.Current(ct);
        if (keys is { IsCompletedSuccessfully: true } && keys.GetAwaiter().GetResult() is { } present)
            return remembered.Find(digest, present) is { } verdict ? new(verdict) : Verify(token.ToString(), digest, new(present), ct);
        return Verify(token.ToString(), digest, keys, ct);
    }

    private async ValueTask<AuthenticateResult> Verify(string text, TokenDigest digest, ValueTask<KeySet?> reading, CancellationToken ct)
    {
        if (await reading is not { } keys)
            return Verdicts.NoKeys;
        try
        {
            var token = new JsonWebToken(text);
            var (algorithm, kid) = ReadHeader(token);
            if (!keys.Keys.ContainsKey(kid))
                keys = await signingKeys.LookAgain(ct) ?? keys;
            if (!keys.Keys.TryGetValue(kid, out var key))
                throw new SecurityTokenException("unknown kid");
            if (key.Algorithm is not null && key.Algorithm != algorithm)
                throw new SecurityTokenException("the key is for another algorithm");
            var validated = await handler.ValidateTokenAsync(token, Parameters(key.Key));
            if (!validated.IsValid)
                throw new SecurityTokenException(validated.Exception?.GetType().Name);
            var (identity, expires) = ReadClaims(token);
            var verdict = AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Authentication.Scheme));
            remembered.Add(digest, verdict, keys, expires);
            return verdict;
        }
        catch (SecurityTokenExpiredException)
        {
            return Verdicts.Expired;
        }
        catch (Exception e)
            when (e is SecurityTokenException or ArgumentException or FormatException or JsonException or InvalidOperationException)
        {
            LogRefused(log, e is SecurityTokenException ? e.Message : e.GetType().Name);
            return Verdicts.Refused;
        }
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

    // Lifetime is judged by our own clock afterwards; the handler knows only the machine's.
    private TokenValidationParameters Parameters(SecurityKey key) =>
        new()
        {
            ValidIssuer = settings.Issuer,
            ValidAudience = settings.Audience,
            ValidAlgorithms = settings.Algorithms,
            IssuerSigningKeyResolver = (_, _, _, _) => [key],
            TryAllIssuerSigningKeys = false,
            RequireSignedTokens = true,
            RequireAudience = true,
            ValidateLifetime = false,
        };

    private (ClaimsIdentity Identity, DateTimeOffset Expires) ReadClaims(JsonWebToken token)
    {
        using var payload = Read(token.EncodedPayload);
        var now = time.GetUtcNow();
        if (Instant(payload, "exp") is not { } expires)
            throw new SecurityTokenException("no exp");
        if (now - Skew >= expires)
            throw new SecurityTokenExpiredException();
        if (Instant(payload, "nbf") > now + Skew)
            throw new SecurityTokenException("not valid yet");
        var subject = Text.Parse(Optional(payload, "sub"), longest: 128);
        if (subject.Error is not null || subject.Value != Optional(payload, "sub"))
            throw new SecurityTokenException("no acceptable sub");
        var identity = new ClaimsIdentity(Authentication.Scheme, nameType: "sub", roleType: "roles");
        identity.AddClaim(new Claim("sub", subject.Value));
        identity.AddClaims(ReadRoles(payload.RootElement).Where(Roles.All.Contains).Distinct().Select(role => new Claim("roles", role)));
        return (identity, expires);
    }

    private static IEnumerable<string> ReadRoles(JsonElement payload)
    {
        if (!payload.TryGetProperty("roles", out var roles))
            return [];
        return roles.ValueKind == JsonValueKind.Array
            ? roles.EnumerateArray().Select(role => role.GetString() ?? "").ToList()
            : [roles.GetString() ?? ""];
    }

    private static JsonDocument Read(string part)
    {
        var document = JsonDocument.Parse(Base64Url.DecodeFromChars(part), Strict);
        return document.RootElement.ValueKind == JsonValueKind.Object ? document : throw new SecurityTokenException("not an object");
    }

    private static string? Optional(JsonDocument part, string name) =>
        part.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static DateTimeOffset? Instant(JsonDocument part, string name)
    {
        if (!part.RootElement.TryGetProperty(name, out var value))
            return null;
        // Year 1 to 9999 in seconds, which also shuts out infinities.
        var seconds = Math.Clamp(value.GetDouble(), -62_135_596_800, 253_402_300_000);
        return DateTimeOffset.UnixEpoch.AddSeconds(seconds);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "A token was refused: {Reason}")]
    private static partial void LogRefused(ILogger log, string reason);
}
