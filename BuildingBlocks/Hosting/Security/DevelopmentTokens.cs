namespace Procurement.BuildingBlocks.Hosting.Security;

using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Procurement.BuildingBlocks.Hosting.Configuration;

/// <summary>Tokens for development and tests, where the symmetric key is configured and no identity provider runs.</summary>
public static class DevelopmentTokens
{
    /// <summary>Issues a token that <see cref="Authentication.AddTokenAuthentication"/> with the same settings accepts.</summary>
    /// <param name="settings">Must hold a symmetric key of at least 32 bytes and allow HS256.</param>
    /// <param name="subject">The <c>sub</c> claim: 1 to 128 printable characters.</param>
    /// <param name="roles">Any of <see cref="Roles.All"/>; none makes a token that may call nothing.</param>
    /// <param name="lifetime">From now to <c>exp</c>; positive.</param>
    /// <param name="time">The clock for <c>iat</c>, <c>nbf</c> and <c>exp</c>.</param>
    /// <returns>The token, or <c>NO_SYMMETRIC_KEY</c>, <c>UNKNOWN_ROLE</c>, <c>INVALID_TEXT</c> or <c>INVALID_LIFETIME</c>.</returns>
    public static Result<string> Issue(
        AuthSettings settings,
        string subject,
        IReadOnlyList<string> roles,
        TimeSpan lifetime,
        TimeProvider time
    )
    {
        if (settings.SymmetricKey is not { Length: >= 32 } key || !settings.Algorithms.Contains(SecurityAlgorithms.HmacSha256))
            return Error.Invalid(
                "NO_SYMMETRIC_KEY",
                "Tokens can be issued only with a symmetric key of 32 bytes or more and HS256 allowed."
            );
        if (roles.FirstOrDefault(role => !Roles.All.Contains(role)) is { } unknown)
            return Error.Invalid("UNKNOWN_ROLE", $"'{unknown}' is not a role; the roles are {string.Join(", ", Roles.All.Order())}.");
        var name = Text.Parse(subject, longest: 128);
        if (name.Error is not null)
            return name.Error;
        if (lifetime <= TimeSpan.Zero)
            return Error.Invalid("INVALID_LIFETIME", "The lifetime must be positive.");
        var now = time.GetUtcNow().UtcDateTime;
        var token = new SecurityTokenDescriptor
        {
            Issuer = settings.Issuer,
            Audience = settings.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + lifetime,
            Claims = new Dictionary<string, object> { ["sub"] = name.Value, ["roles"] = roles.ToArray() },
            SigningCredentials = new SigningCredentials(new SymmetricSecurityKey(key), SecurityAlgorithms.HmacSha256),
        };
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(token);
    }
}
