namespace Procurement.BuildingBlocks.Persistence.Postgres;

using System.Diagnostics.Metrics;
using System.Security.Cryptography;

/// <summary>
/// What the pool of connections is doing, under names of our own. The numbers are the driver's, whose instruments know every pool of the
/// process by name (OpenTelemetry semantic conventions for database clients): the pool of the probes is left out.
/// </summary>
internal sealed class PoolMetrics : IDisposable
{
    private const string Driver = "Npgsql";
    private const string Connections = "db.client.connection.count";
    private const string Waiting = "db.client.connection.npgsql.pending_requests";
    private const string PoolName = "db.client.connection.pool.name";
    private const string State = "db.client.connection.state";

    private readonly Lock gate = new();
    private readonly MeterListener driver = new();
    private int open;
    private int idle;
    private int waiting;
    private long waited;

    /// <param name="meters">Where the instruments are made.</param>
    public PoolMetrics(IMeterFactory meters)
    {
        driver.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == Driver && instrument.Name is Connections or Waiting)
                listener.EnableMeasurementEvents(instrument);
        };
        driver.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Take(instrument.Name, value, tags));
        driver.Start();

        var meter = meters.Create("Procurement");
        meter.CreateObservableGauge("db_open_connections", () => Count().Open, description: "Connections of the pool, in use or idle");
        meter.CreateObservableGauge("db_idle_connections", () => Count().Idle, description: "Connections of the pool that nobody uses");
        meter.CreateObservableCounter(
            "db_wait_count",
            () => Interlocked.Read(ref waited),
            description: "Callers that had to wait for a connection because all were in use"
        );
        meter.CreateObservableGauge(
            "db_waiting_callers",
            () => Volatile.Read(ref waiting),
            description: "Callers that wait for a connection now"
        );
    }

    /// <summary>Name of the pool that is counted; give it to the data source. The driver tells the pools of a process apart by name only.</summary>
    public string Pool { get; } = $"requests-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";

    public void Dispose() => driver.Dispose();

    private (int Open, int Idle) Count()
    {
        lock (gate)
        {
            open = idle = 0;
            driver.RecordObservableInstruments();
            return (open, idle);
        }
    }

    private void Take(string instrument, int value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        if (Tag(tags, PoolName) != Pool)
            return;
        if (instrument == Connections)
        {
            open += value;
            if (Tag(tags, State) == "idle")
                idle += value;
            return;
        }
        Interlocked.Add(ref waiting, value);
        if (value > 0)
            Interlocked.Add(ref waited, value);
    }

    private static string? Tag(ReadOnlySpan<KeyValuePair<string, object?>> tags, string name)
    {
        foreach (var (key, value) in tags)
            if (key == name)
                return value as string;
        return null;
    }
}
