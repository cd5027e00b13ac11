namespace Procurement.Purchasing.Ports;

using Procurement.Purchasing.Domain;

/// <summary>Who may decide for whom. Letter case does not tell persons apart.</summary>
internal interface IDelegations
{
    /// <summary>The authority that somebody was given directly and may use on that day.</summary>
    Task<IReadOnlyList<DelegatedAuthority>> HeldBy(string subject, DateOnly day, CancellationToken ct);

    /// <summary>What is not revoked and overlaps with these days, and the number of the last delegation of all, seen at the same moment.</summary>
    Task<KnownDelegations> During(Period days, CancellationToken ct);

    /// <summary>One that this person gave or was given; null when there is none.</summary>
    Task<DelegationView?> Find(DelegationId id, string subject, CancellationToken ct);

    /// <summary>Those that somebody gave and those that they were given, newest first.</summary>
    Task<Page<DelegationView>> List(DelegationFilter filter, CancellationToken ct);
}

/// <param name="Last">0 when there has been none yet.</param>
/// <param name="Handovers">In no order.</param>
internal sealed record KnownDelegations(long Last, IReadOnlyList<Handover> Handovers);

/// <summary>Which delegations.</summary>
internal sealed record DelegationFilter
{
    /// <summary>Whose: those they gave and those they were given.</summary>
    public required string Subject { get; init; }

    /// <summary>True for those that hold today or later, false for those that are revoked or over; null leaves it out.</summary>
    public bool? IsActive { get; init; }
    public required int Limit { get; init; }
    public Guid? After { get; init; }
}
