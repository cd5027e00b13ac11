namespace Procurement.BuildingBlocks.Messaging.Operations;

using System.Globalization;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>
/// Gives one consumer again what was told since some moment. It reads the event log of the modules that told it and writes to the consumer's
/// inbox: besides the hand-over, the one place where a statement names two schemas (ADR 0004). What the consumer has still to do of it is
/// taken away first, and what was put aside of it is decided by it, so that it comes once and in order. Relays of those modules wait
/// meanwhile: what is told next comes after it.
/// </summary>
internal sealed class ConsumerReplay(OperationTransactions transactions, Topology topology)
{
    /// <summary>Most events of one call.</summary>
    private const int Most = 100_000;

    /// <summary>Events of one statement.</summary>
    private const int Batch = 5_000;

    /// <summary>Where an event lies in a log.</summary>
    private readonly record struct Place(string Module, DateTimeOffset OccurredAt, long Seq);

    public Task<Result<Performed<ReplayedConsumer>>> Run(
        string consumer,
        DateTimeOffset from,
        bool onlyMissed,
        OnBehalf<ReplayedConsumer> by,
        CancellationToken ct
    ) =>
        transactions.Run(
            by,
            async operation =>
            {
                var subscriptions = topology.Subscriptions.Where(each => each.Consumer == consumer).ToList();
                if (subscriptions.Count == 0)
                    return OperationErrors.NoSuchConsumer;
                var places = new List<Place>();
                // In one order, so that two at once do not wait for each other.
                foreach (var module in subscriptions.GroupBy(each => each.Event.Module).OrderBy(each => each.Key, StringComparer.Ordinal))
                    places.AddRange(await Find(operation, module.Key, [.. module.Select(each => each.Event)], from));
                var next = Cut(places);
                var given = 0;
                foreach (var module in places.GroupBy(each => each.Module))
                foreach (var batch in module.OrderBy(each => each.Seq).Chunk(Batch))
                    given += await Put(operation, batch, subscriptions[0], onlyMissed);
                var what = $"{consumer} from {from.UtcDateTime:O}{(onlyMissed ? ", only missed" : "")}";
                await operation.Note(subscriptions[0].Module, "replay-consumer", what, given);
                await operation.Wake(Topology.Anywhere(consumer));
                return (Result<ReplayedConsumer>)new ReplayedConsumer(consumer, given, next);
            },
            ct
        );

    private static async Task<List<Place>> Find(Operation operation, string module, EventType[] events, DateTimeOffset from)
    {
        // By itself, and not in the statement that reads: that would not see what was told while it waited.
        await using (var turn = operation.Command($"SELECT pg_advisory_xact_lock(hashtextextended('relay.{module}', 0))"))
            await turn.ExecuteNonQueryAsync(operation.Ct);
        await using var command = operation.Command(
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                SELECT l.occurred_at, l.seq FROM {module}.event_log l
                WHERE l.occurred_at >= $1 AND (l.event_type, l.event_version) IN (SELECT * FROM unnest($2, $3))
                ORDER BY l.occurred_at, l.seq LIMIT {Most + 1}
                """
            )
        );
        command
            .Parameters.With(from.ToUniversalTime())
            .With(events.Select(each => each.Name).ToArray())
            .With(events.Select(each => (short)each.Version).ToArray());
        var places = new List<Place>();
        await using var row = await command.ExecuteReaderAsync(operation.Ct);
        while (await row.ReadAsync(operation.Ct))
            places.Add(new Place(module, row.GetFieldValue<DateTimeOffset>(0), row.GetInt64(1)));
        return places;
    }

    /// <summary>Leaves as many as one call takes, and all or none of one moment.</summary>
    /// <returns>The moment of the first that is left out; null when none is.</returns>
    private static DateTimeOffset? Cut(List<Place> places)
    {
        if (places.Count <= Most)
            return null;
        places.Sort((one, other) => one.OccurredAt.CompareTo(other.OccurredAt));
        var next = places[Most].OccurredAt;
        if (places[0].OccurredAt == next)
            throw new InvalidOperationException($"More than {Most} events happened at the same moment.");
        places.RemoveAll(each => each.OccurredAt >= next);
        return next;
    }

    /// <returns>How many were put.</returns>
    private static async Task<int> Put(Operation operation, Place[] batch, Subscription consumer, bool onlyMissed)
    {
        var (from, to) = (batch[0].Module, consumer.Module);
        await using var command = operation.Command(
            $"""
            WITH chosen AS MATERIALIZED (
                SELECT l.* FROM unnest($2, $3) AS k (occurred_at, seq)
                JOIN {from}.event_log l ON l.occurred_at = k.occurred_at AND l.seq = k.seq
            ),
            {(onlyMissed ? "" : Again(to))}
            seen AS (
                INSERT INTO {to}.inbox_seen (message_id, consumer) SELECT message_id, $1 FROM chosen ON CONFLICT DO NOTHING RETURNING message_id
            )
            INSERT INTO {to}.inbox (consumer, {MessagingColumns.Envelope}, source)
            SELECT $1, {MessagingColumns.Of("l")}, '{from}' FROM chosen l
            {(onlyMissed ? "WHERE l.message_id IN (SELECT message_id FROM seen)" : "")} ORDER BY l.seq
            """
        );
        command
            .Parameters.With(consumer.Consumer)
            .With(batch.Select(each => each.OccurredAt).ToArray())
            .With(batch.Select(each => each.Seq).ToArray())
            .With(operation.Actor);
        return await command.ExecuteNonQueryAsync(operation.Ct);
    }

    /// <summary>What is still to be done of them, or was put aside, comes with the rest.</summary>
    private static string Again(string to) =>
        $"""
            waiting AS MATERIALIZED (
                SELECT i.seq FROM {to}.inbox i JOIN chosen l ON l.partition_key = i.partition_key AND l.message_id = i.message_id
                WHERE i.consumer = $1 FOR UPDATE OF i SKIP LOCKED
            ),
            gone AS (DELETE FROM {to}.inbox WHERE seq IN (SELECT seq FROM waiting)),
            decided AS (
                UPDATE {to}.inbox_dead d SET resolved_at = now(), resolution = '{Resolution.Replayed}', resolved_by = $4
                FROM chosen l
                WHERE d.consumer = $1 AND d.partition_key = l.partition_key AND d.message_id = l.message_id AND d.resolved_at IS NULL
            ),
            """;
}
