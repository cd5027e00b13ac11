namespace Purchasing.Tests.Domain;

using Procurement.Purchasing.Domain;
using static Orders;

/// <summary>How an order comes to rest: disputes, cancellation, invoices and payments.</summary>
internal sealed class EndTests
{
    private static readonly Actor Fay = Actor.Of("fay");

    [Test]
    public void A_resolved_dispute_leads_back_and_adds_no_authority()
    {
        foreach (
            var make in new Func<PurchaseOrder>[]
            {
                () => Draft(),
                () => Submitted(),
                () => Approved(),
                () => Acknowledged(),
                PartlyReceived,
                () => Received(),
            }
        )
        {
            var order = make();
            var before = order.Status;

            Done(Disputed(order), order.ResolveDispute(DisputeOutcome.approve, Why("An error."), Fay, Now));

            Assert.That((order.Status, order.Dispute), Is.EqualTo((before, (Dispute?)null)));
        }
    }

    [Test]
    public void From_issued_it_has_to_be_issued_anew()
    {
        var order = Disputed(Issued());

        Done(order, order.ResolveDispute(DisputeOutcome.approve, Why("An error."), Fay, Now));

        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Approved));
        Done(order, order.Issue(Limits, SupplierEligibility.Eligible, Fay, Now.AddDays(1)));
        Assert.That(order.IssuedAt, Is.EqualTo(Now.AddDays(1)));
    }

    [Test]
    public void A_dispute_may_end_the_order()
    {
        var order = Disputed(Received());

        Done(order, order.ResolveDispute(DisputeOutcome.cancel, Why("Unusable."), Fay, Now));

        Assert.That(
            (order.Status, order.Cancellation),
            Is.EqualTo((PurchaseOrderStatus.Cancelled, new Cancellation("fay", "Unusable.", Now)))
        );
    }

    [Test]
    public void What_happened_meanwhile_counts_when_a_dispute_is_over()
    {
        var order = Disputed(Received());
        Done(order, order.TakeBack("grn_1", [new Counted(1, 5)], Fay, Now));

        Done(order, order.ResolveDispute(DisputeOutcome.approve, Why("An error."), Fay, Now));

        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.PartiallyReceived));
    }

    [TestCase(true, false, true, false)]
    [TestCase(false, true, false, true)]
    [TestCase(true, true, true, true)]
    [TestCase(false, false, false, false)]
    public void Is_cancelled_by_a_buyer_before_goods_come_and_by_finance_afterwards(bool buyer, bool finance, bool before, bool after)
    {
        var canceller = new Canceller(Fay, buyer, finance);

        Assert.That(Acknowledged().Cancel(canceller, Why("No."), Now).Error is null, Is.EqualTo(before));
        Assert.That(PartlyReceived().Cancel(canceller, Why("No."), Now).Error is null, Is.EqualTo(after));
    }

    [Test]
    public void Is_invoiced_when_all_that_came_is_billed()
    {
        var order = PartlyReceived();

        Done(order, order.Bill("inv_1", 2500, [new Counted(1, 2)], Invoicing, Now));
        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.PartiallyReceived));
        Done(order, order.Receive("grn_2", [new Counted(1, 3)], Exact, Fay, Now));
        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Received));
        Done(order, order.Bill("inv_2", 2500, [new Counted(1, 2)], Invoicing, Now));
        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Received));
        Done(order, order.Bill("inv_3", 1250, [new Counted(1, 1)], Invoicing, Now));
        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Invoiced));

        foreach (var invoice in new[] { "inv_1", "inv_2" })
        {
            Done(order, order.Pay($"pay_{invoice}", invoice, 2500, Invoicing, Now));
            Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Invoiced));
        }
        Done(order, order.Pay("pay_3", "inv_3", 1250, Invoicing, Now.AddDays(1)));

        Assert.That((order.Status, order.ClosedAt), Is.EqualTo((PurchaseOrderStatus.Closed, (DateTimeOffset?)Now.AddDays(1))));
        Assert.That(order.Recorded.TakeLast(3).Select(each => each.To), Is.EqualTo(new[] { "Invoiced", "Paid", "Closed" }));
    }

    /// <summary>What was billed and went back is replaced: nothing is to be billed any more.</summary>
    [Test]
    public void Goods_that_replace_what_was_billed_bring_it_back_to_invoiced()
    {
        var order = PartlyReceived();
        Done(order, order.Bill("inv_1", 2500, [new Counted(1, 2)], Invoicing, Now));
        Done(order, order.TakeBack("grn_1", [new Counted(1, 1)], Fay, Now));
        Done(order, order.CloseShort(null, Why("Enough."), Fay, Now));
        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Invoiced));

        var paid = PartlyReceived();
        Done(paid, paid.Bill("inv_1", 2500, [new Counted(1, 2)], Invoicing, Now));
        Done(paid, paid.Pay("pay_1", "inv_1", 2500, Invoicing, Now));
        Done(paid, paid.CloseShort(null, Why("Enough."), Fay, Now));
        Assert.That(paid.Status, Is.EqualTo(PurchaseOrderStatus.Closed), "the last thing that was open was not a payment");
    }

    [Test]
    public void A_payment_may_be_told_before_its_invoice()
    {
        var order = Received();
        Done(order, order.Pay("pay_1", "inv_1", 6250, Invoicing, Now));
        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Received));

        Done(order, order.Bill("inv_1", 6250, [new Counted(1, 5)], Invoicing, Now));

        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Closed));
    }

    [TestCase(2, 0)]
    [TestCase(1, 6)]
    [TestCase(1, 0)]
    [TestCase(1, -1)]
    public void Does_not_count_what_cannot_have_been_billed(int line, int quantity)
    {
        var order = Received();

        Assert.That(
            order.Bill("inv_1", 1, [new Counted(line, quantity)], Invoicing, Now).Error,
            Is.EqualTo(PurchaseOrderErrors.OverBilled)
        );
    }

    [Test]
    public void An_invoice_that_is_matched_anew_is_counted_once()
    {
        var order = Invoiced();

        Done(order, order.Bill("inv_1", 5000, [new Counted(1, 4)], Invoicing, Now));

        Assert.That((order.Status, order.LineItems.Single().Billed), Is.EqualTo((PurchaseOrderStatus.Received, 4m)));
        Assert.That(order.Invoices.Single().NetMinor, Is.EqualTo(5000));
    }

    [Test]
    public void A_disputed_invoice_gives_back_what_it_billed_and_stops_an_order_that_has_come()
    {
        var order = Invoiced();

        Done(order, order.DisputeInvoice("inv_1", "PRI", Invoicing, Now));

        Assert.That((order.Status, order.LineItems.Single().Billed), Is.EqualTo((PurchaseOrderStatus.Disputed, 0m)));
        Assert.That(order.Dispute, Is.EqualTo(new Dispute("system", "Invoice inv_1: PRI", PurchaseOrderStatus.Invoiced, "inv_1", Now)));
        Done(order, order.Bill("inv_2", 6250, [new Counted(1, 5)], Invoicing, Now));
        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Disputed), "another invoice settles nothing");
    }

    [Test]
    public void A_void_invoice_gives_back_what_it_billed_and_ends_its_dispute()
    {
        var order = Invoiced();
        Done(order, order.WithdrawInvoice("inv_1", Invoicing, Now));
        Assert.That((order.Status, order.LineItems.Single().Billed), Is.EqualTo((PurchaseOrderStatus.Received, 0m)));
        var invoice = order.Invoices.Single();
        Assert.That((invoice.IsMatched, invoice.IsDisputed, invoice.Billed.Count()), Is.EqualTo((false, false, 0)));

        var disputed = Invoiced();
        Done(disputed, disputed.DisputeInvoice("inv_1", "PRI", Invoicing, Now));
        Done(disputed, disputed.WithdrawInvoice("inv_2", Invoicing, Now));
        Assert.That(disputed.Status, Is.EqualTo(PurchaseOrderStatus.Disputed), "another invoice settles nothing");
        Done(disputed, disputed.WithdrawInvoice("inv_1", Invoicing, Now));
        Assert.That((disputed.Status, disputed.Dispute), Is.EqualTo((PurchaseOrderStatus.Received, (Dispute?)null)));
    }

    [Test]
    public void An_invoice_that_credits_have_settled_is_as_good_as_paid()
    {
        var order = Invoiced();

        Done(order, order.SettleInvoice("inv_1", Invoicing, Now));

        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Closed));
        Assert.That((order.Invoices.Single().IsPaid, order.Invoices.Single().PaidMinor), Is.EqualTo((true, 0L)));
    }

    [Test]
    public void The_correction_of_a_disputed_invoice_settles_its_dispute_only()
    {
        var order = Invoiced();
        Done(order, order.DisputeInvoice("inv_1", "PRI", Invoicing, Now));
        Done(order, order.Bill("inv_1", 6200, [new Counted(1, 5)], Invoicing, Now));
        Assert.That((order.Status, order.Dispute), Is.EqualTo((PurchaseOrderStatus.Invoiced, (Dispute?)null)));

        var other = Disputed(Received());
        Done(other, other.Bill("inv_1", 6250, [new Counted(1, 5)], Invoicing, Now));
        Assert.That(other.Status, Is.EqualTo(PurchaseOrderStatus.Disputed));
        Done(other, other.ResolveDispute(DisputeOutcome.approve, Why("An error."), Fay, Now));
        Assert.That(other.Status, Is.EqualTo(PurchaseOrderStatus.Invoiced));
    }

    [Test]
    public void A_disputed_invoice_only_marks_an_order_that_still_waits_for_goods()
    {
        var order = PartlyReceived();
        Done(order, order.Bill("inv_1", 2500, [new Counted(1, 2)], Invoicing, Now));

        Done(order, order.DisputeInvoice("inv_1", "QTY", Invoicing, Now));

        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.PartiallyReceived));
        Assert.That((order.Invoices.Single().IsDisputed, order.LineItems.Single().Billed), Is.EqualTo((true, 0m)));
        Done(order, order.Receive("grn_2", [new Counted(1, 3)], Exact, Fay, Now));
        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Received));
    }

    [Test]
    public void Is_not_issued_with_other_content_than_was_approved()
    {
        var order = Approved();
        typeof(LineItem).GetProperty(nameof(LineItem.Sku))!.SetValue(order.LineItems.First(), "GOLD-0001");

        Assert.That(order.Issue(Limits, SupplierEligibility.Eligible, Fay, Now).Error, Is.EqualTo(PurchaseOrderErrors.ContentNotApproved));
    }

    [TestCase("USD:100:200")]
    [TestCase("JPY:100:200")]
    public void Is_not_issued_with_less_authority_than_it_calls_for_today(string limits)
    {
        var order = Submitted();
        Done(order, order.Approve(Approver(level: ApprovalLevel.L1), SupplierEligibility.Eligible, Now));

        var issued = order.Issue(ApprovalLimits.Parse(limits).Value, SupplierEligibility.Eligible, Fay, Now);

        Assert.That(issued.Error, Is.EqualTo(PurchaseOrderErrors.ApprovalTooLow));
    }

    [Test]
    public void Is_issued_with_just_the_authority_that_it_calls_for()
    {
        var order = Submitted();
        Done(order, order.Approve(Approver(level: ApprovalLevel.L1), SupplierEligibility.Eligible, Now));

        Done(order, order.Issue(Limits, SupplierEligibility.Eligible, Fay, Now));

        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Issued));
    }

    [Test]
    public void An_order_that_is_submitted_names_the_orders_that_it_adds_up_with()
    {
        var order = Draft();
        var other = new SubmittedOrder(new PurchaseOrderId(Guid.CreateVersion7(Now)), 100_000);

        Done(order, order.Submit(Router.Route(order.Total, new SubmittedOrders(0, [other]), Now), Actor.Of("bob"), Now));

        Assert.That((order.SplitWith.Single(), order.SplitNumber, order.RequiredLevel), Is.EqualTo(($"{other.Id}", 1L, ApprovalLevel.L2)));
    }

    [Test]
    public void A_rejected_order_waits_for_nobody()
    {
        Assert.That((Rejected().PendingApproval, Rejected().WaitingMakers.Count), Is.EqualTo(((PendingApproval?)null, 0)));
    }

    [Test]
    public void A_past_tells_the_order_as_it_is()
    {
        foreach (var order in new[] { Draft(), Approved(), PartlyReceived(), Closed(), Disputed(Received()) })
        {
            var told = PurchaseOrder.Retold(order.Id, order.Recorded);

            Assert.That(
                (told.Status, told.Version, told.Total, told.Number, told.SupplierId, told.RequestedBy),
                Is.EqualTo((order.Status, order.Version, order.Total, order.Number, order.SupplierId, order.RequestedBy))
            );
            Assert.That(
                ContentDigest.Of(told.SupplierId, told.Lines, told.Terms),
                Is.EqualTo(ContentDigest.Of(order.SupplierId, order.Lines, order.Terms))
            );
        }
        Assert.That(() => PurchaseOrder.Retold(Draft().Id, []), Throws.ArgumentException);
    }

    [Test]
    public void An_invoice_counts_or_stands_in_dispute_and_is_paid_in_parts()
    {
        var invoice = OrderInvoice.Of("inv_1");

        invoice.Match(100, [new Counted(1, 2)]);
        Assert.That((invoice.IsMatched, invoice.IsDisputed, invoice.IsPaid), Is.EqualTo((true, false, false)));
        invoice.Dispute();
        Assert.That((invoice.IsMatched, invoice.IsDisputed, invoice.Billed.Count()), Is.EqualTo((false, true, 0)));
        invoice.Match(100, [new Counted(1, 2)]);
        invoice.Pay(60);
        invoice.Pay(40);
        Assert.That((invoice.IsMatched, invoice.IsDisputed, invoice.IsPaid, invoice.PaidMinor), Is.EqualTo((true, false, true, 100L)));
    }

    [Test]
    public void An_order_in_dispute_about_something_else_is_billed_and_rests()
    {
        var order = Disputed(Received());

        Done(order, order.Bill("inv_1", 6250, [new Counted(1, 5)], Invoicing, Now));

        Assert.That((order.Status, order.LineItems.Single().Billed), Is.EqualTo((PurchaseOrderStatus.Disputed, 5m)));
    }

    [Test]
    public void An_invoice_that_is_matched_anew_after_a_return_leaves_the_order_invoiced()
    {
        var order = Invoiced();
        Done(order, order.TakeBack("grn_1", [new Counted(1, 1)], Actor.Of("walt"), Now));

        Done(order, order.Bill("inv_1", 5000, [new Counted(1, 4)], Invoicing, Now));

        Assert.That((order.Status, order.LineItems.Single().Billed), Is.EqualTo((PurchaseOrderStatus.Invoiced, 4m)));
    }

    [Test]
    public void A_disputed_invoice_does_not_stop_goods_that_are_still_to_come()
    {
        var order = PartlyReceived();
        Done(order, order.Bill("inv_1", 2500, [new Counted(1, 2)], Invoicing, Now));

        Done(order, order.DisputeInvoice("inv_1", "PRI", Invoicing, Now));

        Assert.That((order.Status, order.LineItems.Single().Billed), Is.EqualTo((PurchaseOrderStatus.PartiallyReceived, 0m)));
    }

    [TestCase(40_000, 60_000, ApprovalLevel.L1, 0)]
    [TestCase(40_000, 60_001, ApprovalLevel.L2, 1)]
    [TestCase(100_001, 1, ApprovalLevel.L2, 0)]
    [TestCase(long.MaxValue, long.MaxValue, ApprovalLevel.L3, 0)]
    public void An_order_that_tips_the_sum_with_others_takes_the_level_of_the_sum(long own, long other, int level, int beside)
    {
        var others = new[] { new SubmittedOrder(new PurchaseOrderId(Guid.CreateVersion7(Now)), other) };
        var total = Money.Of(own, Currency.Parse("USD").Value).Value;

        var route = Router.Route(total, new SubmittedOrders(6, others), Now).Value;

        Assert.That(((int)route.Level, route.SplitWith.Count, route.SplitNumber), Is.EqualTo((level, beside, 7L)));
    }

    [Test]
    public void Approvers_are_reminded_once_and_told_once_that_it_is_late()
    {
        var order = Submitted();
        var (remind, due) = (order.PendingApproval!.RemindAt, order.PendingApproval.DueAt);
        Assert.That(
            (remind, due),
            Is.EqualTo((new DateTimeOffset(2026, 2, 3, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2026, 2, 4, 0, 0, 0, TimeSpan.Zero)))
        );

        Assert.That(Told(remind.AddTicks(-1)), Is.Zero);
        Assert.That(Told(remind), Is.EqualTo(1));
        Assert.That(Told(remind.AddHours(1)), Is.Zero);
        Assert.That(Told(due), Is.EqualTo(1));
        Assert.That(Told(due.AddHours(1)), Is.Zero);
        Assert.That(order.PendingApproval, Is.EqualTo(new PendingApproval(ApprovalLevel.L1, Now, remind, due, remind, due)));
        Done(order, order.Approve(Approver(), SupplierEligibility.Eligible, due));
        Assert.That(Told(due.AddDays(9)), Is.Zero);

        int Told(DateTimeOffset now)
        {
            var before = order.Recorded.Count;
            Done(order, order.Escalate(Invoicing, now));
            Done(order, order.Remind(Invoicing, now));
            return order.Recorded.Count - before;
        }
    }
}
