namespace Invoicing.Tests.Domain.Orders;

using Procurement.Invoicing.Domain;
using static Made;

internal sealed class OrderCopyTests
{
    [Test]
    public void Is_copied_as_it_is_ordered()
    {
        var id = NewOrderId();
        var order = OrderCopy.HeardOf(id, Machine, Now);
        var content = new OrderedContent(
            Supplier,
            "EUR",
            5000,
            14,
            [new OrderedLine(2, "B", "Boxes", "b-2", 3, 1000, 12), new OrderedLine(1, "A", null, null, 2.5m, 800, 1)]
        );

        Assert.That(order.Issue("PO-00000007", content, Machine, Now.AddHours(1)).Error, Is.Null);

        Assert.That((order.Id, order.Status, order.Number, order.Version), Is.EqualTo((id, OrderCopyStatus.Issued, "PO-00000007", 2)));
        Assert.That((order.SupplierId, order.CurrencyCode, order.TotalMinor), Is.EqualTo((Supplier, "EUR", 5000)));
        Assert.That((order.PaymentTermsDays, order.IssuedAt, order.IsCancelled), Is.EqualTo((14, Now.AddHours(1), false)));
        Assert.That(order.Lines.Select(line => line.LineNumber), Is.EqualTo(new[] { 1, 2 }));
        var boxes = order.Lines.Last();
        Assert.That((boxes.Sku, boxes.Description, boxes.SupplierSku), Is.EqualTo(("B", "Boxes", "b-2")));
        Assert.That((boxes.Ordered, boxes.UnitPriceMinor, boxes.UnitSize), Is.EqualTo((36m, 1000m, 12m)));
        var told = (OrderCopied)order.Recorded[^1].Event;
        Assert.That((told.Number, told.Content.SupplierId, told.Content.TotalCents), Is.EqualTo(("PO-00000007", $"{Supplier}", 5000)));
        Assert.That((told.Content.Currency, told.Content.PaymentTermsDays, told.Content.Lines), Is.EqualTo(("EUR", 14, content.Lines)));
    }

    [Test]
    public void What_was_heard_before_the_order_is_not_lost()
    {
        var order = OrderCopy.HeardOf(NewOrderId(), Machine, Now);
        order.Received((1, 4));
        order.TakeBackGoods("grn_x", [Line(1, 1)], Machine, Now);
        order.CloseShort([Line(1, 2)], Machine, Now);
        order.NoteDiscrepancy("grn_y", Machine, Now);
        Assert.That(
            (order.Status, order.SupplierId, order.Number),
            Is.EqualTo((OrderCopyStatus.Expected, (SupplierId?)null, (string?)null))
        );
        Assert.That(order.Lines.Single().Facts, Is.EqualTo(new OrderLineFacts(1, -2, 0, 1, 4, 1, 0)));

        Assert.That(order.Issue("PO-00000001", Content(Ordered()), Machine, Now).Error, Is.Null);

        Assert.That(order.Lines.Single().Facts, Is.EqualTo(new OrderLineFacts(1, 8, 100, 1, 4, 1, 0)));
        Assert.That(order.Discrepancies, Is.EqualTo(new[] { "grn_y" }));
    }

    [Test]
    public void An_amendment_changes_adds_and_drops_lines_and_keeps_what_has_happened()
    {
        var order = Issued(Ordered(1), Ordered(2), Ordered(3)).Received((1, 4), (2, 5));

        var amended = order.Amend(Content(Ordered(1, 8, 110), Ordered(3), Ordered(4, 1, 70)), Clerk, Now.AddHours(1));

        Assert.That(amended.Error, Is.Null);
        Assert.That(
            order.Lines.Select(line => line.Facts),
            Is.EqualTo(
                new[]
                {
                    new OrderLineFacts(1, 8, 110, 1, 4, 0, 0),
                    new OrderLineFacts(2, 0, 100, 1, 5, 0, 0),
                    new OrderLineFacts(3, 10, 100, 1, 0, 0, 0),
                    new OrderLineFacts(4, 1, 70, 1, 0, 0, 0),
                }
            )
        );
        Assert.That((order.Status, order.IssuedAt, order.TotalMinor), Is.EqualTo((OrderCopyStatus.Issued, Now, 1950)));
        Assert.That(((OrderAmended)order.Recorded[^1].Event).Content.Lines, Has.Count.EqualTo(3));
        Assert.That(order.Lines.ElementAt(1).Facts.Open, Is.EqualTo(5), "what came of it may still be billed");
    }

    [Test]
    public void A_rest_that_will_not_come_is_not_waited_for()
    {
        var order = Issued().Received((1, 4));

        Assert.That(order.CloseShort([Line(1, 6)], Machine, Now).Error, Is.Null);

        var line = order.Lines.Single();
        Assert.That((line.Ordered, line.Cancelled, line.Facts.Quantity, line.Facts.Open), Is.EqualTo((10m, 6m, 4m, 4m)));
        Assert.That(((RemainderWithdrawn)order.Recorded[^1].Event).Lines, Is.EqualTo(new[] { Line(1, 6) }));
        Assert.That(ThreeWayMatch.Decide(order.FactsFor(Registered(order, 1000), Policy, null)).Verdict, Is.EqualTo(MatchVerdict.disputed));
    }

    [Test]
    public void Is_cancelled_and_told_why()
    {
        var order = Issued();

        Assert.That(order.Cancel("Not any more.", Machine, Now).Error, Is.Null);

        Assert.That((order.Status, order.IsCancelled), Is.EqualTo((OrderCopyStatus.Cancelled, true)));
        Assert.That(order.Recorded[^1].Event, Is.EqualTo(new OrderCancelled(Machine, Now) { Reason = "Not any more." }));
    }

