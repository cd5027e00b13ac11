namespace Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>The connections kept to the database, and how they are shared.</summary>
/// <param name="MaxConnections">Most connections at one time, 2 to 1000.</param>
/// <param name="MinConnections">Connections kept open when idle, at most <paramref name="MaxConnections"/>.</param>
/// <param name="MaxLifetime">Age at which a connection is replaced.</param>
/// <param name="MaxIdleTime">How long one above the minimum may go unused before it is closed.</param>
public sealed record PoolSettings(int MaxConnections, int MinConnections, TimeSpan MaxLifetime, TimeSpan MaxIdleTime)
{
    /// <summary>Statements on their way at a time for each kind of question by identifier; the others go together. 0 to 16, 0 for no limit.</summary>
    public int ReadsInFlight { get; init; } = 1;

    /// <summary>Transactions on their way at a time that only add rows; the others go together. 0 to 16, 0 for no limit.</summary>
    public int CommitsInFlight { get; init; } = 2;
}
