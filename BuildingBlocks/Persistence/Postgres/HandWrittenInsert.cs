namespace Procurement.BuildingBlocks.Persistence.Postgres;

using Npgsql;
using NpgsqlTypes;

/// <summary>
/// One statement, written by hand, for the hottest write of a module: a new aggregate with its first event, the public one too, and the
/// stored answer if there is one. It is all or nothing by itself, and spares EF Core's tracking (ADR 0011).
/// </summary>
public interface IHandWrittenInsert
{
    /// <summary>Whether the statement writes all that this new aggregate holds; otherwise it goes through the mapping.</summary>
    bool Fits(Aggregate aggregate);

    /// <summary>The statement with its parameters.</summary>
    /// <param name="aggregate">One that fits.</param>
    /// <param name="history">The line of its one event.</param>
    /// <param name="told">What the event is to other modules.</param>
    /// <param name="answer">The stored answer; null when the request had no key.</param>
    NpgsqlBatchCommand Write(Aggregate aggregate, HistoryRow history, EventEnvelope told, StoredAnswer? answer);
}

/// <summary>Positional parameters.</summary>
public static class PositionalParameters
{
    /// <summary>Gives the next parameter; its PostgreSQL type follows from its type here.</summary>
    public static NpgsqlParameterCollection With<T>(this NpgsqlParameterCollection parameters, T value)
    {
        parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return parameters;
    }

    /// <summary>Gives the next parameter, a text or null.</summary>
    public static NpgsqlParameterCollection WithText(
        this NpgsqlParameterCollection parameters,
        string? value,
        NpgsqlDbType type = NpgsqlDbType.Text
    )
    {
        parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = (object?)value ?? DBNull.Value });
        return parameters;
    }

    /// <summary>Gives the columns of a stored answer, in the order of its table.</summary>
    public static NpgsqlParameterCollection With(this NpgsqlParameterCollection parameters, StoredAnswer answer) =>
        parameters
            .With(answer.Client)
            .With(answer.Key)
            .With(answer.Fingerprint)
            .With(answer.Status)
            .With(answer.Body)
            .WithText(answer.ETag)
            .WithText(answer.Location)
            .With(answer.CreatedAt);

    /// <summary>Gives the columns of an outbox, in the order of its table.</summary>
    public static NpgsqlParameterCollection With(this NpgsqlParameterCollection parameters, EventEnvelope envelope)
    {
        parameters
            .With(envelope.MessageId)
            .With(envelope.EventType)
            .With(envelope.EventVersion)
            .With(envelope.Subject)
            .With(envelope.PartitionKey)
            .With(envelope.AggregateVersion)
            .With(envelope.CorrelationId);
        parameters.Add(new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Uuid, Value = (object?)envelope.CausationId ?? DBNull.Value });
        return parameters.WithText(envelope.TraceParent).WithText(envelope.TraceState).With(envelope.OccurredAt).With(envelope.Data);
    }
}
