namespace Procurement.BuildingBlocks.Hosting.Configuration;

/// <summary>The connections kept to the database.</summary>
/// <param name="MaxConnections">Most connections at one time, 2 to 1000.</param>
/// <param name="MinConnections">Connections kept open when idle, at most <paramref name="MaxConnections"/>.</param>
/// <param name="MaxLifetime">Age at which a connection is replaced.</param>
/// <param name="MaxIdleTime">How long one above the minimum may go unused before it is closed.</param>
public sealed record PoolSettings(int MaxConnections, int MinConnections, TimeSpan MaxLifetime, TimeSpan MaxIdleTime)
{
    internal static PoolSettings Read(EnvironmentReader env)
    {
        var second = TimeSpan.FromSeconds(1);
        var day = TimeSpan.FromDays(1);
        var pool = new PoolSettings(
            env.Integer("DB_MAX_CONNS", "Most database connections that one process opens; the probes have one more.", "16", 2, 1_000),
            env.Integer("DB_MIN_CONNS", "Database connections kept open when idle; at most `DB_MAX_CONNS`.", "2", 0, 1_000),
            env.Duration("DB_CONN_MAX_LIFETIME", "Age at which a database connection is replaced.", "30m", second, day),
            env.Duration("DB_CONN_MAX_IDLE_TIME", "How long a connection above the minimum may go unused.", "5m", second, day)
        );
        env.Demand(pool.MinConnections <= pool.MaxConnections, "DB_MIN_CONNS", "must not exceed DB_MAX_CONNS", "DB_MAX_CONNS");
        return pool;
    }
}
