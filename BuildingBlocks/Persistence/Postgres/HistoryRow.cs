namespace Procurement.BuildingBlocks.Persistence.Postgres;

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
}
