namespace Purchasing.Tests.Domain;

using Procurement.Purchasing.Domain;
using static Orders;

internal sealed class ContentTests
{
    [TestCase("EACH", 1, null)]
    [TestCase("EACH", 1.5, "must be a whole number of EACH")]
    [TestCase("BOX", 0.5, "must be a whole number of BOX")]
    [TestCase("KG", 0.000001, null)]
    [TestCase("LITRE", 2.123456, null)]
    [TestCase("HOUR", 2.1234567, "must have at most 6 decimal places")]
    [TestCase("KG", 0, "must be greater than zero")]
    [TestCase("KG", -1, "must be greater than zero")]
    [TestCase("KG", 2147483647, null)]
    [TestCase("KG", 2147483647.5, "must be at most 2147483647")]
    public void Quantities_are_as_their_unit_has_them(string unit, decimal quantity, string? fault)
    {
        var lines = LineItems.Create([Line(1_000_000, quantity) with { Unit = unit }], Limits);

        Assert.That(lines.Error?.Fields["line_items[0].quantity"], Is.EqualTo(fault));
    }

    [TestCase("0.500001", null)]
    [TestCase("3.45", null)]
    [TestCase("9223372036854775807", null)]
    [TestCase("9223372036854775808", "must be at most 2^63-1")]
    [TestCase("0", "must be greater than zero")]
    [TestCase("0.0000001", "must have at most 6 decimal places")]
    public void Prices_may_be_finer_than_the_currency(string price, string? fault)
    {
        var cents = decimal.Parse(price, System.Globalization.CultureInfo.InvariantCulture);

        var lines = LineItems.Create([Line(cents, 1)], Limits);

        Assert.That(lines.Error?.Fields["line_items[0].unit_price_cents"], Is.EqualTo(fault));
    }

    /// <summary>Half a cent twice is two cents: each line is rounded, and the sum is that of the rounded lines.</summary>
    [Test]
    public void A_line_is_rounded_once_and_half_away_from_zero()
    {
        var lines = Lines(Line(0.5m, 1), Line(0.5m, 1), Line(3.45m, 10), Line(1.4999m, 1));

        Assert.That(lines.Items.Select(line => line.Total.MinorUnits), Is.EqualTo(new long[] { 1, 1, 35, 1 }));
        Assert.That(lines.Total.MinorUnits, Is.EqualTo(38));
    }

    [TestCase("EACH", 12, null, null)]
    [TestCase("KG", 0.5, null, null)]
    [TestCase("EACH", 0.5, "quantity", "must be a whole number of EACH")]
    [TestCase("BOX", 2, "unit", "must be another unit than that of the line")]
    [TestCase("KG", 1000001, "quantity", "must be at most 1000000")]
    [TestCase("KG", 1000000, null, null)]
    [TestCase("TON", 1, "unit", "must be one of EACH, BOX, KG, LITRE, HOUR")]
    [TestCase(null, 1, "unit", "is required")]
    public void A_unit_contains_an_exact_number_of_another(string? unit, decimal quantity, string? field, string? fault)
    {
        var lines = LineItems.Create([Line(1, 1) with { Unit = "BOX", Contains = new ContentsDraft(quantity, unit) }], Limits);

        Assert.That(lines.Error?.Fields, field is null ? Is.Null : Contains.Key($"line_items[0].contains.{field}").WithValue(fault));
    }

    [Test]
    public void An_order_holds_no_more_text_than_can_be_told_at_once()
    {
        var most = Enumerable.Repeat(Line(1, 1) with { Description = new string('x', 256) }, 2_500);

        Assert.That(LineItems.Create([.. most.Take(1_800)], Limits).Error, Is.Null);
        Assert.That(LineItems.Create([.. most], Limits).Error?.Fields.Keys, Is.EqualTo(new[] { "line_items" }));
    }

    [Test]
    public void Terms_are_read_with_all_that_is_wrong()
    {
        var errors = new FieldErrors();

        OrderTerms.Read(new OrderTermsDraft(new AddressDraft("", "Bonn", null, "EU"), 366, "\n"), errors);

        Assert.That(
            errors.Error!.Fields.Keys,
            Is.EqualTo(new[] { "delivery_address.street", "delivery_address.country", "payment_terms_days", "note_to_supplier" })
        );
        Assert.That(PaymentTerms.Parse(0).Value, Is.Zero);
        Assert.That(PaymentTerms.Parse(365).Value, Is.EqualTo(365));
        Assert.That(PaymentTerms.Parse(-1).Error?.Detail, Is.EqualTo("must be from 0 to 365"));
    }

