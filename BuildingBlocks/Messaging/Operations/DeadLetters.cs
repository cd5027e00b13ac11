namespace Procurement.BuildingBlocks.Messaging.Operations;

/// <summary>Names a dead letter; a UUIDv7 by when it was put aside.</summary>
/// <param name="Value">As stored.</param>
public readonly record struct DeadLetterId(Guid Value) : ITypedId<DeadLetterId>
{
    /// <inheritdoc/>
    public static string Prefix => "dl_";

    /// <inheritdoc/>
    public static DeadLetterId From(Guid value) => new(value);

    /// <inheritdoc/>
    public override string ToString() => TypedId.Format(this);
}

/// <summary>A message that was put aside, as lists show it. What could not even be read has no event.</summary>
public record DeadLetterHeader
{
    /// <summary>Its identifier, with prefix.</summary>
    [Is<DeadLetterId>]
    public required string Id { get; init; }

    /// <summary>1 while it waits for a decision, 2 after it.</summary>
    [Is<AggregateVersion>]
    public required long Version { get; init; }

    /// <summary>On which way it was.</summary>
    [Is<QueueName>]
    public required string Queue { get; init; }

    /// <summary>Whose table it lies in.</summary>
    [Is<ModuleName>]
    public required string Module { get; init; }

    /// <summary>Who could not handle it; null when it never left its module.</summary>
    [Is<ConsumerName>]
    public required string? Consumer { get; init; }

    /// <summary>The event's wire name.</summary>
    [Is<WireName>]
    public required string? Type { get; init; }

    /// <summary>The event's identifier.</summary>
    [Is<BareId>]
    public required string? MessageId { get; init; }

    /// <summary>What must stay in order has the same key.</summary>
    [Is<SubjectName>]
    public required string? Key { get; init; }

    /// <summary>The aggregate's version after the event.</summary>
    [Is<AggregateVersion>]
    public required long? Sequence { get; init; }

    /// <summary>When it happened, in UTC.</summary>
    public required DateTimeOffset? OccurredAt { get; init; }

    /// <summary>How often it was tried.</summary>
    [Is<Count>]
    public required long Attempts { get; init; }

    /// <summary>Kind of the last fault.</summary>
    [Is<SystemText>]
    public required string ErrorType { get; init; }

    /// <summary>The last fault; in lists its beginning.</summary>
    [Is<SystemText>]
    public required string Error { get; init; }

    /// <summary>When it was put aside, in UTC.</summary>
    public required DateTimeOffset DeadAt { get; init; }

    /// <summary>When it was decided on, in UTC; null before.</summary>
    public required DateTimeOffset? ResolvedAt { get; init; }

    /// <summary>What was decided.</summary>
    [Is<Resolution>]
    public required string? Resolution { get; init; }

    /// <summary>Who decided it.</summary>
    [Is<Subject>]
    public required string? ResolvedBy { get; init; }
}

/// <summary>A message that was put aside, with all that is known of it.</summary>
public sealed record DeadLetter : DeadLetterHeader, IRepresentation
{
    /// <inheritdoc/>
    public static int Representation => 1;

    /// <summary>The aggregate that it is about.</summary>
    [Is<SubjectName>]
    public required string? Subject { get; init; }

    /// <summary>Common to all that one request set in motion.</summary>
    [Is<BareId>]
    public required string? CorrelationId { get; init; }

    /// <summary>The message whose consumer published it.</summary>
    [Is<BareId>]
    public required string? CausationId { get; init; }

    /// <summary>W3C trace context of whoever published it.</summary>
    [Is<SystemText>]
    public required string? TraceParent { get; init; }

    /// <summary>The module it came from, or topic, partition and offset; null when it never left.</summary>
    [Is<SystemText>]
    public required string? Source { get; init; }

    /// <summary>When it arrived, in UTC; null when it never left.</summary>
    public required DateTimeOffset? ReceivedAt { get; init; }

    /// <summary>Where the last fault came from.</summary>
    [Is<SystemText>]
    public required string? Stack { get; init; }

    /// <summary>The event as it was written, JSON if all is well.</summary>
    [Is<SystemText>]
    public required string? Data { get; init; }

    /// <summary>The bytes of what could not be read, in Base64.</summary>
    [Is<SystemText>]
    public required string? Raw { get; init; }
}

/// <summary>Which dead letters; what is null does not count.</summary>
public sealed record DeadLetterFilter
{
    /// <summary>Who could not handle them.</summary>
    public string? Consumer { get; init; }

    /// <summary>Whose tables they lie in.</summary>
    public string? Module { get; init; }

    /// <summary>Wire name, with or without its version.</summary>
    public string? Type { get; init; }

    /// <summary>Kind of the last fault.</summary>
    public string? Error { get; init; }

    /// <summary>What must stay in order.</summary>
    public string? Key { get; init; }

    /// <summary>Put aside then or later.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Put aside before then.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>Whether they were decided on; null for both.</summary>
    public bool? Resolved { get; init; } = false;

    /// <summary>Most items of a page.</summary>
    public int Limit { get; init; } = 20;

    /// <summary>The last one already seen.</summary>
    public Guid? After { get; init; }
}

/// <summary>How many wait for a decision, by what is wrong with them; most first.</summary>
/// <param name="Counts">At most 200.</param>
public sealed record DeadLetterCounts(IReadOnlyList<DeadLetterCount> Counts);

/// <summary>Dead letters that are alike.</summary>
public sealed record DeadLetterCount
{
    /// <summary>On which way they were.</summary>
    [Is<QueueName>]
    public required string Queue { get; init; }

    /// <summary>Whose table they lie in.</summary>
    [Is<ModuleName>]
    public required string Module { get; init; }

    /// <summary>Who could not handle them.</summary>
    [Is<ConsumerName>]
    public required string? Consumer { get; init; }

    /// <summary>Wire name.</summary>
    [Is<WireName>]
    public required string? Type { get; init; }

    /// <summary>Kind of the last fault.</summary>
    [Is<SystemText>]
    public required string ErrorType { get; init; }

    /// <summary>How many.</summary>
    [Is<Count>]
    public required long Letters { get; init; }

    /// <summary>When the first was put aside, in UTC.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>When the last was put aside, in UTC.</summary>
    public required DateTimeOffset LastAt { get; init; }
}
