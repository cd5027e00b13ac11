namespace Procurement.Purchasing.Domain;

/// <summary>Who approves, and with how much authority; both come from the token.</summary>
internal sealed record Approver(string Subject, ApprovalLevel Authority);

/// <summary>Whether the supplier may be ordered from, as Purchasing understands it.</summary>
internal enum SupplierEligibility
{
    Unknown,
    Eligible,
    NotEligible,
}
