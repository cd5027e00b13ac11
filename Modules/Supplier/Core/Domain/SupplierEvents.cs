namespace Procurement.Supplier.Domain;

internal sealed record SupplierRegistered(
    string Actor,
    DateTimeOffset At,
    string Code,
    string LegalName,
    string Email,
    int? PaymentTermsDays
) : DomainEvent(Actor, At);

internal sealed record SupplierApproved(string Actor, DateTimeOffset At, int RiskScore) : DomainEvent(Actor, At);

internal sealed record SupplierSuspended(string Actor, DateTimeOffset At, string Reason) : DomainEvent(Actor, At);
