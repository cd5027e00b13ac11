namespace Procurement.Purchasing.Domain;

/// <summary>Asking for approval, and the answer.</summary>
internal sealed partial class PurchaseOrder
{
    /// <summary>Whose authority the total calls for; null until it was submitted.</summary>
    public ApprovalLevel? RequiredLevel { get; private set; }

    public DateTimeOffset? SubmittedAt { get; private set; }
    public Approval? Approval { get; private set; }
    public Rejection? Rejection { get; private set; }

    public Result Submit(ApprovalLimits limits, Actor submitter, DateTimeOffset now)
    {
        if (Illegal("submit") is { } refused)
            return refused;
        if (lineItems.Count == 0)
            return PurchaseOrderErrors.NoLines;
        if (!limits.Accepts(Currency))
            return PurchaseOrderErrors.CurrencyGivenUp;
        RequiredLevel = limits.LevelOf(Total);
        SubmittedAt = now;
        return Become(
            "submit",
            new PurchaseOrderSubmitted(submitter, now)
            {
                Currency = Currency.Code,
                TotalCents = TotalMinor,
                RequiredApprovalLevel = $"{RequiredLevel}",
            }
        );
    }

    /// <summary>Guards in the order state, lines, authority, author, supplier; nothing changes unless all pass.</summary>
    public Result Approve(Approver approver, SupplierEligibility supplier, DateTimeOffset now)
    {
        if (Guard("approve", approver) is { } refused)
            return refused;
        if (approver.Actor.Persons.Any(IsAuthor))
            return PurchaseOrderErrors.SelfApproval;
        if (supplier != SupplierEligibility.Eligible)
            return PurchaseOrderErrors.SupplierNotEligible;
        Approval = new Approval(approver.Actor.Subject, approver.Authority, now);
        return Become("approve", new PurchaseOrderApproved(approver.Actor, now) { Level = $"{approver.Authority}" });
    }

    public Result Reject(Approver approver, Reason reason, DateTimeOffset now)
    {
        if (Guard("reject", approver) is { } refused)
            return refused;
        Rejection = new Rejection(approver.Actor.Subject, reason.Text, now);
        return Become("reject", new PurchaseOrderRejected(approver.Actor, now) { Reason = reason.Text });
    }

    private Error? Guard(string command, Approver approver)
    {
        if (Illegal(command) is { } refused)
            return refused;
        if (lineItems.Count == 0)
            return PurchaseOrderErrors.NoLines;
        return approver.Authority < RequiredLevel ? PurchaseOrderErrors.InsufficientAuthority(RequiredLevel!.Value) : null;
    }

    /// <summary>The requester is free text by the creator, so letter case must not tell two names of one person apart.</summary>
    private bool IsAuthor(string person) => authors.Append(RequestedBy).Contains(person, StringComparer.OrdinalIgnoreCase);
}
