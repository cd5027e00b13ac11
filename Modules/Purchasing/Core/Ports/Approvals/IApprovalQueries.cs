namespace Procurement.Purchasing.Ports;

using Procurement.Purchasing.Domain;

/// <summary>What waits for decisions, and what bears on them.</summary>
internal interface IApprovalQueries
{
    /// <summary>How many orders are looked at beside one.</summary>
    const int MostBeside = 100;

    /// <summary>
    /// Other orders of the same requester from the same supplier in the same currency that were submitted since a moment, and have been
    /// neither rejected nor cancelled; the <see cref="MostBeside"/> greatest when there are more, oldest first. With the last number that one of them took,
    /// whenever that was.
    /// </summary>
    Task<SubmittedOrders> SubmittedBeside(
        PurchaseOrderId order,
        SupplierId supplier,
        string requester,
        Currency currency,
        DateTimeOffset since,
        CancellationToken ct
    );

    /// <summary>Orders whose approvers are to be reminded, or whose time to be decided on is over, by then; those longest overdue first.</summary>
    Task<IReadOnlyList<PurchaseOrderId>> Overdue(DateTimeOffset now, int atMost, CancellationToken ct);

    /// <summary>What waits for a decision of somebody, the highest level first, then the oldest.</summary>
    Task<Page<PendingApprovalView>> PendingFor(PendingApprovalFilter filter, CancellationToken ct);
}

/// <summary>Whose decisions.</summary>
internal sealed record PendingApprovalFilter
{
    public required string Subject { get; init; }

    /// <summary>Their own authority.</summary>
    public required ApprovalLevel Authority { get; init; }

    /// <summary>What was delegated to them and holds today.</summary>
    public required IReadOnlyList<DelegatedAuthority> Held { get; init; }
    public required int Limit { get; init; }

    /// <summary>The last order of the page before.</summary>
    public Guid? After { get; init; }
}

/// <summary>Who asks what waits for them, and for which page.</summary>
internal sealed record PendingQuestion(string Subject, ApprovalLevel Authority, int Limit, Guid? After);
