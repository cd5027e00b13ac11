namespace Procurement.Purchasing.Domain;

internal readonly record struct DelegationId(Guid Value) : ITypedId<DelegationId>
{
    public static string Prefix => "dlg_";

    public static DelegationId From(Guid value) => new(value);

    public override string ToString() => TypedId.Format(this);
}

internal enum DelegationStatus
{
    Active,
    Revoked,
}

/// <summary>
/// On some days a deputy may decide with the authority that its giver had when giving it; the giver keeps it, and the deputy cannot hand it on.
/// </summary>
internal sealed class Delegation : Aggregate<DelegationId, DelegationStatus>, IFindable
{
    /// <summary>Which command is legal in which state, and where it leads.</summary>
    public static readonly LifeCycle<DelegationStatus> LifeCycle = new("a delegation", first: DelegationStatus.Active)
    {
        { "revoke", [DelegationStatus.Active], [DelegationStatus.Revoked] },
    };

    private Delegation() { }

    public static Error Absent => DelegationErrors.NotFound;

    /// <summary>
    /// From 1, one more than the last that was seen when it was found to close no circle. No two have the same, so of two that were looked at
    /// without each other one is refused and looked at again.
    /// </summary>
    public long Number { get; private init; }
    public string Delegator { get; private init; } = "";
    public string Deputy { get; private init; } = "";
    public ApprovalLevel Level { get; private init; }
    public DateOnly FromDate { get; private init; }
    public DateOnly UntilDate { get; private init; }
    public DateTimeOffset? RevokedAt { get; private set; }

    /// <summary>By which they are found.</summary>
    public string DelegatorKey { get; private init; } = "";
    public string DeputyKey { get; private init; } = "";

    public Period Days => new(FromDate, UntilDate);

    public Handover Handover => new(Delegator, Deputy, Days);

    protected override LifeCycle<DelegationStatus> Commands => LifeCycle;

    /// <summary>Whether this person gave it, or was given it: others do not learn that there is one.</summary>
    public bool IsOf(string person) => IsBy(person) || Person.Same(Deputy, person);

    public bool IsBy(string person) => Person.Same(Delegator, person);

    public static Delegation Create(DelegationId id, long number, Handover handover, ApprovalLevel level, DateTimeOffset now)
    {
        var delegation = new Delegation
        {
            Id = id,
            Number = number,
            Delegator = handover.Delegator,
            DelegatorKey = Person.Key(handover.Delegator),
            Deputy = handover.Deputy,
            DeputyKey = Person.Key(handover.Deputy),
            Level = level,
            FromDate = handover.Days.From,
            UntilDate = handover.Days.Until,
        };
        delegation.Begin(
            new AuthorityDelegated(Actor.Of(handover.Delegator), now)
            {
                To = handover.Deputy,
                Level = $"{level}",
                FromDate = Day.Format(handover.Days.From),
                UntilDate = Day.Format(handover.Days.Until),
            }
        );
        return delegation;
    }

    public Result Revoke(Actor revoker, DateTimeOffset now)
    {
        if (Illegal("revoke") is { } refused)
            return refused;
        RevokedAt = now;
        return Become("revoke", new DelegationRevoked(revoker, now));
    }
}

internal sealed record AuthorityDelegated(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string To { get; init; }
    public required string Level { get; init; }
    public required string FromDate { get; init; }
    public required string UntilDate { get; init; }
}

internal sealed record DelegationRevoked(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At);

internal static class DelegationErrors
{
    public static readonly Error NotFound = Error.NotFound("DELEGATION_NOT_FOUND", "There is no such delegation of yours.");

    /// <summary>What each field is innocent of.</summary>
    public static readonly Error Impossible = FieldErrors.Refusal with
    {
        Fields = new Dictionary<string, string>
        {
            ["to"] = "must be somebody else",
            ["until_date"] =
                $"must be neither before from_date nor in the past, and at most {Handover.MostDays} days from it, both included",
        },
    };

    public static readonly Error Cycle = Error.Invalid(
        "DELEGATION_CYCLE",
        "On some of these days it would lead back to you through delegations that are in force."
    ) with
    {
        Fields = new Dictionary<string, string> { ["to"] = "has delegated to you, directly or through others, on some of these days" },
    };
}
