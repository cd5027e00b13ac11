namespace Procurement.BuildingBlocks.Hosting.Security;

using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>What the framework's bearer authentication does not do by itself: which requests it leaves alone, and what refusals look like.</summary>
internal sealed partial class BearerEvents(ILogger<BearerEvents> log) : JwtBearerEvents
{
    public override Task MessageReceived(MessageReceivedContext context)
    {
        // Probes and other open endpoints must not wait for keys, whatever they are sent.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAllowAnonymous>() is not null)
            context.NoResult();
        else if (context.Request.Headers.Authorization.Count > 1)
            context.Fail("more than one token");
        return Task.CompletedTask;
    }

    // The caller is told three kinds of failure apart; everything else about a bad token goes to the log only.
    public override Task AuthenticationFailed(AuthenticationFailedContext context)
    {
        var fault = context.Exception;
        if (fault is not (SecurityTokenExpiredException or KeysUnavailableException))
            LogRefused(log, fault.GetType() == typeof(SecurityTokenException) ? fault.Message : fault.GetType().Name);
        return Task.CompletedTask;
    }

    public override Task Challenge(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        if (context.AuthenticateFailure is KeysUnavailableException)
            return Problems.Write(
                context.HttpContext,
                StatusCodes.Status503ServiceUnavailable,
                "KEYS_UNAVAILABLE",
                "Tokens cannot be checked at the moment."
            );
        (context.Response.Headers.WWWAuthenticate, var detail) = context.AuthenticateFailure switch
        {
            null => ("Bearer", "A bearer token is required."),
            SecurityTokenExpiredException => ("Bearer error=\"invalid_token\", error_description=\"expired\"", "The token has expired."),
            _ => ("Bearer error=\"invalid_token\"", "The token is not valid."),
        };
        return Problems.Write(context.HttpContext, StatusCodes.Status401Unauthorized, "UNAUTHENTICATED", detail);
    }

    public override Task Forbidden(ForbiddenContext context) =>
        Problems.Write(context.HttpContext, StatusCodes.Status403Forbidden, "FORBIDDEN", "The token does not give the authority for this.");

    [LoggerMessage(Level = LogLevel.Information, Message = "A token was refused: {Reason}")]
    private static partial void LogRefused(ILogger log, string reason);
}

/// <summary>No token can be judged, because no key could be read yet.</summary>
internal sealed class KeysUnavailableException : Exception;
