namespace Procurement.Purchasing.Domain;

/// <summary>Asking for approval, and the answer.</summary>
internal sealed partial class PurchaseOrder
{
    private List<string> splitWith = [];
    private List<string> waitingMakers = [];

    /// <summary>Whose authority the content in force calls for; null until it was submitted.</summary>
    public ApprovalLevel? RequiredLevel { get; private set; }

    /// <summary>Other orders that add up with it to the level; empty when its own total calls for it.</summary>
    public IReadOnlyList<string> SplitWith => splitWith;

    /// <summary>
    /// One after the last that the look for split orders saw, unique among those of one requester, supplier and currency: of two that ask
    /// for approval at once, unseen by each other, the second collides and looks again (ADR 20). Null where nobody looks.
    /// </summary>
    public long? SplitNumber { get; private set; }

    public DateTimeOffset? SubmittedAt { get; private set; }

    /// <summary>The approval of what is in force.</summary>
    public Approval? Approval { get; private set; }

    /// <summary>Digest of what was approved (<see cref="ContentDigest"/>).</summary>
    public string? ApprovedDigest { get; private set; }
    public Rejection? Rejection { get; private set; }

    /// <summary>What it, or its amendment, waits for; null when for nothing.</summary>
    public PendingApproval? PendingApproval { get; private set; }

    /// <summary>By key (<see cref="Person.Key"/>), who made what waits, and so may not decide.</summary>
    public IReadOnlyList<string> WaitingMakers => waitingMakers;

    public Result Submit(Result<Routing> routing, Actor submitter, DateTimeOffset now)
    {
        if (Illegal("submit") is { } refused)
            return refused;
        if (lineItems.Count == 0)
            return PurchaseOrderErrors.NoLines;
        if (routing.Error is { } lost)
            return lost;
        return Become(
            "submit",
            new PurchaseOrderSubmitted(submitter, now)
            {
                Currency = Currency.Code,
                TotalCents = TotalMinor,
                RequiredApprovalLevel = $"{routing.Value.Level}",
                SplitWith = routing.Value.SplitWith is { Count: > 0 } others ? others : null,
                SplitNumber = routing.Value.SplitNumber,
                RemindAt = routing.Value.RemindAt,
                DueAt = routing.Value.DueAt,
            }
        );
    }

    /// <summary>
    /// Approves the order, or the amendment that waits. Guards in the order state, lines, authority, author, supplier; nothing changes unless
    /// all pass.
    /// </summary>
    public Result Approve(Approver approver, SupplierEligibility supplier, DateTimeOffset now)
    {
        if (Amendment is { } amendment)
            return ApproveAmendment(amendment, approver, supplier, now);
        if ((Illegal("approve") ?? Guard(approver, RequiredLevel!.Value, supplier)) is { } refused)
            return refused;
        return Become(
            "approve",
            new PurchaseOrderApproved(approver.Actor, now)
            {
                Level = $"{approver.Authority}",
                Digest = ContentDigest.Of(SupplierId, Lines, Terms),
            }
        );
    }

    /// <summary>Rejects the order, or the amendment that waits, which leaves the order as it is.</summary>
    public Result Reject(Approver approver, Reason reason, DateTimeOffset now)
    {
        if (Amendment is { } amendment)
            return RejectAmendment(amendment, approver, reason, now);
        if ((Illegal("reject") ?? Authority(approver, RequiredLevel!.Value)) is { } refused)
            return refused;
        return Become("reject", new PurchaseOrderRejected(approver.Actor, now) { Reason = reason.Text });
    }

    /// <summary>Reminds those who may decide; nothing happens when nobody is awaited, or they were reminded.</summary>
    public Result Remind(Actor reminder, DateTimeOffset now) =>
        PendingApproval is { RemindedAt: null, EscalatedAt: null } waiting
        && waiting.RemindAt <= now
        && Illegal("remind the approvers of") is null
            ? Become("remind the approvers of", new ApproversReminded(reminder, now) { Level = $"{waiting.Level}", DueAt = waiting.DueAt })
            : Result.Done;

    /// <summary>Tells that the time to decide is over; nothing happens when nobody is awaited, or it was told.</summary>
    public Result Escalate(Actor clock, DateTimeOffset now) =>
        PendingApproval is { EscalatedAt: null } waiting && waiting.DueAt <= now && Illegal("escalate the approval of") is null
            ? Become("escalate the approval of", new ApprovalEscalated(clock, now) { Level = $"{waiting.Level}", DueAt = waiting.DueAt })
            : Result.Done;

    /// <summary>Whether somebody made what is to be decided now. Letter case does not tell two names of one person apart.</summary>
    public bool IsAuthor(string person) =>
        authors.Concat(Amendment?.Authors ?? []).Append(RequestedBy).Any(author => Person.Same(author, person));

    private Error? Guard(Approver approver, ApprovalLevel required, SupplierEligibility supplier)
    {
        if (lineItems.Count == 0)
            return PurchaseOrderErrors.NoLines;
        if (Authority(approver, required) is { } refused)
            return refused;
        if (approver.Actor.Persons.Any(IsAuthor))
            return PurchaseOrderErrors.SelfApproval;
        return supplier == SupplierEligibility.Eligible ? null : PurchaseOrderErrors.SupplierNotEligible;
    }

    private static Error? Authority(Approver approver, ApprovalLevel required) =>
        approver.Authority < required ? PurchaseOrderErrors.InsufficientAuthority(required) : null;

    private void ApplyApproval(DomainEvent happened)
    {
        switch (happened)
        {
            case PurchaseOrderSubmitted submitted:
                RequiredLevel = Enum.Parse<ApprovalLevel>(submitted.RequiredApprovalLevel);
                splitWith = [.. submitted.SplitWith ?? []];
                SplitNumber = submitted.SplitNumber;
                SubmittedAt = submitted.At;
                Wait(new(RequiredLevel.Value, submitted.At, submitted.RemindAt, submitted.DueAt, null, null));
                break;
            case PurchaseOrderApproved approved:
                Approval = ApprovalOf(approved.Actor, approved.Level, approved.At);
                ApprovedDigest = approved.Digest;
                Wait(null);
                break;
            case PurchaseOrderRejected rejected:
                Rejection = new Rejection(rejected.Actor.Subject, rejected.Reason, rejected.At);
                Wait(null);
                break;
            case ApproversReminded reminded:
                PendingApproval = PendingApproval! with { RemindedAt = reminded.At };
                break;
            case ApprovalEscalated escalated:
                PendingApproval = PendingApproval! with { EscalatedAt = escalated.At };
                break;
        }
    }

    private void Wait(PendingApproval? waiting)
    {
        PendingApproval = waiting;
        waitingMakers = waiting is null
            ? []
            : [.. authors.Concat(Amendment?.Authors ?? []).Append(RequestedBy).Select(Person.Key).Distinct()];
    }

    private static Approval ApprovalOf(Actor actor, string level, DateTimeOffset at) =>
        new(actor.Subject, actor.OnBehalfOf, Enum.Parse<ApprovalLevel>(level), at);
}
