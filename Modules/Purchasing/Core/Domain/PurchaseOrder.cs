namespace Procurement.Purchasing.Domain;

using static PurchaseOrderStatus;

/// <summary>An order from the first draft until it is with the supplier. Every change goes through here and records one event.</summary>
internal sealed partial class PurchaseOrder : Aggregate<PurchaseOrderId, PurchaseOrderStatus>, IFindable
{
    /// <summary>Which command is legal in which state, and where it leads.</summary>
    public static readonly LifeCycle<PurchaseOrderStatus> LifeCycle = new("an order", first: Draft)
    {
        { "change the lines of", [Draft], [Draft] },
        { "submit", [Draft], [AwaitingApproval] },
        { "approve", [AwaitingApproval], [Approved] },
        { "reject", [AwaitingApproval], [Cancelled] },
        { "issue", [Approved], [Issued] },
        { "dispute", [Draft, AwaitingApproval, Approved, Issued], [Disputed] },
    };

    private List<string> authors = [];

    private PurchaseOrder() { }

    public static Error Absent => PurchaseOrderErrors.NotFound;

    public long Number { get; private init; }
    public SupplierId SupplierId { get; private init; }
    public string RequestedBy { get; private init; } = "";

    /// <summary>Who created or edited it, and on whose behalf; none of them may approve. The first is the creator.</summary>
    public IReadOnlyList<string> Authors => authors;

    protected override LifeCycle<PurchaseOrderStatus> Commands => LifeCycle;

    public static PurchaseOrder Create(
        PurchaseOrderId id,
        long number,
        SupplierId supplier,
        string requestedBy,
        LineItems lines,
        Actor creator,
        DateTimeOffset now
    )
    {
        var order = new PurchaseOrder
        {
            Id = id,
            Number = number,
            SupplierId = supplier,
            RequestedBy = requestedBy,
            authors = [.. creator.Persons],
        };
        order.Take(lines);
        order.Begin(
            new PurchaseOrderCreated(creator, now)
            {
                SupplierId = supplier.ToString(),
                RequestedBy = requestedBy,
                Currency = order.Currency.Code,
                TotalCents = order.TotalMinor,
                LineItems = LineItemFact.Of(lines.Items),
            }
        );
        return order;
    }
}
