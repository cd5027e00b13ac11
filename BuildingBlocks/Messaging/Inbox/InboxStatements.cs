namespace Procurement.BuildingBlocks.Messaging.Inbox;

/// <summary>The statements of one module's inbox.</summary>
internal sealed record InboxStatements
{
    /// <summary>
    /// Fresh messages of consumer $1 after sequence number $2 that are not among $3, oldest first. None whose key has an earlier one that
    /// failed and waits.
    /// </summary>
    public required string Fresh { get; init; }

    /// <summary>
    /// Goes before <see cref="Fresh"/>, in its transaction: PostgreSQL then reads in the order of the index and ends where it has enough. What it
    /// knows of a queue is what that was at another time; it would expect a single message, read all of them and sort.
    /// </summary>
    public string InOrder => "SELECT set_config('enable_sort', 'off', true), set_config('enable_bitmapscan', 'off', true)";

    /// <summary>Messages of consumer $1 that failed and are due, not among $3, each the first of its key.</summary>
    public required string Due { get; init; }

    /// <summary>What is added to both when later messages of a key wait for one that was put aside.</summary>
    public required string NotParked { get; init; }

    /// <summary>
    /// Takes message $1 away, unless somebody is at it or an earlier one of its consumer and key is still there, or, where $2 says that keys
    /// are parked, put aside. In the transaction of its effect: this alone is what order and exactly once rest on, not who holds which lease.
    /// </summary>
    public required string Take { get; init; }

    /// <summary>Counts a failure of message $1, whose row tells of $2: $3 until it is tried again, $4 why, $5 failures by now.</summary>
    public required string Fail { get; init; }

    /// <summary>Counts beforehand what may kill the process: message $1 with $2 failures.</summary>
    public required string Suspect { get; init; }

    /// <summary>
    /// Puts message $1, whose row tells of $2 failures, aside: $3 its identifier there, $4 kind of error, $5 error, $6 stack, $7 failures by now.
    /// </summary>
    public required string PutAside { get; init; }

    public static InboxStatements Of(string module)
    {
        const string row = $"i.seq, i.attempts, i.received_at, i.source, ";
        var columns = row + MessagingColumns.Of("i");
        return new InboxStatements
        {
            Fresh = $"""
                SELECT {columns} FROM {module}.inbox i
                WHERE i.consumer = $1 AND i.attempts = 0 AND i.seq > $2 AND i.seq <> ALL ($3) AND NOT EXISTS (
                    SELECT FROM {module}.inbox e
                    WHERE e.consumer = i.consumer AND e.partition_key = i.partition_key AND e.seq < i.seq AND e.attempts > 0
                )
                """,
            Due = $"""
                SELECT {columns} FROM {module}.inbox i
                WHERE i.consumer = $1 AND i.attempts > 0 AND i.next_attempt_at <= now() AND i.seq > $2 AND i.seq <> ALL ($3) AND NOT EXISTS (
                    SELECT FROM {module}.inbox e
                    WHERE e.consumer = i.consumer AND e.partition_key = i.partition_key AND e.seq < i.seq AND e.attempts > 0
                )
                """,
            NotParked = $"""
                 AND NOT EXISTS (
                    SELECT FROM {module}.inbox_dead d
                    WHERE d.consumer = i.consumer AND d.partition_key = i.partition_key AND d.resolved_at IS NULL
                )
                """,
            Take = TakeOf(module),
            Fail = $"""
                UPDATE {module}.inbox SET attempts = $5, next_attempt_at = now() + $3, last_error = $4
                WHERE seq = $1 AND attempts = $2
                """,
            Suspect = $"UPDATE {module}.inbox SET attempts = attempts + 1 WHERE seq = $1 AND attempts = $2",
            PutAside = $"""
                WITH gone AS (DELETE FROM {module}.inbox WHERE seq = $1 AND attempts = $2 RETURNING *)
                INSERT INTO {module}.inbox_dead
                    (id, seq, consumer, {MessagingColumns.Envelope}, source, attempts, error_type, error, stack, received_at)
                SELECT $3, seq, consumer, {MessagingColumns.Envelope}, source, $7, $4, $5, $6, received_at FROM gone
                """,
        };
    }

    /// <summary>
    /// The earlier one is asked for in the order of an index, not with NOT EXISTS: a plan that is made while the queue is empty, and kept,
    /// would read all of it for every message.
    /// </summary>
    private static string TakeOf(string module) =>
        $"""
            DELETE FROM {module}.inbox WHERE seq = (
                SELECT i.seq FROM {module}.inbox i
                WHERE i.seq = $1 AND (
                    SELECT e.seq FROM {module}.inbox e
                    WHERE e.consumer = i.consumer AND e.partition_key = i.partition_key AND e.seq < i.seq
                    ORDER BY e.seq LIMIT 1
                ) IS NULL AND NOT ($2 AND EXISTS (
                    SELECT FROM {module}.inbox_dead d
                    WHERE d.consumer = i.consumer AND d.partition_key = i.partition_key AND d.resolved_at IS NULL
                ))
                FOR UPDATE SKIP LOCKED
            )
            """;
}
