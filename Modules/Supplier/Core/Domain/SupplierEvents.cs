namespace Procurement.Supplier.Domain;

internal sealed record SupplierRegistered(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Code { get; init; }
    public required string LegalName { get; init; }
    public required string Email { get; init; }
    public required int? PaymentTermsDays { get; init; }
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
