namespace Procurement.Purchasing.Ports;

using Procurement.Purchasing.Domain;

/// <summary>A delegation as the two that it names see it.</summary>
internal sealed record DelegationView : IRepresentation
{
    public static int Representation => 1;

    [Is<DelegationId>]
    public required string Id { get; init; }

    [Is<Subject>]
    public required string From { get; init; }

    [Is<Subject>]
    public required string To { get; init; }

    [Is<NameOf<ApprovalLevel>>]
    public required string Level { get; init; }

    [Is<Day>]
    public required string FromDate { get; init; }

    [Is<Day>]
    public required string UntilDate { get; init; }

    [Is<NameOf<DelegationStatus>>]
    public required string Status { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset? RevokedAt { get; init; }

    [Is<AggregateVersion>]
    public required long Version { get; init; }

    public static DelegationView Of(Delegation delegation) =>
        new()
        {
            Id = delegation.Identifier,
            From = delegation.Delegator,
            To = delegation.Deputy,
            Level = $"{delegation.Level}",
            FromDate = Day.Format(delegation.FromDate),
            UntilDate = Day.Format(delegation.UntilDate),
            Status = $"{delegation.Status}",
            CreatedAt = delegation.CreatedAt,
            RevokedAt = delegation.RevokedAt,
            Version = delegation.Version,
        };
}
