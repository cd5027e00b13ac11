namespace Procurement.BuildingBlocks.Hosting.Security;

using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Hosting.Configuration;

/// <summary>Who calls: a signed JWT (RFC 7519) in the one <c>Authorization: Bearer</c> header, and nowhere else.</summary>
public static class Authentication
{
    internal const string Scheme = "Bearer";

    /// <summary>
    /// Adds bearer token authentication. The user's name is the <c>sub</c> claim; of the <c>roles</c> claim only <see cref="Roles.All"/>
    /// are kept. Keys come from a JWKS file, a JWKS https URL, or the symmetric key, never from the token. Lifetimes are judged by the
    /// registered <see cref="TimeProvider"/> with 60 s of tolerance. Refusals are 401 <c>UNAUTHENTICATED</c> and 403 <c>FORBIDDEN</c>;
    /// a token that cannot be judged because no key could be read yet is 503 <c>KEYS_UNAVAILABLE</c>.
    /// </summary>
    /// <exception cref="ArgumentException">No key source, no algorithm, or a JWKS URL that is not https.</exception>
    public static IServiceCollection AddTokenAuthentication(this IServiceCollection services, AuthSettings settings)
    {
        if (settings.Algorithms.Count == 0 || (settings.Jwks is null && settings.SymmetricKey is null))
            throw new ArgumentException("Token authentication needs an algorithm and a key", nameof(settings));
        if (settings.Jwks is { } jwks && jwks.Contains("://") && !jwks.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            throw new ArgumentException("The JWKS URL must be https", nameof(settings));
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<SigningKeys>(provider, settings));
        services
            .AddOptions<JwtBearerOptions>(Scheme)
            .Configure<SigningKeys, TimeProvider, ILogger<BearerEvents>>(
                (bearer, keys, time, log) =>
                {
                    var tokens = new TokenValidator(settings, keys, time);
                    bearer.TokenHandlers.Clear();
                    bearer.TokenHandlers.Add(tokens);
                    bearer.TokenValidationParameters = tokens.Parameters;
                    bearer.Events = new BearerEvents(log);
                }
            );
        // Not AddJwtBearer, which would also take issuers and keys from settings that are not ours.
        services.AddTransient<JwtBearerHandler>();
        services.AddAuthentication(options =>
        {
            options.AddScheme<JwtBearerHandler>(Scheme, displayName: null);
            options.DefaultScheme = Scheme;
        });
        return services;
    }
}
