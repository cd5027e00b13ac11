namespace Procurement.BuildingBlocks.Hosting.ProblemDetails;

using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Resilience;

/// <summary>Turns a fault into an answer that says nothing of the inside, and a log line that says all.</summary>
internal sealed partial class FaultHandler(ILogger<FaultHandler> log) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext http, Exception fault, CancellationToken ct)
    {
        switch (fault)
        {
            // The server tells that the connection is gone, ended by the caller or by itself, a moment later than reading the body does.
            case ConnectionResetException:
            case OperationCanceledException { InnerException: ConnectionAbortedException }:
            case OperationCanceledException when http.RequestAborted.IsCancellationRequested:
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
                return true;
            case BadHttpRequestException bad:
                await Problems.Write(http, bad.StatusCode, Problems.Malformed, "The request cannot be read.");
                return true;
            case PoolBusyException:
                Busy(log);
                await Away(http, "Too many requests wait already; repeat a change with its Idempotency-Key.");
                return true;
            case var _ when PostgresFaults.IsUnavailable(fault):
                Unavailable(log, fault);
                await Away(
                    http,
                    "The service cannot answer just now; the outcome of a change is unknown until it is repeated with its Idempotency-Key."
                );
                return true;
            case PortUnavailableException away:
                PortAway(log, away.Port, fault);
                Problems.TellToWait(http, away.RetryAfter);
                await Away(
                    http,
                    "Another service that is needed for this cannot answer just now; repeat a change with its Idempotency-Key."
                );
                return true;
            default:
                Failed(log, fault);
                await Problems.Write(http, StatusCodes.Status500InternalServerError, "INTERNAL_ERROR", "Something went wrong on our side.");
                return true;
        }
    }

    private static Task Away(HttpContext http, string detail) =>
        Problems.Write(http, StatusCodes.Status503ServiceUnavailable, "SERVICE_UNAVAILABLE", detail);

    [LoggerMessage(LogLevel.Warning, "The database is not available")]
    private static partial void Unavailable(ILogger log, Exception fault);

    [LoggerMessage(LogLevel.Warning, "Too many wait for a connection to the database: a request was sent away")]
    private static partial void Busy(ILogger log);

    [LoggerMessage(LogLevel.Warning, "{Port} is not available")]
    private static partial void PortAway(ILogger log, string port, Exception fault);

    [LoggerMessage(LogLevel.Error, "The request failed")]
    private static partial void Failed(ILogger log, Exception fault);
}
