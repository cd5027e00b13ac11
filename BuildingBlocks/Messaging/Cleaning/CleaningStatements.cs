namespace Procurement.BuildingBlocks.Messaging.Cleaning;

using System.Globalization;

/// <summary>
/// The statements that clean one module. Rows go by physical address and in batches whose size stands in the text: a plan for any number of
/// rows would read the whole table each time.
/// </summary>
internal sealed class CleaningStatements(string module)
{
    /// <summary>Rows that go in one statement.</summary>
    public const int Batch = 5_000;

    private readonly string turn = $"(SELECT pg_try_advisory_xact_lock(hashtextextended('clean.{module}', 0)))";

    /// <summary>Forgets what consumers were given before identifier $1; answers how many rows went.</summary>
    public string ForgetSeen => Delete("inbox_seen", "message_id < $1", "message_id");

    /// <summary>Takes events before $1 out of what fits no partition; answers how many.</summary>
    public string DropFromRest => Delete("event_log_rest", "occurred_at < $1", "occurred_at");

    /// <summary>What an operator has put back is gone: relays need not look so far back any more.</summary>
    public string ForgetLookFrom =>
        $"""
            UPDATE {module}.relay_state s SET look_from = NULL
            WHERE s.look_from IS NOT NULL AND NOT EXISTS (SELECT FROM {module}.outbox o WHERE o.seq <= s.look_from + 1)
            """;

    /// <summary>Makes the partitions of the next months, unless the last of them is there.</summary>
    public string MakePartitions =>
        $"""
            SELECT {module}.make_event_log_partitions(2)
            WHERE to_regclass('{module}.event_log_' || to_char(now() AT TIME ZONE 'UTC' + interval '2 months', 'YYYYMM')) IS NULL
                AND {turn}
            """;

    /// <summary>Names of the partitions of single months.</summary>
    public string Partitions =>
        $"""
            SELECT c.relname::text FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
            WHERE i.inhparent = '{module}.event_log'::regclass AND c.relname ~ '^event_log_[0-9]{"{6}"}$' ORDER BY 1
            """;

    /// <summary>Takes dead letters that were decided on before $1 out of a table; answers how many.</summary>
    public string DropResolved(string table) => Delete(table, "resolved_at < $1", "resolved_at");

    /// <summary>What the partition of a month is called.</summary>
    public string PartitionOf(DateTimeOffset month) => "event_log_" + month.ToString("yyyyMM", CultureInfo.InvariantCulture);

    /// <summary>
    /// Drops a partition. The whole log is locked for that, if only for a moment: whoever waits for it waits no longer than this does, and
    /// another time will come.
    /// </summary>
    public string DropPartition(string partition) =>
        $"""
            DO $$ BEGIN
                IF pg_try_advisory_xact_lock(hashtextextended('clean.{module}', 0)) THEN
                    SET LOCAL lock_timeout = '200ms';
                    DROP TABLE IF EXISTS {module}.{partition};
                END IF;
            EXCEPTION WHEN lock_not_available THEN NULL;
            END $$
            """;

    private string Delete(string table, string old, string order) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"""
            WITH gone AS (
                DELETE FROM {module}.{table} WHERE ctid = ANY (
                    ARRAY(SELECT ctid FROM {module}.{table} WHERE {old} AND {turn} ORDER BY {order} LIMIT {Batch})
                )
                RETURNING 1
            )
            SELECT count(*) FROM gone
            """
        );
}
