namespace Procurement.Supplier.Domain;

/// <summary>Says nothing of how to reach it: events are kept for good, and are read by more people than suppliers are.</summary>
internal sealed record SupplierRegistered(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Code { get; init; }
    public required string LegalName { get; init; }
    public required string? Source { get; init; }
    public required string? SuggestedStatus { get; init; }
}

internal sealed record SupplierEdited(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    /// <summary>Names of the members that are no longer what they were.</summary>
    public required IReadOnlyList<string> Changed { get; init; }
}

internal sealed record SupplierApproved(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required int RiskScore { get; init; }
}

internal sealed record SupplierSuspended(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Reason { get; init; }
}

internal sealed record SupplierReinstated(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At);

internal sealed record SupplierBlacklisted(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Reason { get; init; }
}

internal sealed record SupplierDocumentFiled(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Kind { get; init; }
    public required string Reference { get; init; }
    public required string ValidUntil { get; init; }
}

internal sealed record SupplierPutOnHold(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Scope { get; init; }
    public required string Reason { get; init; }
}

internal sealed record SupplierReleased(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At);

internal sealed record SupplierBankAccountProposed(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required AccountFact Account { get; init; }
}

internal sealed record SupplierBankAccountConfirmed(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required AccountFact Account { get; init; }

    /// <summary>In UTC, and written as such.</summary>
    public required DateTime UsableFrom { get; init; }
}

internal sealed record SupplierBankAccountVerified(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required AccountFact Account { get; init; }
}

/// <summary>As much of a bank account as tells it from others.</summary>
internal sealed record AccountFact(int Version, string Iban)
{
    public static AccountFact Of(BankAccount account) => new(account.Version, account.Iban.Masked);
}
