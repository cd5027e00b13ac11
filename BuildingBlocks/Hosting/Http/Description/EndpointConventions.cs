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

    /// <summary>A change with a body.</summary>
    public static RouteHandlerBuilder Describes<TBody, TAnswer>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK)
        where TBody : notnull =>
        endpoint
            .Accepts<TBody>("application/json")
            .Describes<TAnswer>(status)
            .Problem(StatusCodes.Status408RequestTimeout, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType);

    /// <summary>A change without a body.</summary>
    public static RouteHandlerBuilder Describes<TAnswer>(this RouteHandlerBuilder endpoint, int status = StatusCodes.Status200OK) =>
        endpoint
            .Produces<TAnswer>(status)
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
    public static RouteHandlerBuilder DescribesRead<TAnswer>(this RouteHandlerBuilder endpoint) =>
        endpoint
            .Produces<TAnswer>()
            .Produces(StatusCodes.Status304NotModified)
            .Problem(StatusCodes.Status400BadRequest, StatusCodes.Status404NotFound)
            .AddOpenApiOperationTransformer(
                (operation, _, _) =>
                {
                    AddHeader(operation, "If-None-Match", "Entity tag of the copy at hand; 304 when it is the present one.");
                    return Task.CompletedTask;
                }
            );

    /// <summary>A list with its filters.</summary>
    public static RouteHandlerBuilder DescribesList<TAnswer>(this RouteHandlerBuilder endpoint, params string[] filters) =>
        endpoint
            .Produces<TAnswer>()
            .Problem(StatusCodes.Status400BadRequest)
            .AddOpenApiOperationTransformer(
                (operation, _, _) =>
                {
                    foreach (var name in filters)
                        Add(operation, ParameterLocation.Query, name, "Filter.", JsonSchemaType.String);
                    Add(
                        operation,
                        ParameterLocation.Query,
                        "limit",
                        $"Items per page, 1 to {ListQuery.MaxLimit}; 20 when absent.",
                        JsonSchemaType.Integer
                    );
                    Add(operation, ParameterLocation.Query, "cursor", "`next` of the page before.", JsonSchemaType.String);
                    return Task.CompletedTask;
                }
            );

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
