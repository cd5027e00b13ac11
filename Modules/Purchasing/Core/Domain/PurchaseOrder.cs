namespace Procurement.Purchasing.Domain;

/// <summary>An order from the first draft to its approval. Every change goes through here and records one event.</summary>
internal sealed class PurchaseOrder : Aggregate<PurchaseOrderId>
{
    private List<LineItem> lineItems = [];
    private List<string> authors = [];

    private PurchaseOrder() { }

    public long Number { get; private init; }
    public PurchaseOrderStatus Status { get; private set; }
    public SupplierId SupplierId { get; private init; }
    public string RequestedBy { get; private init; } = "";
    public Currency Currency { get; private set; }
    public long TotalMinor { get; private set; }
    public ApprovalLevel? RequiredLevel { get; private set; }
    public string? ApprovedBy { get; private set; }
    public ApprovalLevel? ApprovedLevel { get; private set; }
    public string? RejectionReason { get; private set; }
    public DateTimeOffset CreatedAt { get; private init; }
    public DateTimeOffset UpdatedAt { get; private set; }
    public DateTimeOffset? SubmittedAt { get; private set; }
    public DateTimeOffset? ApprovedAt { get; private set; }

    /// <summary>Who created or edited it; none of them may approve.</summary>
    public IReadOnlyList<string> Authors => authors;

    public IEnumerable<LineItem> LineItems => lineItems.OrderBy(line => line.LineNumber);

    public Money Total => Money.Of(TotalMinor, Currency).Value;

    public static PurchaseOrder Create(
        PurchaseOrderId id,
        long number,
        SupplierId supplier,
        string requestedBy,
        LineItems lines,
        string creator,
        DateTimeOffset now
    )
    {
        var order = new PurchaseOrder
        {
            Id = id,
            Number = number,
            SupplierId = supplier,
            RequestedBy = requestedBy,
            CreatedAt = now,
            authors = [creator],
        };
        order.Take(lines);
        order.Become(
            null,
            PurchaseOrderStatus.Draft,
            new PurchaseOrderCreated(
                creator,
                now,
                supplier.ToString(),
                requestedBy,
                lines.Total.Currency.Code,
                lines.Total.MinorUnits,
                LineItemFact.Of(lines)
            )
        );
        return order;
    }

    public Result ChangeLines(LineItems lines, string editor, DateTimeOffset now)
    {
        if (Status != PurchaseOrderStatus.Draft)
            return PurchaseOrderErrors.IllegalTransition("change the lines of", Status);
        Take(lines);
        if (!authors.Contains(editor))
            authors = [.. authors, editor];
        Become(
            Status,
            Status,
            new LineItemsChanged(editor, now, lines.Total.Currency.Code, lines.Total.MinorUnits, LineItemFact.Of(lines))
        );
        return Result.Done;
    }

    public Result Submit(ApprovalLimits limits, string submitter, DateTimeOffset now)
    {
        if (Status != PurchaseOrderStatus.Draft)
            return PurchaseOrderErrors.IllegalTransition("submit", Status);
        if (lineItems.Count == 0)
            return PurchaseOrderErrors.NoLines;
        if (!limits.Accepts(Currency))
            return Error.Invalid("UNKNOWN_CURRENCY", $"No approval limits are set for {Currency} any more.");
        RequiredLevel = limits.LevelOf(Total);
        SubmittedAt = now;
        Become(
            Status,
            PurchaseOrderStatus.AwaitingApproval,
            new PurchaseOrderSubmitted(submitter, now, Currency.Code, TotalMinor, $"{RequiredLevel}")
        );
        return Result.Done;
    }

    /// <summary>Guards in the order state, lines, authority, supplier; nothing changes unless all pass.</summary>
    public Result Approve(Approver approver, SupplierEligibility supplier, DateTimeOffset now)
    {
        if (Guard("approve", approver) is { } refused)
            return refused;
        if (IsAuthor(approver.Subject))
            return PurchaseOrderErrors.SelfApproval;
        if (supplier != SupplierEligibility.Eligible)
            return PurchaseOrderErrors.SupplierNotEligible;
        ApprovedBy = approver.Subject;
        ApprovedLevel = approver.Authority;
        ApprovedAt = now;
        Become(Status, PurchaseOrderStatus.Approved, new PurchaseOrderApproved(approver.Subject, now, $"{approver.Authority}"));
        return Result.Done;
    }

    public Result Reject(Approver approver, string reason, DateTimeOffset now)
    {
        if (Guard("reject", approver) is { } refused)
            return refused;
        RejectionReason = reason;
        Become(Status, PurchaseOrderStatus.Cancelled, new PurchaseOrderRejected(approver.Subject, now, reason));
        return Result.Done;
    }

    private Error? Guard(string command, Approver approver)
    {
        if (Status != PurchaseOrderStatus.AwaitingApproval)
            return PurchaseOrderErrors.IllegalTransition(command, Status);
        if (lineItems.Count == 0)
            return PurchaseOrderErrors.NoLines;
        return approver.Authority < RequiredLevel ? PurchaseOrderErrors.InsufficientAuthority(RequiredLevel!.Value) : null;
    }

    /// <summary>The requester is free text by the creator, so letter case must not tell two names of one person apart.</summary>
    private bool IsAuthor(string subject) => authors.Append(RequestedBy).Contains(subject, StringComparer.OrdinalIgnoreCase);

    private void Take(LineItems lines)
    {
        lineItems = [.. lines.Items];
        Currency = lines.Total.Currency;
        TotalMinor = lines.Total.MinorUnits;
    }

    private void Become(PurchaseOrderStatus? from, PurchaseOrderStatus to, DomainEvent happened)
    {
        Status = to;
        UpdatedAt = happened.At;
        Record(from?.ToString(), to.ToString(), happened);
    }
}
