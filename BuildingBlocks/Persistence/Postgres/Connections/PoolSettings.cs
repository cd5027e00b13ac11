namespace Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>The connections kept to the database.</summary>
/// <param name="MaxConnections">Most connections at one time, 2 to 1000.</param>
/// <param name="MinConnections">Connections kept open when idle, at most <paramref name="MaxConnections"/>.</param>
/// <param name="MaxLifetime">Age at which a connection is replaced.</param>
/// <param name="MaxIdleTime">How long one above the minimum may go unused before it is closed.</param>
public sealed record PoolSettings(int MaxConnections, int MinConnections, TimeSpan MaxLifetime, TimeSpan MaxIdleTime);
