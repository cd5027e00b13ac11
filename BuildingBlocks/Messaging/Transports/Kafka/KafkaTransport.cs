namespace Procurement.BuildingBlocks.Messaging.Transports.Kafka;

using System.Collections.Concurrent;
using System.Globalization;
using Npgsql;
using Procurement.BuildingBlocks.Messaging.Metrics;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>Events on their way from an outbox to the broker, in the transaction that has the module's turn.</summary>
internal sealed record Load(
    MessagingModule Module,
    IReadOnlyList<OutboxRow> Rows,
    NpgsqlConnection Connection,
    NpgsqlTransaction Transaction
);

/// <summary>
/// From the outbox of a module to topics of the broker. Events are removed only when the broker has confirmed all of them, so that they may
/// arrive twice but never not at all.
/// </summary>
internal class KafkaTransport(
    NpgsqlDataSource database,
    KafkaClients clients,
    KafkaTopics topics,
    TopicNames names,
    ICheckpoints checkpoints,
    TimeProvider clock
) : IEventTransport, IDisposable
{
    /// <summary>Bytes of data that are handed over together; one event may be larger.</summary>
    private const int MostBytes = 1024 * 1024;

    private readonly ConcurrentDictionary<string, KafkaOutlet> outlets = new();
    private readonly ConcurrentDictionary<(string Module, int AtMost), string> statements = new();

    public async Task<HandOver> HandOver(MessagingModule module, long after, int atMost, CancellationToken ct)
    {
        var outlet = outlets.GetOrAdd(module.Name, name => new KafkaOutlet(name, clients, names));
        await outlet.Mend(ct);
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        if (!await TakeTurn(connection, module.Name, ct))
            return new HandOver(false, 0, 0);
        var most = outlet.Proven ? atMost : 1;
        var rows = await Read(connection, statements.GetOrAdd((module.Name, most), key => Due(key.Module, key.AtMost)), after, ct);
        if (rows.Count == 0)
            return new HandOver(true, 0, 0);
        checkpoints.Pass(Checkpoint.Read);
        await Carry(new Load(module, rows, connection, transaction), ct);
        return new HandOver(true, rows.Count, rows[^1].Seq, More: true);
    }

    public bool IsAway(Exception fault) => KafkaFaults.IsAway(fault);

    public void Dispose()
    {
        foreach (var outlet in outlets.Values)
            outlet.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>In this order: what is removed first and dies with the process is lost.</summary>
    protected virtual async Task Carry(Load load, CancellationToken ct)
    {
        await Produce(load, ct);
        checkpoints.Pass(Checkpoint.Sent);
        await Remove(load, ct);
    }

    /// <summary>Gives the events to the broker and waits until it has them.</summary>
    protected async Task Produce(Load load, CancellationToken ct)
    {
        await topics.Ensure([.. load.Rows.Select(row => names.Of(row.Envelope.Type)).Distinct()], ct);
        var began = clock.GetUtcNow();
        await outlets[load.Module.Name].Send(load.Rows, ct);
        if (!MessageSpans.AreWanted)
            return;
        foreach (var (_, sent) in load.Rows)
            MessageSpans.Tell("send", names.Of(sent.Type), sent.MessageId, sent.TraceParent, sent.TraceState, began, "kafka");
    }

    /// <summary>Takes the events out of the outbox, for good.</summary>
    protected async Task Remove(Load load, CancellationToken ct)
    {
        var module = load.Module.Name;
        await using var command = new NpgsqlCommand(
            $"""
            WITH gone AS (DELETE FROM {module}.outbox WHERE seq BETWEEN $2 AND $3 AND seq = ANY ($1) RETURNING *)
            INSERT INTO {module}.event_log (seq, {MessagingColumns.Envelope}) SELECT seq, {MessagingColumns.Envelope} FROM gone
            """,
            load.Connection,
            load.Transaction
        );
        // The bounds are for the planner: it makes the plan while the queue is empty, and would read all of it each time.
        command.Parameters.With(load.Rows.Select(row => row.Seq).ToArray()).With(load.Rows[0].Seq).With(load.Rows[^1].Seq);
        await command.ExecuteNonQueryAsync(ct);
        checkpoints.Pass(Checkpoint.Deleted);
        await load.Transaction.CommitAsync(ct);
    }

    /// <summary>The turn ends with the transaction, which waits for the broker longer than others may wait for anything.</summary>
    private static async Task<bool> TakeTurn(NpgsqlConnection connection, string module, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand("SET LOCAL idle_in_transaction_session_timeout = '30s'"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"SELECT pg_try_advisory_xact_lock(hashtextextended('relay.{module}', 0))"));
        return (bool)(await batch.ExecuteScalarAsync(ct))!;
    }

    /// <summary>A statement of its own, after the turn was taken: what another process has removed before is not seen any more.</summary>
    private static async Task<List<OutboxRow>> Read(NpgsqlConnection connection, string sql, long after, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        command.Parameters.With(after);
        var rows = new List<OutboxRow>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            rows.Add(new OutboxRow(row.GetInt64(0), MessagingColumns.Read(row, 1)));
        return rows;
    }

    private static string Due(string module, int atMost) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SELECT seq, {MessagingColumns.Envelope} FROM (
                SELECT o.*, sum(octet_length(o.data)) OVER (ORDER BY o.seq) AS bytes, row_number() OVER (ORDER BY o.seq) AS place
                FROM (
                    SELECT o.* FROM {module}.outbox o
                    WHERE {InProcessTransport.After(module)} AND {InProcessTransport.NotParked(module)}
                    ORDER BY o.seq LIMIT {atMost}
                ) AS o
            ) AS due
            WHERE place = 1 OR bytes <= {MostBytes}
            ORDER BY seq
            """
        );
}
