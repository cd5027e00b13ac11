namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;

/// <summary>Everything between Kestrel and the endpoints that is not about who the caller is.</summary>
public static class HttpEdge
{
    /// <summary>Registers the edge of every module, the fault handler and the time limit of requests.</summary>
    public static IServiceCollection AddHttpEdge(this IServiceCollection services)
    {
        services.AddSingleton(typeof(Edge<>));
        services.AddExceptionHandler<FaultHandler>();
        services.AddRequestTimeouts(options =>
            options.DefaultPolicy = new RequestTimeoutPolicy
            {
                Timeout = Limits.RequestTimeout,
                TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
                WriteTimeoutResponse = http =>
                    Problems.Write(
                        http,
                        StatusCodes.Status504GatewayTimeout,
                        "REQUEST_TIMEOUT",
                        "The request took too long and was given up."
                    ),
            }
        );
        return services;
    }

    /// <summary>No answer without a body that says what is wrong: faults, and what routing or Kestrel refuse.</summary>
    public static IApplicationBuilder UseHttpEdge(this IApplicationBuilder app)
    {
        app.UseExceptionHandler(_ => { });
        return app.UseStatusCodePages(context =>
        {
            var http = context.HttpContext;
            return http.Response.StatusCode switch
            {
                StatusCodes.Status404NotFound => Problems.Write(http, 404, "NOT_FOUND", "There is nothing under this path."),
                StatusCodes.Status405MethodNotAllowed => Problems.Write(
                    http,
                    405,
                    "METHOD_NOT_ALLOWED",
                    "The Allow header lists what this path takes."
                ),
                StatusCodes.Status415UnsupportedMediaType => Problems.Write(http, Problems.UnsupportedMediaType),
                var status => Problems.Write(http, status, "REQUEST_REFUSED", "The request was refused."),
            };
        });
    }
}
