namespace Procurement.BuildingBlocks.Persistence.Postgres;

using System.Diagnostics.Metrics;
using System.Security.Cryptography;
using Npgsql;

/// <summary>
/// The one pool of connections that requests and workers share, behind a gate that keeps the queue for it short. There is no other way to
/// a pooled connection: EF Core goes through the same gate, and the driver's data source is nowhere registered.
/// </summary>
public sealed class PooledDatabase : IAsyncDisposable
{
    private readonly PoolMetrics metrics;

    /// <param name="database">Where and how to enter.</param>
    /// <param name="pool">How many connections.</param>
    /// <param name="meters">Where the pool is told of.</param>
    public PooledDatabase(DatabaseAddress database, PoolSettings pool, IMeterFactory meters)
    {
        // The driver tells the pools of a process apart by name only.
        var name = $"requests-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
        Gate = new ConnectionGate(pool.MaxConnections);
        metrics = new PoolMetrics(name, Gate, meters);
        Source = PostgresDataSource.Build(database, pool, name);
        Interceptor = new GatedConnections(Gate);
    }

    internal ConnectionGate Gate { get; }

    internal NpgsqlDataSource Source { get; }

    internal GatedConnections Interceptor { get; }

    /// <summary>A statement that takes a connection when it is executed and gives it back when it is disposed.</summary>
    public PooledCommand CreateCommand(string? sql = null) => new(Gate, Source.CreateCommand(sql));

    /// <summary>Takes a connection.</summary>
    /// <exception cref="PoolBusyException">Too many wait already.</exception>
    /// <exception cref="DatabaseUnreachableException">The server could not be reached, or would not have us.</exception>
    internal async Task<PooledConnection> Open(CancellationToken ct)
    {
        Gate.Enter();
        try
        {
            return new PooledConnection(Gate, await Source.OpenConnectionAsync(ct));
        }
        catch (Exception e)
        {
            Gate.Leave();
            if (PostgresFaults.IsUnreachable(e))
                throw new DatabaseUnreachableException(e);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        metrics.Dispose();
    }
}

/// <summary>A connection, in use until it is disposed.</summary>
internal sealed class PooledConnection(ConnectionGate gate, NpgsqlConnection driver) : IAsyncDisposable
{
    public NpgsqlConnection Driver => driver;

    public async ValueTask DisposeAsync()
    {
        try
        {
            await driver.DisposeAsync();
        }
        finally
        {
            gate.Leave();
        }
    }
}

/// <summary>A hand-written statement, to be executed once. Its reader is to be disposed before it is.</summary>
public sealed class PooledCommand : IAsyncDisposable
{
    private readonly ConnectionGate gate;
    private readonly NpgsqlCommand command;
    private bool inside;

    internal PooledCommand(ConnectionGate gate, NpgsqlCommand command)
    {
        this.gate = gate;
        this.command = command;
    }

    /// <summary>Its parameters, by position.</summary>
    public NpgsqlParameterCollection Parameters => command.Parameters;

    /// <summary>The statement.</summary>
    public string CommandText
    {
        get => command.CommandText;
        set => command.CommandText = value;
    }

    /// <summary>Executes it and reads rows.</summary>
    public Task<NpgsqlDataReader> ExecuteReaderAsync(CancellationToken ct)
    {
        Enter();
        return command.ExecuteReaderAsync(ct);
    }

    /// <summary>Executes it and reads the first column of the first row; null when there is no row.</summary>
    public Task<object?> ExecuteScalarAsync(CancellationToken ct)
    {
        Enter();
        return command.ExecuteScalarAsync(ct);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await command.DisposeAsync();
        }
        finally
        {
            if (inside)
                gate.Leave();
            inside = false;
        }
    }

    private void Enter()
    {
        if (inside)
            return;
        gate.Enter();
        inside = true;
    }
}
