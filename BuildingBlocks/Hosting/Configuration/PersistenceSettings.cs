namespace Procurement.BuildingBlocks.Hosting.Configuration;

using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Resilience;

/// <summary>Reads what persistence is told: its connections, how failed calls are made again, and when that is given up.</summary>
internal static class PersistenceSettings
{
    public static PoolSettings ReadPool(EnvironmentReader env)
    {
        var second = TimeSpan.FromSeconds(1);
        var day = TimeSpan.FromDays(1);
        var pool = new PoolSettings(
            env.Integer("DB_MAX_CONNS", "Most database connections that one process opens; the probes have one more.", "16", 2, 1_000),
            env.Integer("DB_MIN_CONNS", "Database connections kept open when idle; at most `DB_MAX_CONNS`.", "2", 0, 1_000),
            env.Duration("DB_CONN_MAX_LIFETIME", "Age at which a database connection is replaced.", "30m", second, day),
            env.Duration("DB_CONN_MAX_IDLE_TIME", "How long a connection above the minimum may go unused.", "5m", second, day)
        )
        {
            ReadsInFlight = env.Integer(
                "DB_READS_IN_FLIGHT",
                "Statements on their way at a time that read one kind of thing by its identifier; what is asked meanwhile goes together. 0: each goes alone.",
                "1",
                0,
                16
            ),
            CommitsInFlight = env.Integer(
                "DB_COMMITS_IN_FLIGHT",
                "Transactions on their way at a time that only add; what is added meanwhile goes together. 0: each goes alone.",
                "2",
                0,
                16
            ),
        };
        env.Demand(pool.MinConnections <= pool.MaxConnections, "DB_MIN_CONNS", "must not exceed DB_MAX_CONNS", "DB_MAX_CONNS");
        return pool;
    }

    public static RetrySettings ReadRetry(EnvironmentReader env)
    {
        var least = TimeSpan.FromMilliseconds(1);
        var minute = TimeSpan.FromMinutes(1);
        var retry = new RetrySettings(
            env.Integer("RETRY_MAX_ATTEMPTS", "Calls in all, the first included; 1 means no retry.", "4", 1, 10),
            env.Duration("RETRY_BASE_DELAY", "Wait before the first retry; it doubles from then on.", "50ms", least, minute),
            env.Duration("RETRY_MAX_DELAY", "Longest wait between two calls; at least `RETRY_BASE_DELAY`.", "1s", least, 5 * minute),
            env.Fraction("RETRY_JITTER_FRACTION", "Share of each wait that is left to chance.", "0.2", 0, 1)
        );
        env.Demand(retry.BaseDelay <= retry.MaxDelay, "RETRY_BASE_DELAY", "must not exceed RETRY_MAX_DELAY", "RETRY_MAX_DELAY");
        return retry;
    }

    public static BreakerSettings ReadBreaker(EnvironmentReader env) =>
        new(
            env.Fraction(
                "BREAKER_FAILURE_THRESHOLD",
                "Share of failed calls to another system, in 30 s, above which it is not called any more.",
                "0.5",
                0,
                1,
                aboveMin: true
            ),
            env.Integer("BREAKER_MIN_REQUESTS", "Fewest calls in that time before the share counts.", "10", 2, 10_000),
            env.Duration(
                "BREAKER_PROBE_INTERVAL",
                "How long it is not called before one call tries whether it is back.",
                "5s",
                TimeSpan.FromMilliseconds(500),
                TimeSpan.FromHours(1)
            )
        );
}
