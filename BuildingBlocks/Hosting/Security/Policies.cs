namespace Procurement.BuildingBlocks.Hosting.Security;

using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

/// <summary>Who may call an endpoint. Denied is the default: an endpoint, and a path without one, asks for a token with one of <see cref="Roles.All"/>.</summary>
public static class Policies
{
    /// <summary>A policy for <c>RequireAuthorization</c>: a valid token that carries at least one of <paramref name="roles"/>.</summary>
    /// <exception cref="ArgumentException">No role is named, or one that is not in <see cref="Roles.All"/>.</exception>
    public static AuthorizationPolicy AnyOf(params string[] roles)
    {
        if (roles.Length == 0 || !roles.All(Roles.All.Contains))
            throw new ArgumentException($"Not all of these are roles: '{string.Join("', '", roles)}'", nameof(roles));
        return new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireRole(roles).Build();
    }

    /// <summary>Adds authorization with "any of our roles" both for endpoints that say nothing and for a bare <c>RequireAuthorization()</c>.</summary>
    public static IServiceCollection AddRolePolicies(this IServiceCollection services)
    {
        var anyRole = AnyOf([.. Roles.All]);
        services.AddAuthorizationBuilder().SetDefaultPolicy(anyRole).SetFallbackPolicy(anyRole);
        return services;
    }
}
