namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Builder;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>What an endpoint says of itself: who may call it, and how it may be refused.</summary>
public static class EndpointConventions
{
    /// <summary>Lets callers with any of these roles in, and nobody else.</summary>
    public static RouteHandlerBuilder Allows(this RouteHandlerBuilder endpoint, params string[] roles) =>
        endpoint.RequireAuthorization(Policies.AnyOf(roles));

    /// <summary>
    /// Names for the document the refusals of the use case, beyond those that every one of its kind has. One of 422 is a rule that no
    /// schema can say, each of its fields written without indices: <c>line_items[].currency</c>.
    /// </summary>
    public static RouteHandlerBuilder Refuses(this RouteHandlerBuilder endpoint, params Error[] errors) =>
        endpoint.WithMetadata(new Refusals(errors));

    /// <summary>As <see cref="Refuses"/>, of rules for the rows of a batch that no schema can say.</summary>
    /// <param name="endpoint">Which.</param>
    /// <param name="rows">The member of the body that has the rows.</param>
    /// <param name="errors">Refusals of one row, each with its fields.</param>
    public static RouteHandlerBuilder RefusesRows(this RouteHandlerBuilder endpoint, string rows, params Error[] errors) =>
        endpoint.Refuses([
            .. errors.Select(error => error with { Fields = error.Fields.ToDictionary(f => $"{rows}[].{f.Key}", f => f.Value) }),
        ]);
}
