namespace Procurement.BuildingBlocks.Messaging.Operations;

using System.Globalization;
using Npgsql;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;

/// <summary>The dead letters of one module, in and out, as rows of one shape.</summary>
internal static class DeadLetterRows
{
    /// <summary>Characters of an error that lists show.</summary>
    private const int Beginning = 300;

    private const string Common =
        "id, message_id, event_type, event_version, partition_key, aggregate_version, occurred_at, "
        + "attempts, error, dead_at, resolved_at, resolution, resolved_by, subject, correlation_id, causation_id, trace_parent, data, seq";

    private const string Shown =
        "id, queue, consumer, event_type, event_version, message_id, partition_key, aggregate_version, occurred_at, "
        + "attempts, error_type, dead_at, resolved_at, resolution, resolved_by";

    /// <summary>What belongs behind FROM.</summary>
    public static string Of(string module) =>
        $"""
            (
                SELECT {Common}, '{QueueName.Inbox}' AS queue, consumer, error_type, source, stack, raw, received_at FROM {module}.inbox_dead
                UNION ALL
                SELECT {Common}, '{QueueName.Outbox}', NULL::text, split_part(error, ':', 1), NULL::text, NULL::text, NULL::bytea, NULL::timestamptz
                FROM {module}.outbox_dead
            ) AS d
            """;

    /// <summary>What belongs behind WHERE.</summary>
    public static ListConditions Conditions(NpgsqlCommand command, DeadLetterFilter filter)
    {
        var (type, version) = TypeOf(filter.Type);
        var conditions = new ListConditions(command)
            .And("consumer = ", filter.Consumer)
            .And("event_type = ", type)
            .And("event_version = ", version)
            .And("error_type = ", filter.Error)
            .And("partition_key = ", filter.Key)
            // The identifiers' own time lets the primary key find the rows; the column decides, because it is exact.
            .And("id >= ", filter.From is { } first ? IdTime.NoneBefore(first) : null)
            .And("dead_at >= ", filter.From)
            .And("id < ", filter.To is { } last ? IdTime.NoneFrom(last) : null)
            .And("dead_at < ", filter.To)
            .And("id < ", filter.After);
        return filter.Resolved is { } resolved ? conditions.And("(resolved_at IS NOT NULL) = ", resolved) : conditions;
    }

    /// <summary>A wire name with or without its version.</summary>
    public static (string? Name, short? Version) TypeOf(string? text) =>
        text is null ? (null, null)
        : EventType.Parse(text) is { } type ? (type.Name, (short)type.Version)
        : (text, null);

    public static string Headers(string module, string where, int limit) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"SELECT {Shown}, left(error, {Beginning}) FROM {Of(module)} WHERE {where} ORDER BY id DESC LIMIT {limit}"
        );

    public static string Whole(string module) =>
        $"""
            SELECT {Shown}, error, subject, correlation_id, causation_id, trace_parent, source, received_at, stack, data, raw
            FROM {Of(module)} WHERE id = $1
            """;

    public static DeadLetterHeader ReadHeader(NpgsqlDataReader row, string module) =>
        new()
        {
            Id = $"{new DeadLetterId(row.GetGuid(0))}",
            Version = row.IsDBNull(12) ? 1 : 2,
            Queue = row.GetString(1),
            Module = module,
            Consumer = row.TextOrNull(2),
            Type = Type(row),
            MessageId = IdOrNull(row, 5),
            Key = row.TextOrNull(6),
            Sequence = row.IsDBNull(7) ? null : row.GetInt64(7),
            OccurredAt = row.MomentOrNull(8),
            Attempts = row.GetInt32(9),
            ErrorType = row.GetString(10),
            DeadAt = row.GetFieldValue<DateTimeOffset>(11),
            ResolvedAt = row.MomentOrNull(12),
            Resolution = row.TextOrNull(13),
            ResolvedBy = row.TextOrNull(14),
            Error = row.GetString(15),
        };

    public static DeadLetter ReadWhole(NpgsqlDataReader row, string module)
    {
        var header = ReadHeader(row, module);
        return new DeadLetter
        {
            Id = header.Id,
            Version = header.Version,
            Queue = header.Queue,
            Module = module,
            Consumer = header.Consumer,
            Type = header.Type,
            MessageId = header.MessageId,
            Key = header.Key,
            Sequence = header.Sequence,
            OccurredAt = header.OccurredAt,
            Attempts = header.Attempts,
            ErrorType = header.ErrorType,
            DeadAt = header.DeadAt,
            ResolvedAt = header.ResolvedAt,
            Resolution = header.Resolution,
            ResolvedBy = header.ResolvedBy,
            Error = header.Error,
            Subject = row.TextOrNull(16),
            CorrelationId = IdOrNull(row, 17),
            CausationId = IdOrNull(row, 18),
            TraceParent = row.TextOrNull(19),
            Source = row.TextOrNull(20),
            ReceivedAt = row.MomentOrNull(21),
            Stack = row.TextOrNull(22),
            Data = row.TextOrNull(23),
            Raw = row.IsDBNull(24) ? null : Convert.ToBase64String(row.GetFieldValue<byte[]>(24)),
        };
    }

    private static string? Type(NpgsqlDataReader row) =>
        row.IsDBNull(3) ? null
        : row.IsDBNull(4) ? row.GetString(3)
        : $"{new EventType(row.GetString(3), row.GetInt16(4))}";

    private static string? IdOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : $"{row.GetGuid(column)}";
}
