namespace Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>The queue for a connection is full, so nothing was sent; the caller should come back later.</summary>
public sealed class PoolBusyException() : Exception("Too many wait for a connection already.");

/// <summary>
/// Bounds how many wait for a connection of the pool. The pool hands its connections out in the order asked and ends each wait after two
/// seconds, but lets any number wait; here everybody counts who has a connection or waits for one, and who would be one too many is sent
/// away at once. It holds nobody up itself: passing costs an increment and a decrement. Thread-safe.
/// </summary>
/// <param name="connections">Most connections of the pool.</param>
/// <remarks>
/// <see cref="WaitersPerConnection"/> callers may wait per connection. If each keeps its connection for up to 60 ms the last one of a full
/// queue is served within the two seconds; when they take longer, whoever stands further back would wait in vain.
/// </remarks>
internal sealed class ConnectionGate(int connections)
{
    /// <summary>Most callers that wait, per connection of the pool.</summary>
    public const int WaitersPerConnection = 32;

    private readonly int most = connections * (1 + WaitersPerConnection);
    private int inside;
    private long refused;

    /// <summary>How many have a connection or wait for one.</summary>
    public int Inside => Volatile.Read(ref inside);

    /// <summary>How many were sent away.</summary>
    public long Refused => Volatile.Read(ref refused);

    /// <summary>Before a connection is asked for. Whoever passes must <see cref="Leave"/> once, when it is given back or was not had.</summary>
    /// <exception cref="PoolBusyException">The queue is full; there is nothing to leave.</exception>
    public void Enter()
    {
        if (Interlocked.Increment(ref inside) <= most)
            return;
        Interlocked.Decrement(ref inside);
        Interlocked.Increment(ref refused);
        throw new PoolBusyException();
    }

    /// <summary>After the connection went back to the pool, or could not be had.</summary>
    public void Leave() => Interlocked.Decrement(ref inside);
}
