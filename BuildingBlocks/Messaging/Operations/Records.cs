namespace Procurement.BuildingBlocks.Messaging.Operations;

/// <summary>An event that has left its module.</summary>
public sealed record LoggedEvent
{
    /// <summary>The event's identifier.</summary>
    [Is<BareId>]
    public required string MessageId { get; init; }

    /// <summary>Who told it.</summary>
    [Is<ModuleName>]
    public required string Module { get; init; }

    /// <summary>Wire name.</summary>
    [Is<WireName>]
    public required string Type { get; init; }

    /// <summary>The aggregate that it is about.</summary>
    [Is<SubjectName>]
    public required string Subject { get; init; }

    /// <summary>What must stay in order has the same key.</summary>
    [Is<SubjectName>]
    public required string Key { get; init; }

    /// <summary>The aggregate's version after it.</summary>
    [Is<AggregateVersion>]
    public required long Sequence { get; init; }

    /// <summary>Common to all that one request set in motion.</summary>
    [Is<BareId>]
    public required string CorrelationId { get; init; }

    /// <summary>When it happened, in UTC.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The event as JSON; null when it is larger than 4 KiB, so that a page stays small.</summary>
    [Is<SystemText>]
    public required string? Data { get; init; }
}

/// <summary>Which events; what is null does not count.</summary>
public sealed record EventFilter
{
    /// <summary>Who told them.</summary>
    public string? Module { get; init; }

    /// <summary>Wire name, with or without its version.</summary>
    public string? Type { get; init; }

    /// <summary>The aggregate, by its key.</summary>
    public string? Key { get; init; }

    /// <summary>Happened then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Happened before then.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Most items of a page.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>Where the last one already seen lies.</summary>
    public Guid? After { get; init; }
}

/// <summary>Something that an operator did.</summary>
public sealed record OperationRecord
{
    /// <summary>Its identifier.</summary>
    [Is<BareId>]
    public required string Id { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>In which module.</summary>
    [Is<ModuleName>]
    public required string Module { get; init; }

    /// <summary>Subject of the token; <c>cli:</c> and the name of the user for what was done on the command line.</summary>
    [Is<Subject>]
    public required string Actor { get; init; }

    /// <summary>What was done.</summary>
    [Is<SystemText>]
    public required string Action { get; init; }

    /// <summary>To what.</summary>
    [Is<SystemText>]
    public required string Target { get; init; }

    /// <summary>How many messages it was about.</summary>
    [Is<Count>]
    public required long Rows { get; init; }

    /// <summary>Why; null when nobody said.</summary>
    [Is<SystemText>]
    public required string? Reason { get; init; }
}

/// <summary>How many messages were put back.</summary>
/// <param name="Replayed">How many.</param>
/// <param name="More">Whether there are more than one call puts back: call again.</param>
public sealed record ReplayedLetters([property: Is<Count>] long Replayed, bool More);

/// <summary>How many events a consumer is given again.</summary>
/// <param name="Consumer">The consumer.</param>
/// <param name="Replayed">How many.</param>
/// <param name="Next">Where the next call is to go on, when there are more than one call takes; otherwise null.</param>
public sealed record ReplayedConsumer(
    [property: Is<ConsumerName>] string Consumer,
    [property: Is<Count>] long Replayed,
    DateTimeOffset? Next
);
