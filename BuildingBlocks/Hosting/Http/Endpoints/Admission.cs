namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>
/// Bounds how many requests wait for a connection of the pool. The pool hands its connections out in the order asked and ends each wait
/// after two seconds, but lets any number wait; here every request that works on the database has a place while it does, and who finds none
/// is sent away at once. It holds nobody up itself. Thread-safe.
/// </summary>
/// <remarks>
/// <see cref="WaitersPerConnection"/> callers may wait per connection. If each keeps its connection for up to 60 ms the last one of a full
/// queue is served within the two seconds; when they take longer, whoever stands further back would wait in vain.
/// </remarks>
public sealed class Admission : IDisposable
{
    /// <summary>Most callers that wait, per connection of the pool.</summary>
    public const int WaitersPerConnection = 32;

    private readonly ConcurrencyLimiter limiter;
    private readonly int places;

    /// <param name="pool">How many connections there are to wait for.</param>
    /// <param name="meters">Where the refused are told of.</param>
    public Admission(PoolSettings pool, IMeterFactory meters)
    {
        places = pool.MaxConnections * (1 + WaitersPerConnection);
        limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = places });
        meters
            .Create("Procurement")
            .CreateObservableCounter(
                "db_wait_refused",
                () => Refused,
                description: "Callers sent away because too many waited for a connection"
            );
    }

    /// <summary>How many have a place now.</summary>
    public long Inside => places - limiter.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>How many were sent away.</summary>
    public long Refused => limiter.GetStatistics()!.TotalFailedLeases;

    /// <summary>
    /// Takes a place; dispose of it when the work on the database is done. Take it once per request, after its body was read and not while
    /// its answer is sent: a slow client has nothing to do with the database.
    /// </summary>
    /// <exception cref="PoolBusyException">There is none.</exception>
    public IDisposable Enter()
    {
        var place = limiter.AttemptAcquire();
        return place.IsAcquired ? place : throw new PoolBusyException();
    }

    /// <summary>As <see cref="Enter()"/>, by the application that serves an exchange.</summary>
    /// <exception cref="PoolBusyException">There is none.</exception>
    public static IDisposable Enter(HttpContext http) => http.RequestServices.GetRequiredService<Admission>().Enter();

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();
}
