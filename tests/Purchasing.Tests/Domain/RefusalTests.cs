namespace Purchasing.Tests.Domain;

using Procurement.Purchasing.Domain;

/// <summary>Whoever is refused can see what to mend.</summary>
internal sealed class RefusalTests
{
    private static IEnumerable<TestCaseData> OfFields()
    {
        yield return Case(PurchaseOrderErrors.UnknownSupplier, "supplier_id");
        yield return Case(PurchaseOrderErrors.SupplierNotEligible, "supplier_id");
        yield return Case(PurchaseOrderErrors.LinesBelowReceived, "line_items", "line_items[].quantity", "line_items[].unit");
        yield return Case(PurchaseOrderErrors.ProposalsDisagree, "lines[].line_number", "lines[].unit_price_cents", "line_items");
        yield return Case(PurchaseOrderErrors.LinesOverReceipt, "lines[].quantity");
        yield return Case(PurchaseOrderErrors.NoSuchLine, "line_number");
        yield return Case(PurchaseOrderErrors.LinesDisagree, Lines);
        yield return Case(PurchaseOrderErrors.AmendedLinesDisagree, [.. Lines, "line_items[].line_number", "line_items[]"]);
        yield return Case(GoodsReceiptErrors.LinesReturnTooMuch, "lines[].quantity");
        yield return Case(GoodsReceiptErrors.NotAsOrdered, "lines[].line_number", "lines[].unit");
        yield return Case(DelegationErrors.Impossible, "to", "until_date");
        yield return Case(DelegationErrors.Cycle, "to");
    }

    private static readonly string[] Lines =
    [
        "line_items[].contains.unit",
        "line_items[].currency",
        "line_items[].unit_price_cents",
        "line_items",
    ];

    [TestCaseSource(nameof(OfFields))]
    public void Names_the_fields(Error refusal, string[] fields)
    {
        Assert.That(refusal.Fields.Keys, Is.EquivalentTo(fields));
        Assert.That(refusal.Fields.Values, Has.None.Empty);
    }

    private static TestCaseData Case(Error refusal, params string[] fields) =>
        new TestCaseData(refusal, fields).SetArgDisplayNames($"{refusal.Code}: {string.Join(' ', fields)}");
}
