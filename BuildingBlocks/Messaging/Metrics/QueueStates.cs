namespace Procurement.BuildingBlocks.Messaging.Metrics;

using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>How a queue stands. Nothing is counted beyond <see cref="Most"/>, so that looking stays cheap when a queue does not.</summary>
/// <param name="Name">The module, for an outbox, or the consumer.</param>
/// <param name="Pending">Rows in it, whether due or not.</param>
/// <param name="OldestSeconds">How long the oldest has been there; 0 when there is none.</param>
/// <param name="Retrying">Rows that have failed and are tried again.</param>
/// <param name="Parked">Keys of which rows wait for a dead letter.</param>
/// <param name="Dead">Dead letters that nobody has decided on.</param>
internal sealed record QueueState(string Name, long Pending, double OldestSeconds, long Retrying, long Parked, long Dead)
{
    public const int Most = 100_000;
}

/// <summary>The queues of one module.</summary>
internal sealed record ModuleQueues(QueueState Outbox, IReadOnlyList<QueueState> Inbox);

/// <summary>Looks at the queues of a module, in one statement.</summary>
internal sealed class QueueStates(NpgsqlDataSource database, Topology topology)
{
    public async Task<ModuleQueues> Of(string module, CancellationToken ct)
    {
        var consumers = topology.Consumers.Where(each => each.Module == module).ToList();
        await using var command = database.CreateCommand(Statement(module));
        command
            .Parameters.With(consumers.Select(each => each.Consumer).ToArray())
            .With(consumers.Select(each => each.Policy == KeyPolicy.Park).ToArray());
        var found = new Dictionary<string, QueueState>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
        {
            var name = row.GetString(0);
            // The server's clock may have been set back meanwhile.
            var oldest = row.IsDBNull(2) ? 0 : Math.Max(0, row.GetDouble(2));
            found[name] = new QueueState(name, row.GetInt64(1), oldest, row.GetInt64(3), row.GetInt64(4), row.GetInt64(5));
        }
        return new ModuleQueues(found[module], [.. consumers.Select(each => found[each.Consumer])]);
    }

    private static string Statement(string module) =>
        $"""
            SELECT '{module}',
                (SELECT count(*) FROM (SELECT FROM {module}.outbox LIMIT {QueueState.Most}) AS q),
                extract(epoch FROM now() - (SELECT occurred_at FROM {module}.outbox ORDER BY seq LIMIT 1))::float8,
                0::bigint,
                (SELECT count(DISTINCT q.partition_key)
                    FROM (SELECT partition_key FROM {module}.outbox ORDER BY seq LIMIT {QueueState.Most}) AS q
                    JOIN {module}.outbox_dead d ON d.partition_key = q.partition_key AND d.resolved_at IS NULL),
                (SELECT count(*) FROM (SELECT FROM {module}.outbox_dead WHERE resolved_at IS NULL LIMIT {QueueState.Most}) AS q)
            UNION ALL
            SELECT c.consumer,
                (SELECT count(*) FROM (SELECT FROM {module}.inbox i WHERE i.consumer = c.consumer LIMIT {QueueState.Most}) AS q),
                extract(epoch FROM now() - (SELECT min(received_at) FROM (
                    SELECT received_at FROM {module}.inbox i WHERE i.consumer = c.consumer LIMIT {QueueState.Most}) AS q))::float8,
                (SELECT count(*) FROM (
                    SELECT FROM {module}.inbox i WHERE i.consumer = c.consumer AND i.attempts > 0 LIMIT {QueueState.Most}) AS q),
                (SELECT count(DISTINCT q.partition_key) FROM (
                    SELECT d.partition_key FROM {module}.inbox_dead d
                    WHERE c.parks AND d.consumer = c.consumer AND d.resolved_at IS NULL AND EXISTS (
                        SELECT FROM {module}.inbox i WHERE i.consumer = d.consumer AND i.partition_key = d.partition_key)
                    LIMIT {QueueState.Most}) AS q),
                (SELECT count(*) FROM (
                    SELECT FROM {module}.inbox_dead d WHERE d.consumer = c.consumer AND d.resolved_at IS NULL LIMIT {QueueState.Most}) AS q)
            FROM unnest($1, $2) AS c (consumer, parks)
            """;
}
