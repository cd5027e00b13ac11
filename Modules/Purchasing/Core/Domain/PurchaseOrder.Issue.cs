namespace Procurement.Purchasing.Domain;

/// <summary>Sending it to the supplier, which makes it binding.</summary>
internal sealed partial class PurchaseOrder
{
    public DateTimeOffset? IssuedAt { get; private set; }

    /// <summary>The supplier may have become ineligible since the approval, so that it is asked about again.</summary>
    public Result Issue(SupplierEligibility supplier, Actor issuer, DateTimeOffset now)
    {
        if (Illegal("issue") is { } refused)
            return refused;
        if (supplier != SupplierEligibility.Eligible)
            return PurchaseOrderErrors.SupplierNotEligible;
        IssuedAt = now;
        return Become(
            "issue",
            new PurchaseOrderIssued(issuer, now)
            {
                Number = OrderNumber.Text(Number),
                SupplierId = SupplierId.ToString(),
                Currency = Currency.Code,
                TotalCents = TotalMinor,
                LineItems = LineItemFact.Of(LineItems),
            }
        );
    }
}
