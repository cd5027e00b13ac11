namespace Procurement.BuildingBlocks;

/// <summary>What happened to an aggregate, in the domain's words. A sealed record per happening adds what is particular to it.</summary>
/// <param name="Actor">Who did it.</param>
/// <param name="At">When, in UTC.</param>
public abstract record DomainEvent(Actor Actor, DateTimeOffset At);

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

    /// <summary>Its identifier as others see it, prefix included: <c>po_...</c>.</summary>
    public abstract string Identifier { get; }

    /// <summary>A shallow copy with the same state and nothing recorded: whoever keeps it copies what is inside too.</summary>
    public Aggregate Copy()
    {
        var copy = (Aggregate)MemberwiseClone();
        copy.recorded = [];
        return copy;
    }

    /// <summary>Counts and records one change.</summary>
    protected void Record(string? from, string to, DomainEvent happened) => recorded.Add(new RecordedEvent(++Version, from, to, happened));

    /// <summary>Counts a change of its past, which is recorded already.</summary>
    private protected void Count(RecordedEvent past) => Version = past.Version;
}

/// <summary>An aggregate with its identifier.</summary>
/// <typeparam name="TId">Type of the identifier.</typeparam>
public abstract class Aggregate<TId> : Aggregate
    where TId : struct
{
    /// <summary>Made by the client side of the database, never by it.</summary>
    public TId Id { get; protected init; }

    /// <inheritdoc/>
    public sealed override string Identifier => $"{Id}";
}

/// <summary>What came to be at a known time.</summary>
public interface IDated
{
    /// <summary>When it was made, in UTC.</summary>
    DateTimeOffset CreatedAt { get; }
}

/// <summary>An aggregate whose states and the commands between them are one table.</summary>
/// <typeparam name="TId">Type of the identifier.</typeparam>
/// <typeparam name="TStatus">Its states.</typeparam>
public abstract class Aggregate<TId, TStatus> : Aggregate<TId>, IDated
    where TId : struct
    where TStatus : struct, Enum
{
    /// <summary>Where it stands.</summary>
    public TStatus Status { get; private set; }

    /// <summary>When it was made, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When it last changed, in UTC.</summary>
    public DateTimeOffset UpdatedAt { get; private set; }

    /// <summary>Which command is legal in which state, and where it leads.</summary>
    protected abstract LifeCycle<TStatus> Commands { get; }

    /// <summary>The refusal of a command that is not legal in the present state; null when it is.</summary>
    protected Error? Illegal(string command) => Commands.Refusal(command, Status);

    /// <summary>Puts a new aggregate into its first state and records how it came to be.</summary>
    /// <param name="happened">How.</param>
    /// <param name="first">Which of the states in which it may begin; null for the ordinary one.</param>
    protected void Begin(DomainEvent happened, TStatus? first = null)
    {
        Apply(happened);
        Status = first ?? Commands.First[0];
        CreatedAt = UpdatedAt = happened.At;
        Record(null, Status.ToString(), happened);
    }

    /// <summary>
    /// Takes over what an event says, for aggregates that make all their changes so and can be told their past again. It runs before the
    /// state changes.
    /// </summary>
    protected virtual void Apply(DomainEvent happened) { }

    /// <summary>Makes it what it was after an event of its past; nothing is recorded.</summary>
    protected void Retell(RecordedEvent past)
    {
        Apply(past.Event);
        Status = Enum.Parse<TStatus>(past.To);
        UpdatedAt = past.Event.At;
        if (past.From is null)
            CreatedAt = past.Event.At;
        Count(past);
    }

    /// <summary>Carries out a command that the table allows, and records what happened.</summary>
    /// <param name="command">A row of the table; its refusals have been looked at.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="to">Which of the states that the row leads to; null when there is one only.</param>
    protected Result Become(string command, DomainEvent happened, TStatus? to = null) => Happened(command, happened, () => to);

    /// <summary>As <see cref="Become"/>, where the state follows from what has changed.</summary>
    /// <param name="command">A row of the table; its refusals have been looked at.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="to">The state after it, asked when the change is made.</param>
    protected Result Happened(string command, DomainEvent happened, Func<TStatus?> to)
    {
        var before = Status;
        Apply(happened);
        Status = Commands.Target(command, before, to());
        UpdatedAt = happened.At;
        Record(before.ToString(), Status.ToString(), happened);
        return Result.Done;
    }
}
