namespace Purchasing.Tests.Domain;

using Procurement.Purchasing.Domain;
using static Orders;

internal sealed class GoodsTests
{
    private static readonly Actor Walt = Actor.Of("walt");

    [Test]
    public void Of_an_order_that_is_only_issued_stand_for_its_acknowledgement()
    {
        var order = Issued();

        Done(order, order.Receive("grn_1", [new Counted(1, 1)], Exact, Walt, Now.AddDays(3)));

        Assert.That((order.Status, order.AcknowledgedAt), Is.EqualTo((PurchaseOrderStatus.Received, (DateTimeOffset?)Now.AddDays(3))));
    }

    [TestCase(0, 5, true)]
    [TestCase(0, 5.000001, false)]
    [TestCase(1000, 5.5, true)]
    [TestCase(1000, 5.500001, false)]
    public void Are_at_most_what_was_ordered_and_is_tolerated(int bps, decimal quantity, bool taken)
    {
        var order = Issued(Draft(Lines(Line(1250, 5) with { Unit = "KG" })));

        var outcome = order.Receive("grn_1", [new Counted(1, quantity)], new OverReceipt(bps), Walt, Now);

        Assert.That(outcome.Error?.Code, Is.EqualTo(taken ? null : "OVER_RECEIPT"));
        Assert.That(order.Status, Is.EqualTo(taken ? PurchaseOrderStatus.Received : PurchaseOrderStatus.Issued));
        Assert.That(outcome.Error?.Fields.Single().Key, Is.EqualTo(taken ? null : "lines[0].quantity"));
    }

    [Test]
    public void Of_one_line_are_added_up_before_they_are_judged()
    {
        var order = Issued(Draft(Lines(Line(1, 1), Line(1250, 5))));

        var outcome = order.Receive("grn_1", [new Counted(1, 1), new Counted(2, 3), new Counted(2, 3)], Exact, Walt, Now);

        Assert.That(outcome.Error?.Fields.Keys, Is.EqualTo(new[] { "lines[1].quantity" }));
    }

    [Test]
    public void That_go_back_may_come_again()
    {
        var order = Received();

        Done(order, order.TakeBack("grn_1", [new Counted(1, 2)], Walt, Now));
        Assert.That((order.Status, order.LineItems.Single().Open), Is.EqualTo((PurchaseOrderStatus.PartiallyReceived, 2m)));
        Done(order, order.Receive("grn_2", [new Counted(1, 2)], Exact, Walt, Now));

        var line = order.LineItems.Single();
        Assert.That((order.Status, line.Received, line.Returned, line.Open), Is.EqualTo((PurchaseOrderStatus.Received, 7m, 2m, 0m)));
    }

    [Test]
    public void That_go_back_late_change_no_state()
    {
        foreach (var order in new[] { Invoiced(), Closed(), Disputed(Received()) })
        {
            var before = order.Status;

            Done(order, order.TakeBack("grn_1", [new Counted(1, 1)], Walt, Now));

            Assert.That((order.Status, order.LineItems.Single().Returned), Is.EqualTo((before, 1m)));
        }
    }

    [Test]
    public void Are_counted_in_what_a_unit_contains_and_shown_in_the_unit()
    {
        var order = Issued(Draft(Lines(Line(600, 2) with { Unit = "BOX", Contains = new ContentsDraft(12, "EACH") })));
        var line = order.LineItems.Single();
        Assert.That(line.Count(1, "BOX").Value, Is.EqualTo(12));
        Assert.That(line.Count(1, null).Value, Is.EqualTo(12));
        Assert.That(line.Count(5, "EACH").Value, Is.EqualTo(5));
        Assert.That(line.Count(5, "KG").Error?.Detail, Is.EqualTo("must be BOX or EACH, as the line was ordered"));
        Assert.That(line.Count(5, "TON").Error, Is.Not.Null);
        Assert.That(line.Count(0.5m, "BOX").Error?.Detail, Is.EqualTo("must be a whole number of BOX"));

        // Twelve times a fifth of a dozen is two dozen and not 23.99.
        for (var i = 0; i < 24; i++)
            Done(order, order.Receive($"grn_{i}", [new Counted(1, line.Count(1, "EACH").Value)], Exact, Walt, Now));

        Assert.That((order.Status, line.Received, line.Shown(line.Received)), Is.EqualTo((PurchaseOrderStatus.Received, 24m, 2m)));
        Assert.That(line.Shown(5), Is.EqualTo(0.416667m));
    }

