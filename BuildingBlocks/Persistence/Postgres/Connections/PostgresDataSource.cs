namespace Procurement.BuildingBlocks.Persistence.Postgres;

using Npgsql;

/// <summary>
/// Makes the pool of connections. Deadlines shrink inward: the server gives up before the command, the command before the request. What
/// the URL says of connecting, keepalives and settings of the server overrules what is set here.
/// </summary>
public static class PostgresDataSource
{
    private const int CommandSeconds = 5;
    private const string ServerLimits =
        "-c statement_timeout=4500 -c lock_timeout=2000 -c idle_in_transaction_session_timeout=10000"
        // Statements are few and prepared; planning an insert from arrays anew each time would cost more than running it.
        + " -c plan_cache_mode=force_generic_plan";

    /// <summary>A pool of the configured size. A caller waits two seconds for a connection at the most, or as long as the URL says.</summary>
    public static NpgsqlDataSource Build(DatabaseAddress database, PoolSettings pool, string name) =>
        Build(
            database,
            name,
            options =>
            {
                options.MaxPoolSize = pool.MaxConnections;
                options.MinPoolSize = pool.MinConnections;
                options.ConnectionLifetime = (int)pool.MaxLifetime.TotalSeconds;
                options.ConnectionIdleLifetime = (int)Math.Max(1, pool.MaxIdleTime.TotalSeconds);
                options.ConnectionPruningInterval = Math.Max(1, Math.Min(10, options.ConnectionIdleLifetime));
            }
        );

    /// <summary>A pool of one connection that is kept for probes, so that a full pool is not mistaken for a lost database.</summary>
    public static NpgsqlDataSource BuildForProbes(DatabaseAddress database) =>
        Build(
            database,
            "probes",
            options =>
            {
                options.MaxPoolSize = 1;
                options.CommandTimeout = 2;
            }
        );

    /// <summary>
    /// A session that no pool keeps and that no limit of ours ends: what belongs to a session ends when it is disposed of, or lost. Advisory
    /// locks are taken here and never on a pooled connection, which is not reset when it is given back and would keep them.
    /// </summary>
    public static async Task<NpgsqlConnection> OpenSession(DatabaseAddress database, CancellationToken ct)
    {
        var options = database.ToConnectionString();
        options.Pooling = false;
        options.KeepAlive = 15;
        options.TcpKeepAlive = true;
        var session = new NpgsqlConnection(options.ConnectionString);
        try
        {
            await session.OpenAsync(ct);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    /// <summary>Takes a connection for work that has not begun: a failure here is known to have done nothing.</summary>
    /// <exception cref="DatabaseUnreachableException">The server could not be reached, or would not have us.</exception>
    internal static async Task<NpgsqlConnection> Reach(this NpgsqlDataSource database, CancellationToken ct)
    {
        try
        {
            return await database.OpenConnectionAsync(ct);
        }
        catch (Exception e) when (PostgresFaults.IsUnreachable(e))
        {
            throw new DatabaseUnreachableException(e);
        }
    }

    private static NpgsqlDataSource Build(DatabaseAddress database, string name, Action<NpgsqlConnectionStringBuilder> configure)
    {
        var options = database.ToConnectionString();
        options.CommandTimeout = CommandSeconds;
        options.CancellationTimeout = 500;
        options.KeepAlive = 15;
        options.MaxAutoPrepare = 64;
        options.AutoPrepareMinUsages = 2;
        // No session state is ever changed, so there is none to reset.
        options.NoResetOnClose = true;
        // The last word on a setting counts, and it is the URL's.
        options.Options = string.Join(' ', new[] { ServerLimits, options.Options }.Where(o => !string.IsNullOrEmpty(o)));
        configure(options);
        return new NpgsqlDataSourceBuilder(options.ConnectionString) { Name = name }.Build();
    }
}
