namespace Procurement.BuildingBlocks.Messaging;

using System.Data.Common;
using Procurement.BuildingBlocks.Persistence;

/// <summary>The columns of an event, alike in every table that holds some.</summary>
internal static class MessagingColumns
{
    public const string Envelope =
        "message_id, event_type, event_version, subject, partition_key, aggregate_version, correlation_id, causation_id, "
        + "trace_parent, trace_state, occurred_at, data";

    /// <summary>The same, of a table by its alias.</summary>
    public static string Of(string alias) => $"{alias}.{Envelope.Replace(", ", $", {alias}.", StringComparison.Ordinal)}";

    /// <summary>Reads them.</summary>
    /// <param name="row">A row whose columns from <paramref name="first"/> on are those of <see cref="Envelope"/>.</param>
    /// <param name="first">Where they begin.</param>
    public static EventEnvelope Read(DbDataReader row, int first) =>
        new()
        {
            MessageId = row.GetGuid(first),
            EventType = row.GetString(first + 1),
            EventVersion = row.GetInt16(first + 2),
            Subject = row.GetString(first + 3),
            PartitionKey = row.GetString(first + 4),
            AggregateVersion = row.GetInt64(first + 5),
            CorrelationId = row.GetGuid(first + 6),
            CausationId = row.IsDBNull(first + 7) ? null : row.GetGuid(first + 7),
            TraceParent = row.IsDBNull(first + 8) ? null : row.GetString(first + 8),
            TraceState = row.IsDBNull(first + 9) ? null : row.GetString(first + 9),
            OccurredAt = row.GetFieldValue<DateTimeOffset>(first + 10),
            Data = row.GetString(first + 11),
        };
}
