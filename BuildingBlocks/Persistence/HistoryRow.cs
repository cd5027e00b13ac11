namespace Procurement.BuildingBlocks.Persistence;

using System.Diagnostics;
using System.Text;
using System.Text.Json;

/// <summary>One line of the audit trail as stored; its key (aggregate, version) is also what a lost update collides with (ADR 0007).</summary>
public sealed class HistoryRow
{
    /// <summary>Name of the primary key.</summary>
    public const string Key = "history_pkey";

    /// <summary>Whose history.</summary>
    public required Guid AggregateId { get; init; }

    /// <summary>The aggregate's version after it, from 1.</summary>
    public required long Version { get; init; }

    /// <summary>Name of the domain event.</summary>
    public required string Event { get; init; }

    /// <summary>Subject of who did it.</summary>
    public required string Actor { get; init; }

    /// <summary>Subject of whose authority was used; null when it was the actor's own.</summary>
    public required string? OnBehalfOf { get; init; }

    /// <summary>What made the system act; null when somebody did it.</summary>
    public required string? Cause { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>State before; null for the first.</summary>
    public required string? From { get; init; }

    /// <summary>State after.</summary>
    public required string To { get; init; }

    /// <summary>JSON object with what is particular to the event; null when nothing is.</summary>
    public required string? Details { get; init; }

    /// <summary>W3C trace id; null when the change was not traced.</summary>
    public required string? TraceId { get; init; }

    /// <summary>The line that an event is kept as, in the trace that the present work belongs to.</summary>
    /// <param name="aggregate">Whose, by bare identifier.</param>
    /// <param name="recorded">What happened.</param>
    public static HistoryRow Of(Guid aggregate, RecordedEvent recorded)
    {
        var happened = recorded.Event;
        return new HistoryRow
        {
            AggregateId = aggregate,
            Version = recorded.Version,
            Event = happened.GetType().Name,
            Actor = happened.Actor.Subject,
            OnBehalfOf = happened.Actor.OnBehalfOf,
            Cause = happened.Actor.Cause,
            At = happened.At,
            From = recorded.From,
            To = recorded.To,
            Details = EventDetails.Of(happened),
            TraceId = Activity.Current?.TraceId.ToHexString(),
        };
    }

    /// <summary>Bytes of the details.</summary>
    internal int Size => Details is null ? 0 : Encoding.UTF8.GetByteCount(Details);

    /// <summary>As it is shown.</summary>
    /// <param name="mostBytes">Larger details are left out.</param>
    internal HistoryItem ToItem(int mostBytes) =>
        new()
        {
            Version = Version,
            Event = Event,
            Actor = Actor,
            OnBehalfOf = OnBehalfOf,
            Cause = Cause,
            At = At,
            From = From,
            To = To,
            Details = Details is null || Size > mostBytes ? null : JsonElement.Parse(Details),
            DetailsLeftOut = Size > mostBytes,
            TraceId = TraceId,
        };
}