    /// <summary>Every member of the content counts, and none that is not part of it.</summary>
    [Test]
    public void Any_change_of_the_content_changes_its_digest()
    {
        var digests = Others
            .Select(line => ContentDigest.Of(Supplier, Lines(line), Terms))
            .Concat(OtherTerms.Select(other => ContentDigest.Of(Supplier, Lines(Full), other)))
            .Append(ContentDigest.Of(new SupplierId(Guid.CreateVersion7(Now)), Lines(Full), Terms))
            .ToList();

        Assert.That(digests, Is.Unique);
        Assert.That(digests, Has.All.Match("^[0-9a-f]{64}$"));
        // However a number was written, it is the same number.
        Assert.That(
            ContentDigest.Of(Supplier, Lines(Full with { Quantity = 3.00m, UnitPriceMinor = 12.500m }), Terms),
            Is.EqualTo(digests[0])
        );
        Assert.That(ContentFact.Of(Lines(Full), Terms).Digest(Supplier), Is.EqualTo(digests[0]));
    }

    [Test]
    public void Versions_tell_what_was_in_force_and_what_became_of_the_rest()
    {
        var order = Draft(Lines(Line(1, 1)));
        order.ChangeLines(Lines(Line(2, 1)), Actor.Of("erin"), Now);
        Submit(order);
        Assert.That(States(order), Is.EqualTo(new[] { (1, ContentState.pending, 2L) }));
        Done(order, order.Approve(Approver(), SupplierEligibility.Eligible, Now));
        Amend(order, 3);
        Assert.That(States(order), Is.EqualTo(new[] { (1, ContentState.in_force, 2L), (2, ContentState.pending, 3) }));
        Done(order, order.Reject(Approver(), Why("No."), Now));
        Amend(order, 4);
        Done(order, order.Approve(Approver(), SupplierEligibility.Eligible, Now));
        Amend(order, 5);
        Done(order, order.Cancel(new Canceller(Actor.Of("bob"), IsBuyer: true, IsFinance: false), Why("No."), Now));

        Assert.That(
            States(order),
            Is.EqualTo(
                new[]
                {
                    (1, ContentState.superseded, 2L),
                    (2, ContentState.rejected, 3),
                    (3, ContentState.in_force, 4),
                    (4, ContentState.rejected, 5),
                }
            )
        );
        Assert.That(OrderContentVersion.Of(order.Recorded)[1].By, Is.EqualTo("erin"));
        Assert.That(OrderContentVersion.Of(Rejected().Recorded).Single().State, Is.EqualTo(ContentState.rejected));
    }

    private static readonly LineItemDraft Full = Line(12.5m) with
    {
        LineNumber = 1,
        Description = "Pens",
        Unit = "BOX",
        Contains = new ContentsDraft(12, "EACH"),
        DeliveryDate = "2026-03-01",
        CostCenter = "CC-1",
        SupplierSku = "P-12",
    };

    private static readonly OrderTerms Terms = new()
    {
        DeliveryAddress = new Address("Storgatan 1", "Stockholm", "111 29", Country.Parse("SE").Value),
        PaymentTermsDays = 30,
        NoteToSupplier = "Before noon.",
    };

    private static readonly SupplierId Supplier = new(new Guid("019c10a0-5a50-7cc3-8a4e-3f2b6d1e9f70"));

    /// <summary>The same, and each otherwise in one member.</summary>
    private static readonly LineItemDraft[] Others =
    [
        Full,
        Full with
        {
            Sku = "X",
        },
        Full with
        {
            Description = null,
        },
        Full with
        {
            Quantity = 4,
        },
        Full with
        {
            Unit = "KG",
        },
        Full with
        {
            UnitPriceMinor = 12.6m,
        },
        Full with
        {
            Contains = null,
        },
        Full with
        {
            Contains = new ContentsDraft(6, "EACH"),
        },
        Full with
        {
            DeliveryDate = "2026-03-02",
        },
        Full with
        {
            CostCenter = null,
        },
        Full with
        {
            SupplierSku = null,
        },
        Full with
        {
            LineNumber = 2,
        },
    ];

    private static readonly OrderTerms[] OtherTerms =
    [
        Terms with
        {
            NoteToSupplier = null,
        },
        Terms with
        {
            PaymentTermsDays = 31,
        },
        Terms with
        {
            DeliveryAddress = null,
        },
    ];

    private static IEnumerable<(int, ContentState, long)> States(PurchaseOrder order) =>
        OrderContentVersion.Of(order.Recorded).Select(each => (each.Version, each.State, each.Content.TotalCents));

    private static void Amend(PurchaseOrder order, decimal cents)
    {
        var lines = Lines(Line(cents, 1));
        Done(order, order.Amend(lines, order.Terms, Why("Other."), Router.Route(lines.Total, null, Now), Actor.Of("erin"), Now));
    }
}
