namespace Procurement.BuildingBlocks;

/// <summary>What happened to an aggregate, in the domain's words. A sealed record per happening adds what is particular to it.</summary>
/// <param name="Actor">Subject (<c>sub</c>) of who did it.</param>
/// <param name="At">When, in UTC.</param>
public abstract record DomainEvent(string Actor, DateTimeOffset At);

/// <summary>A domain event with its place in the aggregate's history.</summary>
/// <param name="Version">The aggregate's version after it: 1 for the first, then without a gap.</param>
/// <param name="From">State before; null for the first.</param>
/// <param name="To">State after.</param>
/// <param name="Event">What happened.</param>
public sealed record RecordedEvent(long Version, string? From, string To, DomainEvent Event);

/// <summary>
/// A consistency boundary with a version that counts its changes. Every change records exactly one event, so state, audit trail and
/// published facts cannot disagree.
/// </summary>
public abstract class Aggregate
{
    private List<RecordedEvent> recorded = [];

    /// <summary>How many changes it has seen; guards against lost updates.</summary>
    public long Version { get; private set; }

    /// <summary>What happened since it was loaded or made, oldest first.</summary>
    public IReadOnlyList<RecordedEvent> Recorded => recorded;

    /// <summary>The version that it was loaded with; 0 when it is new.</summary>
    public long LoadedVersion => Version - recorded.Count;

    /// <summary>A copy with the same state and nothing recorded; collections inside are never changed in place, so they are shared.</summary>
    public Aggregate Copy()
    {
        var copy = (Aggregate)MemberwiseClone();
        copy.recorded = [];
        return copy;
    }

    /// <summary>Counts and records one change.</summary>
    protected void Record(string? from, string to, DomainEvent happened) => recorded.Add(new RecordedEvent(++Version, from, to, happened));
}

/// <summary>An aggregate with its identifier.</summary>
/// <typeparam name="TId">Type of the identifier.</typeparam>
public abstract class Aggregate<TId> : Aggregate
    where TId : struct
{
    /// <summary>Made by the client side of the database, never by it.</summary>
    public TId Id { get; protected init; }
}
