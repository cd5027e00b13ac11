namespace Purchasing.Tests.Domain;

using Procurement.Purchasing.Domain;

/// <summary>Orders and their parts for tests; amounts in US cents unless said.</summary>
internal static class Orders
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    public static readonly ApprovalLimits Limits = ApprovalLimits.Parse("USD:100000:1000000,JPY:150000:1500000,BHD:400000:4000000").Value;

    public static LineItemDraft Line(long cents = 1250, int quantity = 3, string currency = "USD", string sku = "OFF-0001") =>
        new(sku, null, quantity, null, cents, currency);

    public static LineItems Lines(params LineItemDraft[] drafts) => LineItems.Create(drafts, Limits).Value;

    public static PurchaseOrder Draft(
        long total = 3750,
        string requester = "alice",
        string creator = "bob",
        Guid? id = null,
        DateTimeOffset? now = null,
        SupplierId? supplier = null
    ) =>
        PurchaseOrder.Create(
            new PurchaseOrderId(id ?? Guid.CreateVersion7(Now)),
            1,
            supplier ?? new SupplierId(Guid.CreateVersion7(Now)),
            requester,
            Lines(Line(total, 1)),
            Actor.Of(creator),
            now ?? Now
        );

    public static PurchaseOrder Submitted(long total = 3750, string requester = "alice", string creator = "bob")
    {
        var order = Draft(total, requester, creator);
        Assert.That(order.Submit(Limits, Actor.Of(creator), Now).Error, Is.Null);
        return order;
    }

    public static PurchaseOrder Approved()
    {
        var order = Submitted();
        Assert.That(order.Approve(Approver(), SupplierEligibility.Eligible, Now).Error, Is.Null);
        return order;
    }

    public static PurchaseOrder Issued()
    {
        var order = Approved();
        Assert.That(order.Issue(SupplierEligibility.Eligible, Actor.Of("bob"), Now).Error, Is.Null);
        return order;
    }

    public static PurchaseOrder Rejected()
    {
        var order = Submitted();
        Assert.That(order.Reject(Approver(), Why("Too dear."), Now).Error, Is.Null);
        return order;
    }

    /// <summary>Disputed as a draft, unless another is given.</summary>
    public static PurchaseOrder Disputed(PurchaseOrder? before = null)
    {
        var order = before ?? Draft();
        Assert.That(order.RaiseDispute(Why("Wrong goods."), Actor.Of("bob"), Now).Error, Is.Null);
        return order;
    }

    public static Approver Approver(string subject = "luis", ApprovalLevel level = ApprovalLevel.L3) => new(Actor.Of(subject), level);

    public static Reason Why(string text) => Reason.Parse(text).Value;
}
