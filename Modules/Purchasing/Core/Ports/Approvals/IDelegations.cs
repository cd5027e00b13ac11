namespace Procurement.Purchasing.Ports;

using Procurement.Purchasing.Domain;

/// <summary>Who may decide for whom. Letter case does not tell persons apart.</summary>
internal interface IDelegations
{
    /// <summary>The authority that somebody was given directly and may use on that day.</summary>
    Task<IReadOnlyList<DelegatedAuthority>> HeldBy(string subject, DateOnly day, CancellationToken ct);

    /// <summary>What is not revoked and overlaps with these days, and the number of the last delegation of all, seen at the same moment.</summary>
    Task<KnownDelegations> During(Period days, CancellationToken ct);
}

/// <param name="Last">0 when there has been none yet.</param>
/// <param name="Handovers">In no order.</param>
internal sealed record KnownDelegations(long Last, IReadOnlyList<Handover> Handovers);
