namespace Procurement.Purchasing.Domain;

/// <summary>An approval as given.</summary>
/// <param name="OnBehalfOf">Whose authority it was; null when it was the approver's own.</param>
internal sealed record Approval(string Approver, string? OnBehalfOf, ApprovalLevel Level, DateTimeOffset At);

/// <summary>A rejection as given.</summary>
internal sealed record Rejection(string Rejector, string Reason, DateTimeOffset At);

/// <summary>A cancellation as given.</summary>
internal sealed record Cancellation(string Canceller, string Reason, DateTimeOffset At);

/// <summary>A dispute as raised.</summary>
/// <param name="From">The state that it stopped the order in, and to which whoever resolves it leads back.</param>
/// <param name="InvoiceId">The invoice that it is about; null when it is about something else.</param>
internal sealed record Dispute(string Disputer, string Reason, PurchaseOrderStatus From, string? InvoiceId, DateTimeOffset At);

/// <summary>What the order, or its amendment, is waiting for: somebody who approves or rejects it.</summary>
/// <param name="RemindAt">When half of the time is over.</param>
/// <param name="DueAt">When the time is over.</param>
internal sealed record PendingApproval(
    ApprovalLevel Level,
    DateTimeOffset Since,
    DateTimeOffset RemindAt,
    DateTimeOffset DueAt,
    DateTimeOffset? RemindedAt,
    DateTimeOffset? EscalatedAt
);

/// <summary>Where a request for approval goes.</summary>
/// <param name="SplitWith">Other orders that add up with it to this level; empty when its own total calls for it.</param>
/// <param name="SplitNumber">See <see cref="PurchaseOrder.SplitNumber"/>.</param>
internal sealed record Routing(
    ApprovalLevel Level,
    IReadOnlyList<string> SplitWith,
    long? SplitNumber,
    DateTimeOffset RemindAt,
    DateTimeOffset DueAt
);

/// <summary>New content of an approved order, not in force before it is approved itself.</summary>
internal sealed record Amendment
{
    /// <summary>Its number among the versions of the content.</summary>
    public required int ContentVersion { get; init; }
    public required ContentFact Content { get; init; }
    public required ApprovalLevel RequiredLevel { get; init; }
    public required IReadOnlyList<string> SplitWith { get; init; }

    /// <summary>Who proposed it, and on whose behalf.</summary>
    public required IReadOnlyList<string> Authors { get; init; }

    /// <summary>Whether the supplier asked for it when it acknowledged the order.</summary>
    public required bool BySupplier { get; init; }
    public required string? Reason { get; init; }
    public required DateOnly? ExpectedDelivery { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <summary>How much of a line, in the unit that it is counted in.</summary>
internal sealed record Counted(int LineNumber, decimal Quantity);

/// <summary>An invoice as far as the order has to know of it: its goods count as billed while it is matched.</summary>
internal sealed class OrderInvoice
{
    private List<int> billedLines = [];
    private List<decimal> billedQuantities = [];

    private OrderInvoice(string invoiceId) => InvoiceId = invoiceId;

    public string InvoiceId { get; private init; }
    public long NetMinor { get; private set; }
    public bool IsMatched { get; private set; }
    public bool IsDisputed { get; private set; }
    public long PaidMinor { get; private set; }
    public bool IsPaid { get; private set; }

    public IEnumerable<Counted> Billed => billedLines.Zip(billedQuantities, (line, quantity) => new Counted(line, quantity));

    public static OrderInvoice Of(string invoiceId) => new(invoiceId);

    public void Match(long netMinor, IReadOnlyList<Counted> lines)
    {
        (NetMinor, IsMatched, IsDisputed) = (netMinor, true, false);
        billedLines = [.. lines.Select(line => line.LineNumber)];
        billedQuantities = [.. lines.Select(line => line.Quantity)];
    }

    public void Dispute()
    {
        Withdraw();
        IsDisputed = true;
    }

    public void Withdraw()
    {
        (IsMatched, IsDisputed) = (false, false);
        billedLines = [];
        billedQuantities = [];
    }

    public void Pay(long amountMinor) => (PaidMinor, IsPaid) = (PaidMinor + amountMinor, true);
}
