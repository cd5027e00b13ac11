namespace Procurement.Purchasing.Domain;

using static PurchaseOrderStatus;

/// <summary>Sending it to the supplier, which makes it binding, and the supplier's answer.</summary>
internal sealed partial class PurchaseOrder
{
    public DateTimeOffset? IssuedAt { get; private set; }
    public DateTimeOffset? AcknowledgedAt { get; private set; }

    /// <summary>The day on which the supplier said the goods come.</summary>
    public DateOnly? ExpectedDelivery { get; private set; }

    /// <summary>
    /// The only door to the outside. What goes out must be what was approved, with the authority that it calls for today, and the supplier
    /// may have become ineligible since.
    /// </summary>
    public Result Issue(ApprovalLimits limits, SupplierEligibility supplier, Actor issuer, DateTimeOffset now)
    {
        if ((Illegal("issue") ?? NothingPending()) is { } refused)
            return refused;
        if (ContentDigest.Of(SupplierId, Lines, Terms) != ApprovedDigest)
            return PurchaseOrderErrors.ContentNotApproved;
        if (!limits.Accepts(Currency) || Approval!.Level < limits.LevelOf(Total))
            return PurchaseOrderErrors.ApprovalTooLow;
        if (supplier != SupplierEligibility.Eligible)
            return PurchaseOrderErrors.SupplierNotEligible;
        var content = ContentFact.Of(Lines, Terms);
        return Become(
            "issue",
            new PurchaseOrderIssued(issuer, now)
            {
                Number = OrderNumber.Text(Number),
                SupplierId = SupplierId.ToString(),
                Currency = content.Currency,
                TotalCents = content.TotalCents,
                LineItems = content.LineItems,
                DeliveryAddress = content.DeliveryAddress,
                PaymentTermsDays = content.PaymentTermsDays,
                NoteToSupplier = content.NoteToSupplier,
            }
        );
    }

    /// <summary>The supplier takes the order as it is.</summary>
    public Result Acknowledge(DateOnly? expectedDelivery, Actor buyer, DateTimeOffset now)
    {
        if ((Illegal("acknowledge") ?? NothingPending()) is { } refused)
            return refused;
        return Become("acknowledge", new PurchaseOrderAcknowledged(buyer, now) { ExpectedDelivery = expectedDelivery }, Acknowledged);
    }

    /// <summary>The supplier would rather deliver otherwise: that becomes an amendment, and the order stays issued until it is decided.</summary>
    public Result Propose(LineItems lines, DateOnly? expectedDelivery, Result<Routing> routing, Actor buyer, DateTimeOffset now)
    {
        if ((Illegal("acknowledge") ?? NothingPending() ?? routing.Error) is { } refused)
            return refused;
        var proposal = Proposal(lines, Terms, routing.Value, buyer, now) with { BySupplier = true, ExpectedDelivery = expectedDelivery };
        return Become("acknowledge", proposal, Issued);
    }

    private void ApplyIssue(DomainEvent happened)
    {
        switch (happened)
        {
            case PurchaseOrderIssued issued:
                IssuedAt = issued.At;
                break;
            case PurchaseOrderAcknowledged acknowledged:
                (AcknowledgedAt, ExpectedDelivery) = (acknowledged.At, acknowledged.ExpectedDelivery);
                break;
        }
    }
}
