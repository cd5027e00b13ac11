namespace Procurement.BuildingBlocks.Messaging.Relay;

using Npgsql;
using NpgsqlTypes;
using Procurement.BuildingBlocks.Messaging.Transports;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>Counts how often the event in front could not be handed over, and puts it aside when that was often enough.</summary>
internal sealed class RelayFailures(NpgsqlDataSource database, MessagingSettings settings, TimeProvider clock)
{
    /// <returns>The sequence number of the event that was put aside; null when none was.</returns>
    public async Task<long?> Count(MessagingModule module, Exception fault, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"""
            WITH head AS (
                SELECT coalesce($1, (SELECT o.seq FROM {module.Name}.outbox o WHERE {InProcessTransport.NotParked(
                module.Name
            )} ORDER BY o.seq LIMIT 1)) AS seq
            ),
            counted AS (
                UPDATE {module.Name}.relay_state s
                SET attempts = CASE WHEN s.head_seq = head.seq THEN s.attempts + 1 ELSE 1 END, head_seq = head.seq, last_error = $2
                FROM head RETURNING s.head_seq, s.attempts
            ),
            gone AS (
                DELETE FROM {module.Name}.outbox WHERE seq = (SELECT head_seq FROM counted WHERE attempts >= $3) RETURNING *
            )
            INSERT INTO {module.Name}.outbox_dead (id, seq, {MessagingColumns.Envelope}, attempts, error)
            SELECT $4, seq, {MessagingColumns.Envelope}, (SELECT attempts FROM counted), $2 FROM gone
            RETURNING seq
            """
        );
        command.Parameters.Add(
            new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = fault is HandOverException one ? one.Seq : DBNull.Value }
        );
        command.Parameters.With(Described.Shortly(fault)).With(settings.MaxAttempts).With(Guid.CreateVersion7(clock.GetUtcNow()));
        return (long?)await command.ExecuteScalarAsync(ct);
    }
}
