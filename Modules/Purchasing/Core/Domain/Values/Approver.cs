namespace Procurement.Purchasing.Domain;

/// <summary>Who approves, and with how much authority; both come from the token, or from a delegation.</summary>
internal sealed record Approver(Actor Actor, ApprovalLevel Authority);

/// <summary>Whether the supplier may be ordered from, as Purchasing understands it.</summary>
internal enum SupplierEligibility
{
    Unknown,
    Eligible,
    NotEligible,
}

/// <summary>What Purchasing has to know of a supplier to order from it.</summary>
/// <param name="PaymentTermsDays">Within how many days of an invoice it is paid; null when nothing was agreed.</param>
internal sealed record SupplierTerms(SupplierEligibility Eligibility, int? PaymentTermsDays);
