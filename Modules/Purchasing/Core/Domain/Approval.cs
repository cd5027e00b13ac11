namespace Procurement.Purchasing.Domain;

/// <summary>Who approves, and with how much authority; both come from the token.</summary>
internal sealed record Approver(Actor Actor, ApprovalLevel Authority);

/// <summary>An approval as given.</summary>
internal sealed record Approval(string Approver, ApprovalLevel Level, DateTimeOffset At);

/// <summary>A rejection as given.</summary>
internal sealed record Rejection(string Rejector, string Reason, DateTimeOffset At);

/// <summary>Whether the supplier may be ordered from, as Purchasing understands it.</summary>
internal enum SupplierEligibility
{
    Unknown,
    Eligible,
    NotEligible,
}
