namespace Procurement.BuildingBlocks.Hosting.Http;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>Everything between Kestrel and the endpoints that is not about who the caller is.</summary>
public static partial class HttpPipeline
{
    /// <summary>Registers what commits for every module, the fault handler and the time limit of requests.</summary>
    public static IServiceCollection AddHttpPipeline(this IServiceCollection services)
    {
        services.AddSingleton(typeof(Edge<>)).AddSingleton<Admission>();
        services.AddExceptionHandler<FaultHandler>();
        services.AddRequestTimeouts(options =>
        {
            options.DefaultPolicy = After(Limits.RequestTimeout);
            options.AddPolicy(CsvAnswer.TimeLimit, After(Limits.ExportTimeout));
        });
        return services;
    }

    /// <summary>
    /// Gives up a request that takes too long (504). Once a request is given up, for that or because its caller left, whatever its code
    /// still ends with is only the way the driver and EF Core report the cancellation: they do so in many guises, and some look like faults.
    /// </summary>
    public static IApplicationBuilder UseRequestLimit(this IApplicationBuilder app)
    {
        app.UseRequestTimeouts();
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("Procurement.RequestLimit");
        return app.Use(next =>
            async http =>
            {
                try
                {
                    await next(http);
                }
                catch (Exception e) when (e is not OperationCanceledException && http.RequestAborted.IsCancellationRequested)
                {
                    GivenUp(log, e);
                    throw new OperationCanceledException("The request was given up.", e, http.RequestAborted);
                }
            }
        );
    }

    /// <summary>
    /// Answers HEAD as GET (RFC 9110 section 9.3.2). The server itself sends no body to who asked with HEAD, whatever is written. Put it
    /// before routing.
    /// </summary>
    public static IApplicationBuilder UseHeadAsGet(this IApplicationBuilder app) =>
        app.Use(
            (http, next) =>
            {
                if (HttpMethods.IsHead(http.Request.Method))
                    http.Request.Method = HttpMethods.Get;
                return next(http);
            }
        );

    /// <summary>No answer without a body that says what is wrong: faults, and what routing or Kestrel refuse.</summary>
    public static IApplicationBuilder UseHttpPipeline(this IApplicationBuilder app)
    {
        app.RefuseAmbiguousFraming();
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

    private static RequestTimeoutPolicy After(TimeSpan time) =>
        new()
        {
            Timeout = time,
            TimeoutStatusCode = StatusCodes.Status504GatewayTimeout,
            WriteTimeoutResponse = WriteTimeout,
        };

    private static Task WriteTimeout(HttpContext http)
    {
        if (!RequestBody.IsAwaited(http))
            return Problems.Write(
                http,
                StatusCodes.Status504GatewayTimeout,
                "REQUEST_TIMEOUT",
                "The request took too long; the outcome of a change is unknown until it is repeated with its Idempotency-Key."
            );
        // The caller took that long, not we.
        http.Response.Headers.Connection = "close";
        return Problems.Write(http, Problems.BodyTooSlow);
    }

    [LoggerMessage(LogLevel.Information, "A request that was given up, too slow or left by its caller, ended with a fault")]
    private static partial void GivenUp(ILogger log, Exception fault);
}
