namespace Procurement.BuildingBlocks.Messaging.Transports.Kafka;

using System.Globalization;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Procurement.BuildingBlocks.Persistence;

/// <summary>A record that is no event of ours; no repetition will make it one.</summary>
/// <param name="problem">What is wrong with it, for an operator.</param>
internal sealed class UnreadableRecordException(string problem) : Exception(problem);

/// <summary>
/// An event as a record of Kafka: CloudEvents 1.0.2 in binary mode (Kafka protocol binding, section 3.2), the value is the bare JSON. What
/// comes from a topic is not trusted: whatever it holds, either an event comes of it that every table takes, or a refusal.
/// </summary>
internal static class EventRecord
{
    /// <summary>Most characters of a header: keys are part of indexes, whose entries PostgreSQL bounds at 2.7 kB.</summary>
    private const int LongestHeader = 512;

    private const string TypePrefix = "procurement.";
    private const string Rfc3339 = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";
    private const string Rfc3339Read = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static Message<byte[], byte[]> Write(EventEnvelope envelope)
    {
        var headers = new Headers();
        Add("content-type", "application/json");
        Add("ce_specversion", "1.0");
        Add("ce_id", $"{envelope.MessageId}");
        Add("ce_source", $"/procurement/{envelope.Type.Module}");
        Add("ce_type", $"{TypePrefix}{envelope.Type}");
        Add("ce_subject", envelope.Subject);
        Add("ce_time", envelope.OccurredAt.UtcDateTime.ToString(Rfc3339, CultureInfo.InvariantCulture));
        Add("ce_partitionkey", envelope.PartitionKey);
        Add("ce_sequence", envelope.AggregateVersion.ToString(CultureInfo.InvariantCulture));
        Add("ce_correlationid", $"{envelope.CorrelationId}");
        Add("ce_causationid", envelope.CausationId?.ToString());
        Add("ce_traceparent", envelope.TraceParent);
        // Whoever called us may have sent any length of it; the trace goes on without.
        Add("ce_tracestate", envelope.TraceState is { Length: > LongestHeader } ? null : envelope.TraceState);
        return new Message<byte[], byte[]>
        {
            Key = Encoding.UTF8.GetBytes(envelope.PartitionKey),
            Value = Encoding.UTF8.GetBytes(envelope.Data),
            Headers = headers,
        };

        void Add(string name, string? value)
        {
            if (value is not null)
                headers.Add(name, Encoding.UTF8.GetBytes(value));
        }
    }

    /// <summary>What kind of event it is, which is all that is asked of one that nobody here subscribes to.</summary>
    /// <exception cref="UnreadableRecordException">It is no event of ours.</exception>
    public static EventType TypeOf(Message<byte[], byte[]> message)
    {
        var type = Required(message, "ce_type");
        return type.StartsWith(TypePrefix, StringComparison.Ordinal) && EventType.Parse(type[TypePrefix.Length..]) is { } parsed
            ? parsed
            : throw new UnreadableRecordException("The header ce_type is not procurement.<module>.<event>.v<major>.");
    }

    /// <exception cref="UnreadableRecordException">It is no event of ours.</exception>
    public static EventEnvelope Read(Message<byte[], byte[]> message, EventType type)
    {
        if (Required(message, "ce_specversion") != "1.0")
            throw new UnreadableRecordException("The header ce_specversion is not 1.0.");
        return new EventEnvelope
        {
            MessageId = Identifier(message),
            EventType = type.Name,
            EventVersion = (short)type.Version,
            Subject = Required(message, "ce_subject"),
            PartitionKey = Required(message, "ce_partitionkey"),
            AggregateVersion = long.TryParse(
                Required(message, "ce_sequence"),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var sequence
            )
                ? sequence
                : throw new UnreadableRecordException("The header ce_sequence is no whole number."),
            CorrelationId = ToGuid(Required(message, "ce_correlationid"), "ce_correlationid"),
            CausationId = Optional(message, "ce_causationid") is { } cause ? ToGuid(cause, "ce_causationid") : null,
            TraceParent = Optional(message, "ce_traceparent"),
            TraceState = Optional(message, "ce_tracestate"),
            OccurredAt = Time(message),
            Data = Data(message.Value),
        };
    }

    /// <summary>What consumers have had is forgotten by the age of its identifier, so one without a time in it would be forgotten at once.</summary>
    private static Guid Identifier(Message<byte[], byte[]> message)
    {
        var id = ToGuid(Required(message, "ce_id"), "ce_id");
        return id.Version == 7 ? id : throw new UnreadableRecordException("The header ce_id is no UUID of version 7.");
    }

    private static DateTimeOffset Time(Message<byte[], byte[]> message) =>
        DateTimeOffset.TryParseExact(
            Required(message, "ce_time"),
            Rfc3339Read,
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var time
        )
            ? time
            : throw new UnreadableRecordException("The header ce_time is no time of RFC 3339.");

    private static Guid ToGuid(string text, string name) =>
        Guid.TryParseExact(text, "D", out var id) ? id : throw new UnreadableRecordException($"The header {name} is no UUID.");

    private static string Required(Message<byte[], byte[]> message, string name) =>
        Optional(message, name) is { Length: > 0 } value ? value : throw new UnreadableRecordException($"The header {name} is missing.");

    private static string? Optional(Message<byte[], byte[]> message, string name)
    {
        if (message.Headers is null || !message.Headers.TryGetLastBytes(name, out var bytes) || bytes is null)
            return null;
        var text = Text(bytes, $"The header {name}");
        return text.Length <= LongestHeader ? text : throw new UnreadableRecordException($"The header {name} is too long.");
    }

    private static string Data(byte[]? value)
    {
        if (value is null)
            throw new UnreadableRecordException("There is no value.");
        if (value.Length > EventEnvelope.MostBytes)
            throw new UnreadableRecordException("The value is larger than an event may be.");
        var text = Text(value, "The value");
        try
        {
            var json = new Utf8JsonReader(value);
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
                throw new UnreadableRecordException("The value is no JSON object.");
            while (json.Read()) { }
        }
        catch (JsonException e)
        {
            throw new UnreadableRecordException($"The value is no JSON: {e.Message}");
        }
        return text;
    }

    /// <summary>PostgreSQL keeps no NUL.</summary>
    private static string Text(byte[] bytes, string what)
    {
        try
        {
            var text = Utf8.GetString(bytes);
            return text.Contains('\0') ? throw new UnreadableRecordException($"{what} has a NUL in it.") : text;
        }
        catch (DecoderFallbackException)
        {
            throw new UnreadableRecordException($"{what} is no UTF-8.");
        }
    }
}
