namespace Procurement.BuildingBlocks.Messaging.Transports.Kafka;

using System.Globalization;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>Puts what was read into the inboxes of one module's consumers, all of it or nothing.</summary>
internal sealed class KafkaInbox(NpgsqlDataSource database, Topology topology, string module)
{
    private readonly string statement = Statement(topology, module);

    /// <summary>In one statement. What a consumer was given before it is not given again.</summary>
    /// <returns>The consumers that were given something.</returns>
    public async Task<IReadOnlyList<string>> Store(
        IReadOnlyList<Arrived> events,
        IReadOnlyList<Unreadable> unreadable,
        CancellationToken ct
    )
    {
        if (events.Count + unreadable.Count == 0)
            return [];
        await using var command = database.CreateCommand(statement);
        Give(command.Parameters, events);
        command
            .Parameters.With(Column(unreadable, each => each.Id))
            .With(Column(unreadable, each => each.Source))
            .With(Column(unreadable, each => each.Problem.GetType().Name))
            .With(Column(unreadable, each => Described.Cut(each.Problem.Message)))
            .With(Column(unreadable, each => each.Raw));
        var consumers = new List<string>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            consumers.Add(row.GetString(0));
        return consumers;
    }

    private static void Give(NpgsqlParameterCollection parameters, IReadOnlyList<Arrived> events) =>
        parameters
            .With(Column(events, each => each.Envelope.MessageId))
            .With(Column(events, each => each.Envelope.EventType))
            .With(Column(events, each => each.Envelope.EventVersion))
            .With(Column(events, each => each.Envelope.Subject))
            .With(Column(events, each => each.Envelope.PartitionKey))
            .With(Column(events, each => each.Envelope.AggregateVersion))
            .With(Column(events, each => each.Envelope.CorrelationId))
            .With(Column(events, each => each.Envelope.CausationId))
            .With(Column(events, each => each.Envelope.TraceParent))
            .With(Column(events, each => each.Envelope.TraceState))
            .With(Column(events, each => each.Envelope.OccurredAt))
            .With(Column(events, each => each.Envelope.Data))
            .With(Column(events, each => each.Source));

    private static TValue[] Column<TItem, TValue>(IReadOnlyList<TItem> items, Func<TItem, TValue> value) => [.. items.Select(value)];

    /// <summary>
    /// What was seen is inserted in one order by all, so that two readers of the same records wait for each other and do not lock each
    /// other out; the inbox is filled in the order of the records when all of that is known.
    /// </summary>
    private static string Statement(Topology topology, string module)
    {
        var routes = topology.Subscriptions.Where(each => each.Module == module);
        var values = routes.Select(each =>
            string.Create(CultureInfo.InvariantCulture, $"('{each.Consumer}', '{each.Event.Name}', {each.Event.Version})")
        );
        return $"""
            WITH told AS MATERIALIZED (
                SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) WITH ORDINALITY
                    AS t ({MessagingColumns.Envelope}, source, place)
            ),
            seen AS (
                INSERT INTO {module}.inbox_seen (message_id, consumer)
                SELECT t.message_id, r.consumer
                FROM told t JOIN (VALUES {string.Join(
                ", ",
                values
            )}) AS r (consumer, event_type, event_version) USING (event_type, event_version)
                ORDER BY t.message_id, r.consumer
                ON CONFLICT DO NOTHING RETURNING message_id, consumer
            ),
            put AS (
                INSERT INTO {module}.inbox (consumer, {MessagingColumns.Envelope}, source)
                SELECT s.consumer, {MessagingColumns.Of("t")}, t.source FROM told t JOIN seen s USING (message_id) ORDER BY t.place
                RETURNING consumer
            ),
            dead AS (
                INSERT INTO {module}.inbox_dead (id, consumer, source, attempts, error_type, error, raw, received_at)
                SELECT u.id, '{module}', u.source, 0, u.error_type, u.error, u.raw, now()
                FROM unnest($14, $15, $16, $17, $18) AS u (id, source, error_type, error, raw)
                ON CONFLICT (id) DO NOTHING
            ),
            woken AS (SELECT DISTINCT consumer FROM put)
            SELECT consumer, pg_notify('{Topology.Channel}', consumer) FROM woken
            """;
    }
}
