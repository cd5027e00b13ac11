namespace Purchasing.Tests.Domain;

using Procurement.Purchasing.Domain;

/// <summary>Orders and their parts for tests; amounts in US cents unless said.</summary>
internal static class Orders
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    public static readonly ApprovalLimits Limits = ApprovalLimits.Parse("USD:100000:1000000,JPY:150000:1500000,BHD:400000:4000000").Value;

    public static readonly OverReceipt Exact = new(0);

    public static readonly ApprovalRouter Router = new(
        Limits,
        new ApprovalTerms(
            ApprovalTerms.Parse("L1:2d,L2:5d,L3:10d", _ => Error.Invalid("NONE", "none")).Value,
            new BusinessCalendar(_ => false)
        )
    );

    public static LineItemDraft Line(decimal cents = 1250, decimal quantity = 3, string currency = "USD", string sku = "OFF-0001") =>
        new()
        {
            Sku = sku,
            Quantity = quantity,
            UnitPriceMinor = cents,
            Currency = currency,
        };

    public static Result<Routing> Route(PurchaseOrder order, DateTimeOffset? now = null) => Router.Route(order.Total, null, now ?? Now);

    public static LineItems Lines(params LineItemDraft[] drafts) => LineItems.Create(drafts, Limits).Value;

    public static PurchaseOrder Draft(
        long total = 3750,
        string requester = "alice",
        string creator = "bob",
        Guid? id = null,
        DateTimeOffset? now = null,
        SupplierId? supplier = null
    ) => Draft(Lines(Line(total, 1)), requester, creator, id, now, supplier);

    public static PurchaseOrder Draft(
        LineItems lines,
        string requester = "alice",
        string creator = "bob",
        Guid? id = null,
        DateTimeOffset? now = null,
        SupplierId? supplier = null,
        OrderTerms? terms = null,
        string? reference = null
    ) =>
        PurchaseOrder.Create(
            new PurchaseOrderId(id ?? Guid.CreateVersion7(Now)),
            new NewOrder(1, supplier ?? new SupplierId(Guid.CreateVersion7(Now)), requester, reference, lines, terms ?? new OrderTerms()),
            Actor.Of(creator),
            now ?? Now
        );

    public static PurchaseOrder Submitted(long total = 3750, string requester = "alice", string creator = "bob")
    {
        return Submit(Draft(total, requester, creator), creator);
    }

    public static PurchaseOrder Submit(PurchaseOrder order, string submitter = "bob") =>
        Done(order, order.Submit(Route(order), Actor.Of(submitter), Now));

    public static PurchaseOrder Approved(PurchaseOrder? draft = null)
    {
        var order = Submit(draft ?? Draft());
        return Done(order, order.Approve(Approver(), SupplierEligibility.Eligible, Now));
    }

    public static PurchaseOrder Issued(PurchaseOrder? draft = null)
    {
        var order = Approved(draft);
        return Done(order, order.Issue(Limits, SupplierEligibility.Eligible, Actor.Of("bob"), Now));
    }

    public static PurchaseOrder Acknowledged(PurchaseOrder? draft = null)
    {
        var order = Issued(draft);
        return Done(order, order.Acknowledge(new DateOnly(2026, 2, 10), Actor.Of("bob"), Now));
    }

    /// <summary>Two pieces of the one line have come, and three are open.</summary>
    public static PurchaseOrder PartlyReceived() => Received(2, of: 5);

    public static PurchaseOrder Received(decimal quantity = 5, decimal of = 5)
    {
        var order = Acknowledged(Draft(Lines(Line(1250, of))));
        return Done(order, order.Receive("grn_1", [new Counted(1, quantity)], Exact, Actor.Of("walt"), Now));
    }

    public static PurchaseOrder Invoiced()
    {
        var order = Received();
        return Done(order, order.Bill("inv_1", 6250, [new Counted(1, 5)], Invoicing, Now));
    }

    /// <summary>Paid is where an order is for a moment only: it closes with the payment.</summary>
    public static PurchaseOrder Closed()
    {
        var order = Invoiced();
        return Done(order, order.Pay("pay_1", "inv_1", 6250, Invoicing, Now));
    }

    public static PurchaseOrder Rejected()
    {
        var order = Submitted();
        return Done(order, order.Reject(Approver(), Why("Too dear."), Now));
    }

    public static readonly Actor Invoicing = Actor.System("invoicing.invoice-matched.v1");

    public static PurchaseOrder Done(PurchaseOrder order, Result outcome)
    {
        Assert.That(outcome.Error, Is.Null);
        return order;
    }

    /// <summary>Disputed as a draft, unless another is given.</summary>
    public static PurchaseOrder Disputed(PurchaseOrder? before = null)
    {
        var order = before ?? Draft();
        return Done(order, order.RaiseDispute(Why("Wrong goods."), Actor.Of("bob"), Now));
    }

    public static Approver Approver(string subject = "luis", ApprovalLevel level = ApprovalLevel.L3) => new(Actor.Of(subject), level);

    public static Reason Why(string text) => Reason.Parse(text).Value;

    /// <summary>Lines with numbers of their own.</summary>
    public static LineItems Numbered(params LineItemDraft[] drafts) => LineItems.Create(drafts, Limits, 1).Value;

    /// <summary>By erin.</summary>
    public static Result Amend(PurchaseOrder order, params LineItemDraft[] drafts)
    {
        var lines = Numbered(drafts);
        return order.Amend(lines, order.Terms, Why("Other."), Router.Route(lines.Total, null, Now), Actor.Of("erin"), Now);
    }

    public static PurchaseOrder Amended(PurchaseOrder order, LineItemDraft line) => Done(order, Amend(order, line));
}
