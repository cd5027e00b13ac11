namespace Procurement.BuildingBlocks.Hosting.Security;

using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>
/// The HTTP side of token authentication. Not the framework's JwtBearer handler, which knows neither key files nor our clock, and whose
/// events and properties cost 3 KB more per request with a remembered token (measured; in time the two are alike).
/// </summary>
internal sealed class BearerHandler(TokenValidator tokens) : IAuthenticationHandler
{
    private const string Prefix = "Bearer ";
    private const int LongestToken = 8 * 1024;

    private HttpContext http = null!;
    private AuthenticateResult? result;

    public Task InitializeAsync(AuthenticationScheme scheme, HttpContext context)
    {
        http = context;
        return Task.CompletedTask;
    }

    public async Task<AuthenticateResult> AuthenticateAsync() => result ??= await Authenticate();

    public Task ChallengeAsync(AuthenticationProperties? properties)
    {
        if (result == Verdicts.NoKeys)
            return Problems.Write(
                http,
                StatusCodes.Status503ServiceUnavailable,
                "KEYS_UNAVAILABLE",
                "Tokens cannot be checked at the moment."
            );
        (http.Response.Headers.WWWAuthenticate, var detail) =
            result == Verdicts.Expired ? ("Bearer error=\"invalid_token\", error_description=\"expired\"", "The token has expired.")
            : result?.Failure is not null ? ("Bearer error=\"invalid_token\"", "The token is not valid.")
            : ("Bearer", "A bearer token is required.");
        return Problems.Write(http, StatusCodes.Status401Unauthorized, "UNAUTHENTICATED", detail);
    }

    public Task ForbidAsync(AuthenticationProperties? properties) =>
        Problems.Write(http, StatusCodes.Status403Forbidden, "FORBIDDEN", "The token does not give the authority for this.");

    private ValueTask<AuthenticateResult> Authenticate()
    {
        // Probes and other open endpoints must not wait for keys, whatever they are sent.
        if (http.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            return new(AuthenticateResult.NoResult());
        var headers = http.Request.Headers.Authorization;
        if (headers.Count > 1)
            return new(Verdicts.Refused);
        if (headers.ToString() is not { Length: > 0 } header || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return new(AuthenticateResult.NoResult());
        if (header.Length > Prefix.Length + LongestToken)
            return new(Verdicts.Refused);
        return tokens.Validate(header.AsMemory(Prefix.Length), http.RequestAborted);
    }
}

/// <summary>The refusals that the caller is told apart; everything else about a bad token goes to the log only.</summary>
internal static class Verdicts
{
    internal static readonly AuthenticateResult Refused = AuthenticateResult.Fail("invalid token");
    internal static readonly AuthenticateResult Expired = AuthenticateResult.Fail("expired token");
    internal static readonly AuthenticateResult NoKeys = AuthenticateResult.Fail("no keys");
}
