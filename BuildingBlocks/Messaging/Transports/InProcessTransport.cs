namespace Procurement.BuildingBlocks.Messaging.Transports;

using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Npgsql;
using Procurement.BuildingBlocks.Messaging.Metrics;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>
/// From the outbox of one module to the inboxes of others in one statement, hence exactly once. It is the one place where a statement
/// names the schemas of several modules (ADR 0004).
/// </summary>
internal sealed class InProcessTransport(NpgsqlDataSource database, Topology topology, ICheckpoints checkpoints, TimeProvider clock)
    : IEventTransport
{
    private readonly ConcurrentDictionary<(string Module, int AtMost), string> statements = new();

    public async Task<HandOver> HandOver(MessagingModule module, long after, int atMost, CancellationToken ct)
    {
        checkpoints.Pass(Checkpoint.Read);
        var began = clock.GetUtcNow();
        await using var command = database.CreateCommand(
            statements.GetOrAdd((module.Name, atMost), key => Statement(key.Module, key.AtMost))
        );
        command.Parameters.With(after);
        await using var row = await command.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        var outcome = new HandOver(row.GetBoolean(0), (int)row.GetInt64(1), row.GetInt64(2));
        var consumers = row.GetFieldValue<string[]>(3);
        var traced = MessageSpans.AreWanted ? row.GetFieldValue<string[]>(4) : [];
        await row.CloseAsync();
        checkpoints.Pass(Checkpoint.Deleted);
        foreach (var each in traced)
            if (each.Split(' ') is [var parent, var message, var name])
                MessageSpans.Tell("send", name, Guid.Parse(message), parent, null, began, "postgresql");
        foreach (var consumer in consumers)
            topology.WakeIfHere(consumer);
        return outcome;
    }

    public bool IsAway(Exception fault) => PostgresFaults.IsUnavailable(fault) || PostgresFaults.IsPoolExhausted(fault);

    /// <summary>
    /// The lock comes first and ends with the statement. Another process may have handed over what this one's snapshot still shows: it
    /// deletes nothing of that, and only what was deleted is put anywhere.
    /// </summary>
    internal string Statement(string module, int atMost)
    {
        var sql = new StringBuilder();
        var routes = topology.Subscriptions.Where(each => each.Event.Module == module).ToLookup(each => each.Module);
        sql.AppendLine(
            CultureInfo.InvariantCulture,
            $"""
            WITH turn AS MATERIALIZED (SELECT pg_try_advisory_xact_lock(hashtextextended('relay.{module}', 0)) AS mine),
            due AS MATERIALIZED (
                SELECT o.seq FROM {module}.outbox o
                WHERE (SELECT mine FROM turn) AND {After(module)} AND {NotParked(module)}
                ORDER BY o.seq LIMIT {atMost}
            ),
            taken AS (DELETE FROM {module}.outbox WHERE {Due()} RETURNING *),
            logged AS (
                INSERT INTO {module}.event_log (seq, {MessagingColumns.Envelope}) SELECT seq, {MessagingColumns.Envelope} FROM taken
            ),
            """
        );
        foreach (var consuming in routes)
            sql.AppendLine(Put(module, consuming.Key, consuming));
        var put = routes
            .Select(consuming => $"SELECT consumer FROM put_{consuming.Key}")
            .DefaultIfEmpty("SELECT NULL::text AS consumer WHERE false");
        sql.Append(
            CultureInfo.InvariantCulture,
            $"""
            woken AS (SELECT DISTINCT consumer FROM ({string.Join(" UNION ALL ", put)}) AS each),
            told AS MATERIALIZED (SELECT consumer, pg_notify('{Topology.Channel}', consumer) FROM woken)
            SELECT (SELECT mine FROM turn), (SELECT count(*) FROM taken), coalesce((SELECT max(seq) FROM taken), 0),
                ARRAY(SELECT consumer FROM told WHERE consumer IS NOT NULL),
                ARRAY(SELECT concat_ws(' ', trace_parent, message_id, event_type) FROM taken WHERE trace_parent LIKE '%-01')
            """
        );
        return sql.ToString();
    }

    /// <summary>
    /// Begins after $1, or before it where an operator has put an event back: what has waited for it must not go first. The upper bound is for
    /// the planner, as in <see cref="Due"/>.
    /// </summary>
    internal static string After(string module) =>
        $"o.seq > LEAST($1, coalesce((SELECT s.look_from FROM {module}.relay_state s), $1)) AND o.seq < {long.MaxValue}";

    /// <summary>
    /// Rows of <c>due</c>. Between bounds, because a plan that is made while the queue is empty, and kept, would otherwise read all of it each
    /// time.
    /// </summary>
    private static string Due() =>
        "seq BETWEEN (SELECT min(seq) FROM due) AND (SELECT max(seq) FROM due) AND seq = ANY (ARRAY(SELECT seq FROM due))";

    /// <summary>What follows an event that was put aside waits with it.</summary>
    internal static string NotParked(string module) =>
        $"NOT EXISTS (SELECT FROM {module}.outbox_dead d WHERE d.partition_key = o.partition_key AND d.resolved_at IS NULL)";

    private static string Put(string from, string to, IEnumerable<Subscription> routes)
    {
        var values = string.Join(", ", routes.Select(each => $"('{each.Consumer}', '{each.Event.Name}', {each.Event.Version})"));
        return $"""
            seen_{to} AS (
                INSERT INTO {to}.inbox_seen (message_id, consumer)
                SELECT t.message_id, r.consumer
                FROM taken t JOIN (VALUES {values}) AS r (consumer, event_type, event_version) USING (event_type, event_version)
                ON CONFLICT DO NOTHING RETURNING message_id, consumer
            ),
            put_{to} AS (
                INSERT INTO {to}.inbox (consumer, {MessagingColumns.Envelope}, source)
                SELECT s.consumer, {MessagingColumns.Of("t")}, '{from}'
                FROM taken t JOIN seen_{to} s USING (message_id) ORDER BY t.seq
                RETURNING consumer
            ),
            """;
    }
}
