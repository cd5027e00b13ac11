namespace Procurement.BuildingBlocks.Persistence;

using System.Diagnostics;
using System.Text;

/// <summary>
/// A public event with all that carries it: one row of a module's outbox. Its members are attributes of CloudEvents 1.0.2 (ADR 0017).
/// </summary>
public sealed class EventEnvelope
{
    /// <summary>Most bytes of <see cref="Data"/>; a broker takes one megabyte with everything around it.</summary>
    public const int MostBytes = 900 * 1024;

    /// <summary>Identifies the event for good, UUIDv7; consumers remember it (<c>id</c>).</summary>
    public required Guid MessageId { get; init; }

    /// <summary>Wire name without the version (<c>type</c>).</summary>
    public required string EventType { get; init; }

    /// <summary>Major version of the wire name, from 1 (<c>type</c>).</summary>
    public required short EventVersion { get; init; }

    /// <summary>The aggregate by its identifier with prefix, <c>po_...</c> (<c>subject</c>).</summary>
    public required string Subject { get; init; }

    /// <summary>What must stay in order has the same key (<c>partitionkey</c>).</summary>
    public required string PartitionKey { get; init; }

    /// <summary>The aggregate's version after it, from 1; rises along the key but may have gaps (<c>sequence</c>).</summary>
    public required long AggregateVersion { get; init; }

    /// <summary>Common to all that one request set in motion (<c>correlationid</c>).</summary>
    public required Guid CorrelationId { get; init; }

    /// <summary>The message whose consumer published this one; null when a request did (<c>causationid</c>).</summary>
    public required Guid? CausationId { get; init; }

    /// <summary>W3C trace context of whoever published it; null when not traced (<c>traceparent</c>).</summary>
    public required string? TraceParent { get; init; }

    /// <summary>W3C trace state; null when there is none (<c>tracestate</c>).</summary>
    public required string? TraceState { get; init; }

    /// <summary>When it happened, in UTC (<c>time</c>).</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The event as JSON (<c>data</c>).</summary>
    public required string Data { get; init; }

    /// <summary>The wire name.</summary>
    public EventType Type => new(EventType, EventVersion);

    /// <summary>Puts an event into an envelope, in the trace that the present work belongs to.</summary>
    /// <param name="happened">The event.</param>
    /// <param name="about">The aggregate, by its identifier with prefix.</param>
    /// <param name="version">The aggregate's version after it, from 1.</param>
    /// <param name="at">When it happened, in UTC.</param>
    /// <param name="cause">The message that is being consumed; null when none is.</param>
    /// <exception cref="InvalidOperationException">It is larger than <see cref="MostBytes"/>.</exception>
    public static EventEnvelope Of(PublicEvent happened, string about, long version, DateTimeOffset at, EventEnvelope? cause)
    {
        if (happened.Data.Length > MostBytes / 3 && Encoding.UTF8.GetByteCount(happened.Data) > MostBytes)
            throw new InvalidOperationException($"{happened.Type} of {about} is larger than an event may be.");
        // What becomes of the event hangs below this, in the trace.
        using var made = Spans.Source.HasListeners()
            ? Spans.Source.StartActivity($"create {happened.Type.Name}", ActivityKind.Producer)
            : null;
        var trace = made ?? Activity.Current;
        var id = Guid.CreateVersion7(at);
        made?.SetTag("messaging.message.id", id);
        return new EventEnvelope
        {
            MessageId = id,
            EventType = happened.Type.Name,
            EventVersion = (short)happened.Type.Version,
            Subject = about,
            PartitionKey = about,
            AggregateVersion = version,
            CorrelationId = cause?.CorrelationId ?? (trace is null ? id : Uuid(trace.TraceId)),
            CausationId = cause?.MessageId,
            TraceParent = trace?.Id,
            TraceState = trace?.TraceStateString,
            OccurredAt = at,
            Data = happened.Data,
        };
    }

    /// <summary>The same sixteen bytes.</summary>
    private static Guid Uuid(ActivityTraceId trace)
    {
        Span<byte> bytes = stackalloc byte[16];
        trace.CopyTo(bytes);
        return new Guid(bytes, bigEndian: true);
    }
}
