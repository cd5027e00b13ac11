namespace Procurement.Purchasing.Ports;

using Procurement.Purchasing.Domain;

/// <summary>Delegations as screens show them. Letter case does not tell persons apart.</summary>
internal interface IDelegationQueries
{
    /// <summary>One that this person gave or was given; null when there is none.</summary>
    Task<DelegationView?> Find(DelegationId id, string subject, CancellationToken ct);

    /// <summary>Those that somebody gave and those that they were given, newest first.</summary>
    Task<Page<DelegationView>> List(DelegationFilter filter, CancellationToken ct);
}

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
