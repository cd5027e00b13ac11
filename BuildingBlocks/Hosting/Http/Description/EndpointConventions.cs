namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>What an endpoint says of itself: who may call it, and its part of the OpenAPI document.</summary>
public static class EndpointConventions
{
    private const string ProblemType = "application/problem+json";

    /// <summary>Lets callers with any of these roles in, and nobody else.</summary>
    public static RouteHandlerBuilder Allows(this RouteHandlerBuilder endpoint, params string[] roles) =>
        endpoint
            .RequireAuthorization(Policies.AnyOf(roles))
            .Problem(
                StatusCodes.Status401Unauthorized,
                StatusCodes.Status403Forbidden,
                StatusCodes.Status429TooManyRequests,
                StatusCodes.Status503ServiceUnavailable,
                StatusCodes.Status504GatewayTimeout
            );

    /// <summary>A change.</summary>
    internal static RouteHandlerBuilder DescribesChange<TBody, TAnswer>(this RouteHandlerBuilder endpoint, int status)
        where TBody : notnull =>
        (typeof(TBody) == typeof(NoBody) ? endpoint : endpoint.Accepts<TBody>("application/json"))
            .Produces<TAnswer>(status)
            .Problem(StatusCodes.Status408RequestTimeout, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType)
            .Problem(
                StatusCodes.Status400BadRequest,
                StatusCodes.Status404NotFound,
                StatusCodes.Status409Conflict,
                StatusCodes.Status412PreconditionFailed,
                StatusCodes.Status422UnprocessableEntity
            )
            .AddOpenApiOperationTransformer(
                (operation, context, _) =>
                {
                    if (status != StatusCodes.Status201Created)
                        AddHeader(operation, "If-Match", "Entity tag of the version to change; 412 when it is no longer the present one.");
                    if (HttpMethods.IsPost(context.Description.HttpMethod ?? ""))
                        AddHeader(
                            operation,
                            "Idempotency-Key",
                            "Makes a repetition safe: same key and same request, same answer and one effect."
                        );
                    return Task.CompletedTask;
                }
            );

    /// <summary>A read of one resource.</summary>
    internal static RouteHandlerBuilder DescribesRead<TAnswer>(this RouteHandlerBuilder endpoint, params QueryParameter[] parameters) =>
        endpoint
            .Produces<TAnswer>()
            .Produces(StatusCodes.Status304NotModified)
            .Problem(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .AddOpenApiOperationTransformer(
                (operation, _, _) =>
                {
                    AddHeader(operation, "If-None-Match", "Entity tag of the copy at hand; 304 when it is the present one.");
                    AddQuery(operation, parameters);
                    return Task.CompletedTask;
                }
            );

    /// <summary>A list with its filters.</summary>
    internal static RouteHandlerBuilder DescribesList<TAnswer>(this RouteHandlerBuilder endpoint, params QueryParameter[] parameters) =>
        endpoint
            .Produces<TAnswer>()
            .Problem(StatusCodes.Status400BadRequest)
            .AddOpenApiOperationTransformer(
                (operation, _, _) =>
                {
                    AddQuery(operation, parameters);
                    return Task.CompletedTask;
                }
            );

    private static void AddQuery(OpenApiOperation operation, QueryParameter[] parameters)
    {
        foreach (var parameter in parameters)
            Add(operation, ParameterLocation.Query, parameter.Name, parameter.Description, JsonSchemaType.String);
    }

    private static RouteHandlerBuilder Problem(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            endpoint.Produces<Problem>(status, ProblemType);
        return endpoint;
    }

    private static void AddHeader(OpenApiOperation operation, string name, string description) =>
        Add(operation, ParameterLocation.Header, name, description, JsonSchemaType.String);

    private static void Add(OpenApiOperation operation, ParameterLocation location, string name, string description, JsonSchemaType type) =>
        (operation.Parameters ??= []).Add(
            new OpenApiParameter
            {
                Name = name,
                In = location,
                Description = description,
                Schema = new OpenApiSchema { Type = type },
            }
        );
}