    [Test]
    public void Goods_come_and_go_back()
    {
        var order = Issued(Ordered(1), Ordered(2));

        order.CountGoods("grn_1", [Line(1, 4), Line(2, 1.5m)], Machine, Now);
        order.CountGoods("grn_2", [Line(1, 2)], Machine, Now);
        order.TakeBackGoods("grn_1", [Line(1, 1)], Machine, Now.AddHours(1));

        Assert.That(order.Lines.Select(line => (line.Received, line.Returned)), Is.EqualTo(new[] { (6m, 1m), (1.5m, 0m) }));
        Assert.That(order.Lines.First().Facts.Available, Is.EqualTo(5));
        var counted = (GoodsCounted)order.Recorded[^2].Event;
        Assert.That((counted.GoodsReceiptId, counted.Lines), Is.EqualTo(("grn_2", new[] { Line(1, 2) })));
        var back = (GoodsTakenBack)order.Recorded[^1].Event;
        Assert.That((back.GoodsReceiptId, back.Lines, back.At), Is.EqualTo(("grn_1", new[] { Line(1, 1) }, Now.AddHours(1))));
    }

    [Test]
    public void A_discrepancy_is_noted_once_and_settled_by_its_own_receipt()
    {
        var order = Issued();

        order.NoteDiscrepancy("grn_1", Machine, Now);
        order.NoteDiscrepancy("grn_1", Machine, Now);
        order.NoteDiscrepancy("grn_2", Machine, Now);
        Assert.That(order.Discrepancies, Is.EqualTo(new[] { "grn_1", "grn_2" }));
        Assert.That(order.Recorded[^1].Event, Is.EqualTo(new DiscrepancyNoted(Machine, Now) { GoodsReceiptId = "grn_2" }));
        Assert.That(order.FactsFor(Registered(order), Policy, null).HasOpenDiscrepancy, Is.True);
        order.CountGoods("grn_3", [], Machine, Now);
        Assert.That(order.Discrepancies, Has.Count.EqualTo(2));
        order.CountGoods("grn_1", [], Machine, Now);
        Assert.That(order.Discrepancies, Is.EqualTo(new[] { "grn_2" }));
        order.CountGoods("grn_2", [], Machine, Now);
        Assert.That(order.FactsFor(Registered(order), Policy, null).HasOpenDiscrepancy, Is.False);
    }

    [Test]
    public void A_tolerance_is_agreed_for_the_order_or_a_line_of_it_and_taken_back()
    {
        var order = Issued(Ordered(1), Ordered(2));

        Assert.That(order.AgreeOn(Tolerance.Within(300), null, Clerk, Now).Error, Is.Null);
        Assert.That((order.Tolerance, order.Lines.Last().Tolerance), Is.EqualTo((Tolerance.Within(300), (Tolerance?)null)));
        Assert.That(
            order.Recorded[^1].Event,
            Is.EqualTo(new ToleranceAgreed(Clerk, Now) { LineNumber = null, Tolerance = Tolerance.Within(300) })
        );
        Assert.That(order.AgreeOn(Tolerance.None, 2, Clerk, Now).Error, Is.Null);
        Assert.That(order.Lines.Select(line => line.Facts.Tolerance), Is.EqualTo(new[] { null, Tolerance.None }));
        Assert.That(order.Recorded[^1].Event, Is.EqualTo(new ToleranceAgreed(Clerk, Now) { LineNumber = 2, Tolerance = Tolerance.None }));
        Assert.That(order.AgreeOn(null, null, Clerk, Now).Error, Is.Null);
        Assert.That(order.AgreeOn(null, 2, Clerk, Now).Error, Is.Null);
        Assert.That((order.Tolerance, order.Lines.Last().Tolerance), Is.EqualTo(((Tolerance?)null, (Tolerance?)null)));
        Assert.That(order.AgreeOn(Tolerance.None, 3, Clerk, Now).Error, Is.EqualTo(InvoiceErrors.NoSuchOrderLine));
        Assert.That((order.Lines.Count(), order.Version), Is.EqualTo((2, 6)));
    }

    [Test]
    public void An_invoice_is_compared_with_what_it_bills_or_with_all_that_is_open()
    {
        var order = Issued(Ordered(1), Ordered(2), Ordered(3, price: 0), Ordered(4)).Received((1, 10), (3, 1), (4, 1));
        Registered(order, 1000, [new(1, null, 10, 100, 1000)]).Compare(order);

        Assert.That(Numbers(null), Is.EqualTo(new[] { 2, 4 }), "neither what is billed nor what costs nothing");
        Assert.That(Numbers([new(1, 4, 1, 1, 500), new(2, 1, 1, 1, 500)]), Is.EqualTo(new[] { 1, 4 }));
        Assert.That(Numbers([new(3, null, 1, 0, 1000)]), Is.Empty);
        var facts = order.FactsFor(Registered(order), Policy, Tolerance.Within(1));
        Assert.That(
            (facts.Currency, facts.SupplierTolerance, facts.OrderTolerance),
            Is.EqualTo(("EUR", Tolerance.Within(1), (Tolerance?)null))
        );
        Assert.That(
            (facts.Invoice.NetCents, facts.Invoice.Lines, facts.Policy),
            Is.EqualTo((1000, (IReadOnlyList<InvoiceLineFacts>?)null, Policy))
        );

        int[] Numbers(IReadOnlyList<InvoiceLineDraft?>? lines) =>
            [.. order.FactsFor(Registered(order, 1000, lines), Policy, null).OrderLines.Select(line => line.LineNumber)];
    }
}
