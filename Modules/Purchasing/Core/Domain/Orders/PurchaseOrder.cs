namespace Procurement.Purchasing.Domain;

using static PurchaseOrderStatus;

/// <summary>
/// An order from the first draft until it is paid for. Every command looks at what stands against it, then records one event, and what the
/// event says becomes the order's state (<see cref="Apply"/>): so an order can be told its past again.
/// </summary>
internal sealed partial class PurchaseOrder : Aggregate<PurchaseOrderId, PurchaseOrderStatus>, IFindable
{
    private static readonly PurchaseOrderStatus[] Unpaid =
    [
        Draft,
        AwaitingApproval,
        Approved,
        Issued,
        Acknowledged,
        PartiallyReceived,
        Received,
        Invoiced,
    ];
    private static readonly PurchaseOrderStatus[] AfterApproval =
    [
        Approved,
        Issued,
        Acknowledged,
        PartiallyReceived,
        Received,
        Invoiced,
        Paid,
        Closed,
        Cancelled,
        Disputed,
    ];

    /// <summary>Which command is legal in which state, and where it leads.</summary>
    public static readonly LifeCycle<PurchaseOrderStatus> LifeCycle = new("an order", first: Draft)
    {
        { "change the lines of", [Draft], [Draft] },
        { "submit", [Draft], [AwaitingApproval] },
        { "approve", [AwaitingApproval], [Approved] },
        { "reject", [AwaitingApproval], [Cancelled] },
        { "issue", [Approved], [Issued] },
        { "acknowledge", [Issued], [Issued, Acknowledged] },
        { "amend", [Approved, Issued, Acknowledged, PartiallyReceived] },
        { "approve the amendment of", [Approved, Acknowledged] },
        { "approve the amendment of", [Issued], [Issued, Acknowledged] },
        { "approve the amendment of", [PartiallyReceived, Received], [PartiallyReceived, Received, Invoiced] },
        { "reject the amendment of", [Approved, Acknowledged, PartiallyReceived, Received, Invoiced] },
        { "reject the amendment of", [Issued], [Issued, Acknowledged] },
        { "receive goods for", [Issued, Acknowledged, PartiallyReceived], [PartiallyReceived, Received, Invoiced] },
        { "return goods of", [PartiallyReceived, Received], [PartiallyReceived, Received, Invoiced] },
        { "return goods of", [Invoiced, Paid, Closed, Cancelled, Disputed] },
        { "close short", [Issued, Acknowledged] },
        { "close short", [PartiallyReceived], [PartiallyReceived, Received, Invoiced] },
        { "cancel", Unpaid, [Cancelled] },
        { "dispute", Unpaid, [Disputed] },
        {
            "resolve the dispute of",
            [Disputed],
            [Draft, AwaitingApproval, Approved, Acknowledged, PartiallyReceived, Received, Invoiced, Cancelled]
        },
        { "bill", [Received, Invoiced], [PartiallyReceived, Received, Invoiced] },
        { "bill", [.. AfterApproval.Except([Received, Invoiced])] },
        { "dispute an invoice of", [Received, Invoiced], [Disputed] },
        { "dispute an invoice of", [.. AfterApproval.Except([Received, Invoiced])] },
        { "withdraw an invoice of", [Received, Invoiced], [PartiallyReceived, Received, Invoiced] },
        { "withdraw an invoice of", [.. AfterApproval.Except([Received, Invoiced])] },
        { "note a payment for", AfterApproval },
        { "pay", [Invoiced], [Paid] },
        { "close", [Paid], [Closed] },
        { "comment on", Enum.GetValues<PurchaseOrderStatus>() },
        { "remind the approvers of", [AwaitingApproval, Approved, Issued, Acknowledged, PartiallyReceived, Received] },
        { "escalate the approval of", [AwaitingApproval, Approved, Issued, Acknowledged, PartiallyReceived, Received] },
    };

    private List<string> authors = [];

    private PurchaseOrder() { }

    public static Error Absent => PurchaseOrderErrors.NotFound;

    /// <summary>States of an open order: those from which it may be disputed.</summary>
    public static IReadOnlyList<PurchaseOrderStatus> OpenStates => Unpaid;

    public long Number { get; private init; }
    public SupplierId SupplierId { get; private init; }
    public string RequestedBy { get; private init; } = "";
    public string? Reference { get; private init; }
    public int CommentCount { get; private set; }

    /// <summary>Who created or changed what is in force, and on whose behalf; none of them may approve. The first is the creator.</summary>
    public IReadOnlyList<string> Authors => authors;

    protected override LifeCycle<PurchaseOrderStatus> Commands => LifeCycle;

    public static PurchaseOrder Create(PurchaseOrderId id, NewOrder asked, Actor creator, DateTimeOffset now)
    {
        var content = ContentFact.Of(asked.Lines, asked.Terms);
        var created = new PurchaseOrderCreated(creator, now)
        {
            Number = asked.Number,
            SupplierId = asked.Supplier.ToString(),
            RequestedBy = asked.RequestedBy,
            Reference = asked.Reference,
            CopyOf = asked.CopyOf?.ToString(),
            Currency = content.Currency,
            TotalCents = content.TotalCents,
            LineItems = content.LineItems,
            DeliveryAddress = content.DeliveryAddress,
            PaymentTermsDays = content.PaymentTermsDays,
            NoteToSupplier = content.NoteToSupplier,
        };
        var order = Of(id, created);
        // Not read again from the event that was just written of them.
        order.Take(asked.Lines, asked.Terms);
        order.Begin(created);
        return order;
    }

    /// <summary>The order as it was after the events of its past, oldest first.</summary>
    public static PurchaseOrder Retold(PurchaseOrderId id, IEnumerable<RecordedEvent> past)
    {
        PurchaseOrder? order = null;
        foreach (var recorded in past)
        {
            if (order is null)
            {
                var created = (PurchaseOrderCreated)recorded.Event;
                order = Of(id, created);
                order.Take(created.ToContent().ToLines(), created.ToContent().ToTerms());
            }
            order.Retell(recorded);
        }
        return order ?? throw new ArgumentException("An order has a past.", nameof(past));
    }

    public Result Comment(string text, Actor author, DateTimeOffset now) =>
        Illegal("comment on") is { } refused ? refused : Become("comment on", new CommentAdded(author, now) { Text = text });

    /// <summary>Everything that an event changes besides state, version and time of change.</summary>
    protected override void Apply(DomainEvent happened)
    {
        switch (happened)
        {
            case PurchaseOrderCreated:
                authors = [.. happened.Actor.Persons];
                break;
            case CommentAdded:
                CommentCount++;
                break;
            case LineItemsChanged changed:
                ApplyContent(changed);
                break;
            default:
                ApplyApproval(happened);
                ApplyAmendment(happened);
                ApplyIssue(happened);
                ApplyGoods(happened);
                ApplyInvoice(happened);
                ApplyEnd(happened);
                break;
        }
    }

    private static PurchaseOrder Of(PurchaseOrderId id, PurchaseOrderCreated created) =>
        new()
        {
            Id = id,
            Number = created.Number,
            SupplierId = TypedId.Parse<SupplierId>(created.SupplierId).Value,
            RequestedBy = created.RequestedBy,
            Reference = created.Reference,
        };
}

/// <summary>What a new order is made of.</summary>
/// <param name="CopyOf">The order that it repeats; null when it is none.</param>
internal sealed record NewOrder(
    long Number,
    SupplierId Supplier,
    string RequestedBy,
    string? Reference,
    LineItems Lines,
    OrderTerms Terms,
    PurchaseOrderId? CopyOf = null
);