    [TestCase(null)]
    [TestCase(1)]
    public void That_are_not_waited_for_any_more_close_the_order_short(int? line)
    {
        var order = PartlyReceived();

        Done(order, order.CloseShort(line, Why("Not made any more."), Actor.Of("bob"), Now));

        var only = order.LineItems.Single();
        Assert.That((order.Status, only.Cancelled, only.Open), Is.EqualTo((PurchaseOrderStatus.Received, 3m, 0m)));
        Assert.That(order.CloseShort(line, Why("Again."), Actor.Of("bob"), Now).Error?.Code, Is.EqualTo("ILLEGAL_TRANSITION"));
    }

    [Test]
    public void Are_closed_short_only_where_there_are_some_and_something_is_left()
    {
        var order = Issued(Draft(Lines(Line(1, 1), Line(2, 2))));

        Assert.That(order.CloseShort(3, Why("No."), Walt, Now).Error, Is.EqualTo(PurchaseOrderErrors.NoSuchLine));
        Assert.That(order.CloseShort(null, Why("No."), Walt, Now).Error, Is.EqualTo(PurchaseOrderErrors.NothingReceived));
        Done(order, order.CloseShort(1, Why("No."), Walt, Now));
        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Issued));
        Assert.That(order.CloseShort(1, Why("No."), Walt, Now).Error, Is.EqualTo(PurchaseOrderErrors.NothingOpen));
        Assert.That(order.CloseShort(2, Why("No."), Walt, Now).Error, Is.EqualTo(PurchaseOrderErrors.NothingReceived));
        Done(order, order.Receive("grn_1", [new Counted(2, 1)], Exact, Walt, Now));
        Done(order, order.CloseShort(2, Why("No."), Walt, Now));
        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Received));
    }

    [Test]
    public void That_failed_the_check_dispute_the_whole_receipt()
    {
        var order = Issued(Draft(Lines(Line(1, 1), Line(2, 2))));

        var receipt = Receipt(order, Goods(1, 1), Goods(2, 1) with { QcFailed = true, Reason = "Wet." });

        Assert.That(receipt.Status, Is.EqualTo(GoodsReceiptStatus.Disputed));
        Assert.That(receipt.Return([new Counted(1, 1)], Why("No."), Walt, Now).Error?.Code, Is.EqualTo("ILLEGAL_TRANSITION"));
        Assert.That(receipt.Resolve(order, Why("Dry again."), Actor.Of("bob"), Now).Error, Is.Null);
        Assert.That(receipt.Resolution, Is.EqualTo(new Resolution("bob", "Dry again.", Now)));
        Assert.That(receipt.Resolve(order, Why("Twice."), Actor.Of("bob"), Now).Error?.Code, Is.EqualTo("ILLEGAL_TRANSITION"));
        Assert.That(receipt.Goods, Is.EqualTo(new[] { new Counted(1, 1), new Counted(2, 1) }));
    }

    [Test]
    public void That_the_order_does_not_ask_for_any_more_are_not_taken_after_all()
    {
        var order = Issued(Draft(Lines(Line(1, 1), Line(2, 2))));
        var receipt = Receipt(order, Goods(2, 1) with { QcFailed = true });
        var less = LineItems.Create([Line(1, 1)], Limits).Value;
        Done(order, order.Amend(less, order.Terms, Why("Less."), Router.Route(less.Total, null, Now), Actor.Of("erin"), Now));
        Done(order, order.Approve(Approver(), SupplierEligibility.Eligible, Now));

        Assert.That(receipt.Resolve(order, Why("Dry."), Actor.Of("bob"), Now).Error, Is.EqualTo(GoodsReceiptErrors.OrderedOtherwise));
    }

    [Test]
    public void Go_back_at_most_as_many_as_came_with_the_delivery()
    {
        var order = Issued(Draft(Lines(Line(1, 9))));
        var receipt = Receipt(order, Goods(1, 2), Goods(1, 3));

        var much = receipt.Return([new Counted(1, 3), new Counted(1, 3)], Why("No."), Walt, Now);
        Assert.That((much.Error?.Code, much.Error?.Fields.Keys.Single()), Is.EqualTo(("RETURN_TOO_MUCH", "lines[1].quantity")));

        Assert.That(receipt.Return([new Counted(1, 3)], Why("Wet."), Walt, Now).Error, Is.Null);
        Assert.That(receipt.Lines.Select(line => line.ReturnedShown), Is.EqualTo(new[] { 2m, 1m }));
        Assert.That(receipt.Return([new Counted(1, 3)], Why("Wet."), Walt, Now).Error?.Code, Is.EqualTo("RETURN_TOO_MUCH"));
        Assert.That(receipt.Return([new Counted(1, 2)], Why("Wet."), Walt, Now).Error, Is.Null);
        Assert.That(receipt.Return([new Counted(2, 1)], Why("Wet."), Walt, Now).Error?.Code, Is.EqualTo("RETURN_TOO_MUCH"));
    }

    [Test]
    public void Are_read_with_all_that_is_wrong()
    {
        var order = Issued();

        var read = ReceiptLine.Read(
            [null, new(null, 1, null, null, null), new(2, 1, null, null, null), new(1, 0, null, null, "\n"), new(1, 1, "KG", null, null)],
            order
        );

        Assert.That(
            read.Error?.Fields.Keys,
            Is.EqualTo(
                new[]
                {
                    "lines[0]",
                    "lines[1].line_number",
                    "lines[2].line_number",
                    "lines[3].quantity",
                    "lines[3].reason",
                    "lines[4].unit",
                }
            )
        );
        Assert.That(ReceiptLine.Read([], order).Error?.Fields.Keys, Is.EqualTo(new[] { "lines" }));
        Assert.That(ReceiptLine.Read(null, order).Error?.Fields.Keys, Is.EqualTo(new[] { "lines" }));
        Assert.That(
            ReceiptLine.Read([.. Enumerable.Repeat(Goods(1, 1), ReceiptLine.Most + 1)], order).Error?.Fields.Values,
            Is.EqualTo(new[] { "must be at most 5000 lines" })
        );
    }

    [Test]
    public void Leave_the_first_moments_as_they_are()
    {
        var order = Acknowledged(Draft(Lines(Line(1250, 2))));
        Done(order, order.Receive("grn_1", [new Counted(1, 1)], Exact, Walt, Now.AddDays(1)));
        Assert.That((order.AcknowledgedAt, order.ReceivedAt), Is.EqualTo(((DateTimeOffset?)Now, (DateTimeOffset?)null)));

        Done(order, order.Receive("grn_2", [new Counted(1, 1)], Exact, Walt, Now.AddDays(2)));
        Done(order, order.TakeBack("grn_2", [new Counted(1, 1)], Walt, Now.AddDays(3)));
        Done(order, order.Receive("grn_3", [new Counted(1, 1)], Exact, Walt, Now.AddDays(4)));

        Assert.That(order.ReceivedAt, Is.EqualTo(Now.AddDays(2)));
    }

    [Test]
    public void That_all_went_back_are_not_billed_because_nothing_is_left()
    {
        var order = PartlyReceived();
        Done(order, order.TakeBack("grn_1", [new Counted(1, 2)], Walt, Now));

        Done(order, order.CloseShort(null, Why("Not made any more."), Walt, Now));

        Assert.That((order.Status, order.LineItems.Single().Kept), Is.EqualTo((PurchaseOrderStatus.Received, 0m)));
    }

    [Test]
    public void Of_a_line_that_was_closed_short_are_not_taken()
    {
        var order = Issued(Draft(Lines(Line(1, 4), Line(2, 2))));
        Done(order, order.CloseShort(1, Why("No."), Walt, Now));

        Assert.That(order.Receive("grn_1", [new Counted(1, 1)], Exact, Walt, Now).Error?.Code, Is.EqualTo("OVER_RECEIPT"));
    }

    [Test]
    public void That_went_back_are_shown_in_the_unit_in_which_they_came()
    {
        var order = Issued(Draft(Lines(Line(600, 2) with { Unit = "BOX", Contains = new ContentsDraft(12, "EACH") })));
        var receipt = Receipt(order, Goods(1, 2));

        Assert.That(receipt.Return([new Counted(1, 6)], Why("Wet."), Walt, Now).Error, Is.Null);

        Assert.That(receipt.Lines.Single().ReturnedShown, Is.EqualTo(0.5m));
    }

    [Test]
    public void Go_back_line_by_line_and_of_none_more_than_came()
    {
        var order = Issued(Draft(Lines(Line(1, 9))));
        var receipt = Receipt(order, Goods(1, 2), Goods(1, 3));

        foreach (var quantity in new[] { 3, 2 })
            Assert.That(receipt.Return([new Counted(1, quantity)], Why("Wet."), Walt, Now).Error, Is.Null);

        Assert.That(receipt.Lines.Select(line => line.Returned), Is.EqualTo(new[] { 2m, 3m }));
    }

    [Test]
    public void Are_told_as_received_or_as_disputed()
    {
        var order = Issued(Draft(Lines(Line(1, 1), Line(2, 2))));

        Assert.That(Receipt(order, Goods(1, 1)).Recorded.Single().Event, Is.InstanceOf<GoodsReceived>());
        Assert.That(Receipt(order, Goods(1, 1) with { QcFailed = true }).Recorded.Single().Event, Is.InstanceOf<GoodsReceiptDisputed>());
    }

    [Test]
    public void That_are_to_go_back_are_read_as_they_are_counted()
    {
        var order = Issued(Draft(Lines(Line(600, 2) with { Unit = "BOX", Contains = new ContentsDraft(12, "EACH") })));

        var read = GoodsDraft.Read([new GoodsDraft(1, 1, "BOX"), new GoodsDraft(1, 3, "EACH")], order);
        var wrong = GoodsDraft.Read([new GoodsDraft(1, 1, "BOX"), new GoodsDraft(1, 0.5m, null)], order);

        Assert.That(read.Value, Is.EqualTo(new[] { new Counted(1, 12), new Counted(1, 3) }));
        Assert.That(wrong.Error?.Fields.Keys, Is.EqualTo(new[] { "lines[1].quantity" }));
    }

    [TestCase(0, "must have at least one line")]
    [TestCase(5_000, null)]
    public void Are_of_one_to_five_thousand_lines(int count, string? fault)
    {
        var read = ReceiptLine.Read([.. Enumerable.Repeat(Goods(1, 1), count)], Issued());

        Assert.That(read.Error?.Fields["lines"], Is.EqualTo(fault));
    }

    private static ReceiptLineDraft Goods(int line, decimal quantity) => new(line, quantity, null, null, null);

    private static GoodsReceipt Receipt(PurchaseOrder order, params ReceiptLineDraft[] goods) =>
        GoodsReceipt.Record(new GoodsReceiptId(Guid.CreateVersion7(Now)), order, "LS-1", ReceiptLine.Read(goods, order).Value, Walt, Now);
}
