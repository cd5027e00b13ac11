namespace Purchasing.Tests.Domain;

using Procurement.Purchasing.Domain;
using static Orders;

internal sealed class AmendmentTests
{
    private static readonly Actor Erin = Actor.Of("erin");

    [Test]
    public void Leaves_what_was_approved_in_force_until_it_is_approved_itself()
    {
        var order = Amended(Issued(), Line(1000, 9));

        Assert.That((order.TotalMinor, order.ContentVersion, order.Status), Is.EqualTo((3750L, 1, PurchaseOrderStatus.Issued)));
        Assert.That((order.Amendment?.ContentVersion, order.Amendment?.Content.TotalCents), Is.EqualTo((2, 9000L)));
        Assert.That(order.PendingApproval, Is.EqualTo(new PendingApproval(ApprovalLevel.L1, Now, Remind, Due, null, null)));

        Done(order, order.Approve(Approver(), SupplierEligibility.Eligible, Now.AddHours(1)));

        Assert.That((order.TotalMinor, order.ContentVersion, order.Status), Is.EqualTo((9000L, 2, PurchaseOrderStatus.Issued)));
        Assert.That((order.Amendment, order.PendingApproval), Is.EqualTo(((Amendment?)null, (PendingApproval?)null)));
        Assert.That(order.Approval, Is.EqualTo(new Approval("luis", null, ApprovalLevel.L3, Now.AddHours(1))));
        Assert.That(order.ApprovedDigest, Is.EqualTo(ContentDigest.Of(order.SupplierId, order.Lines, order.Terms)));
    }

    [Test]
    public void Calls_for_the_level_of_its_own_total()
    {
        var order = Amended(Approved(), Line(100_001, 1));

        var refused = order.Approve(Approver(level: ApprovalLevel.L1), SupplierEligibility.Eligible, Now);

        Assert.That((order.RequiredLevel, order.Amendment?.RequiredLevel), Is.EqualTo((ApprovalLevel.L1, ApprovalLevel.L2)));
        Assert.That(refused.Error?.Code, Is.EqualTo("INSUFFICIENT_AUTHORITY"));
        Assert.That(
            order.Reject(Approver(level: ApprovalLevel.L1), Why("No."), Now).Error?.Detail,
            Is.EqualTo("The order's total calls for an approver of level L2 or above.")
        );
        Done(order, order.Approve(Approver(level: ApprovalLevel.L2), SupplierEligibility.Eligible, Now));
        Assert.That(order.RequiredLevel, Is.EqualTo(ApprovalLevel.L2));
    }

    [TestCase("erin", TestName = "Is_not_approved_by_who_amended")]
    [TestCase("ALICE", TestName = "Is_not_approved_by_the_requester")]
    [TestCase("bob", TestName = "Is_not_approved_by_the_creator")]
    public void Is_not_approved_by(string subject)
    {
        var order = Amended(Approved(), Line(1, 1));

        Assert.That(
            order.Approve(Approver(subject), SupplierEligibility.Eligible, Now).Error,
            Is.EqualTo(PurchaseOrderErrors.SelfApproval)
        );
        Assert.That(order.WaitingMakers, Is.EquivalentTo(new[] { "BOB", "ERIN", "ALICE" }));
    }

    [Test]
    public void Is_not_approved_on_behalf_of_who_amended()
    {
        var order = Amended(Approved(), Line(1, 1));

        var refused = order.Approve(new Approver(Actor.Of("luis").For("erin"), ApprovalLevel.L3), SupplierEligibility.Eligible, Now);

        Assert.That(refused.Error, Is.EqualTo(PurchaseOrderErrors.SelfApproval));
    }

    [Test]
    public void Is_new_business_for_which_the_supplier_must_be_eligible()
    {
        var order = Amended(Issued(), Line(1, 1));

        Assert.That(
            order.Approve(Approver(), SupplierEligibility.NotEligible, Now).Error,
            Is.EqualTo(PurchaseOrderErrors.SupplierNotEligible)
        );
    }

    [Test]
    public void Leaves_the_order_as_it_is_when_it_is_rejected()
    {
        var order = Amended(PartlyReceived(), Line(1250, 9));

        Done(order, order.Reject(Approver(), Why("No."), Now));

        Assert.That(
            (order.TotalMinor, order.Status, order.Amendment),
            Is.EqualTo((6250L, PurchaseOrderStatus.PartiallyReceived, (Amendment?)null))
        );
        Assert.That(order.Rejection, Is.Null, "the order itself was not rejected");
        Assert.That(Amended(order, Line(1250, 8)).Amendment?.ContentVersion, Is.EqualTo(3), "no number is given twice");
    }

    [Test]
    public void Stands_alone_and_stops_what_would_overtake_it()
    {
        var order = Amended(Approved(), Line(1, 1));
        var issued = Amended(Issued(), Line(1, 1));

        Assert.That(Amend(order, Line(2, 1)).Error, Is.EqualTo(PurchaseOrderErrors.AmendmentPending));
        Assert.That(order.Issue(Limits, SupplierEligibility.Eligible, Erin, Now).Error, Is.EqualTo(PurchaseOrderErrors.AmendmentPending));
        Assert.That(issued.Acknowledge(null, Erin, Now).Error, Is.EqualTo(PurchaseOrderErrors.AmendmentPending));
        Assert.That(issued.CloseShort(null, Why("No."), Erin, Now).Error, Is.EqualTo(PurchaseOrderErrors.AmendmentPending));
    }

    [TestCase(2, null)]
    [TestCase(1, "line_items[0].quantity")]
    public void Cannot_go_below_what_was_received(int quantity, string? field)
    {
        var order = PartlyReceived();

        var outcome = Amend(order, Line(1250, quantity));

        Assert.That(outcome.Error?.Fields.Keys.Single(), Is.EqualTo(field));
        Assert.That(outcome.Error?.Code, Is.EqualTo(field is null ? null : "BELOW_RECEIVED"));
    }

    [Test]
    public void Down_to_what_was_received_makes_the_order_received()
    {
        var order = Amended(PartlyReceived(), Line(1250, 2));

        Done(order, order.Approve(Approver(), SupplierEligibility.Eligible, Now.AddDays(1)));

        Assert.That((order.Status, order.ReceivedAt), Is.EqualTo((PurchaseOrderStatus.Received, (DateTimeOffset?)Now.AddDays(1))));
        Assert.That(order.LineItems.Single().Received, Is.EqualTo(2), "counters go on");
    }

    [Test]
    public void Numbers_lines_by_place_or_as_they_say()
    {
        var order = Approved(Draft(Lines(Line(1, 1), Line(2, 1), Line(3, 1))));

        var byPlace = LineItems.Create([Line(9, 1), Line(8, 1)], Limits, order.LastLineNumber).Value;
        var named = LineItems.Create([Line(7, 1), Line(6, 1) with { LineNumber = 2 }], Limits, order.LastLineNumber).Value;
        var twice = LineItems.Create([Line() with { LineNumber = 2 }, Line() with { LineNumber = 2 }], Limits, 3);
        var none = LineItems.Create([Line() with { LineNumber = 0 }], Limits, 3);

        Assert.That(byPlace.Items.Select(line => (line.LineNumber, line.UnitPriceMinor)), Is.EqualTo(new[] { (1, 9m), (2, 8m) }));
        Assert.That(named.Items.Select(line => (line.LineNumber, line.UnitPriceMinor)), Is.EqualTo(new[] { (2, 6m), (4, 7m) }));
        Assert.That(twice.Error?.Fields.Keys, Is.EqualTo(new[] { "line_items[1].line_number" }));
        Assert.That(none.Error?.Fields.Keys, Is.EqualTo(new[] { "line_items[0].line_number" }));
    }

    [Test]
    public void Of_the_supplier_keeps_the_order_issued_until_it_is_decided()
    {
        foreach (var accepted in new[] { true, false })
        {
            var order = Issued();
            var lines = LineProposal.Apply([new LineProposal(1, 2, 4000m, "2026-03-01")], [.. order.LineItems], new FieldErrors())!;
            Done(order, order.Propose(lines, new DateOnly(2026, 3, 2), Router.Route(lines.Total, null, Now), Erin, Now));
            Assert.That(
                (order.Status, order.Amendment?.BySupplier, order.AcknowledgedAt),
                Is.EqualTo((PurchaseOrderStatus.Issued, true, (DateTimeOffset?)null))
            );

            Done(
                order,
                accepted
                    ? order.Approve(Approver(), SupplierEligibility.Eligible, Now.AddDays(1))
                    : order.Reject(Approver(), Why("No."), Now.AddDays(1))
            );

            Assert.That(
                (order.Status, order.AcknowledgedAt),
                Is.EqualTo((PurchaseOrderStatus.Acknowledged, (DateTimeOffset?)Now.AddDays(1)))
            );
            Assert.That(order.ExpectedDelivery, Is.EqualTo(new DateOnly(2026, 3, 2)));
            Assert.That(order.TotalMinor, Is.EqualTo(accepted ? 8000 : 3750));
        }
    }

    [Test]
    public void Of_the_supplier_that_asks_for_nothing_else_is_none()
    {
        var order = Issued();

        Assert.That(LineProposal.Apply([], [.. order.LineItems], new FieldErrors()), Is.Null);
        Assert.That(LineProposal.Apply([new LineProposal(1, 1, 3750, null)], [.. order.LineItems], new FieldErrors()), Is.Null);
    }

    [Test]
    public void Of_the_supplier_tells_all_that_is_wrong_with_it()
    {
        var errors = new FieldErrors();

        LineProposal.Apply(
            [null, new(null, 1, null, null), new(9, 1, null, null), new(1, 0, -1, "x"), new(1, 1, null, null)],
            [.. Issued().LineItems],
            errors
        );

        Assert.That(
            errors.Error!.Fields.Keys,
            Is.EqualTo(
                new[]
                {
                    "lines[0]",
                    "lines[1].line_number",
                    "lines[2].line_number",
                    "lines[3].quantity",
                    "lines[3].unit_price_cents",
                    "lines[3].delivery_date",
                    "lines[4].line_number",
                }
            )
        );
    }

    [Test]
    public void Ends_with_the_order()
    {
        var cancelled = Amended(Approved(), Line(1, 1));
        Done(cancelled, cancelled.Cancel(new Canceller(Erin, IsBuyer: true, IsFinance: false), Why("No."), Now));

        Assert.That((cancelled.Amendment, cancelled.PendingApproval), Is.EqualTo(((Amendment?)null, (PendingApproval?)null)));
        Assert.That(cancelled.WaitingMakers, Is.Empty);
    }

    [Test]
    public void Names_the_orders_that_it_adds_up_with()
    {
        var order = Approved();
        var other = new SubmittedOrder(new PurchaseOrderId(Guid.CreateVersion7(Now)), 100_000);
        var lines = Numbered(Line(1250, 2));

        Done(
            order,
            order.Amend(lines, order.Terms, Why("More."), Router.Route(lines.Total, new SubmittedOrders(4, [other]), Now), Erin, Now)
        );

        Assert.That(order.Amendment?.SplitWith, Is.EqualTo(new[] { $"{other.Id}" }));
        Assert.That(order.SplitNumber, Is.EqualTo(5));
        Done(order, order.Approve(Approver(), SupplierEligibility.Eligible, Now));
        Assert.That((order.SplitWith.Single(), order.RequiredLevel), Is.EqualTo(($"{other.Id}", ApprovalLevel.L2)));
    }

    [Test]
    public void That_was_approved_makes_who_amended_an_author_and_acknowledges_nothing()
    {
        var order = Amended(Issued(), Line(1000, 9));

        Done(order, order.Approve(Approver(), SupplierEligibility.Eligible, Now));

        Assert.That(order.Authors, Is.EquivalentTo(new[] { "bob", "erin" }));
        Assert.That((order.AcknowledgedAt, order.ExpectedDelivery), Is.EqualTo(((DateTimeOffset?)null, (DateOnly?)null)));
    }

    [Test]
    public void Ends_with_the_last_payment()
    {
        var order = Amended(PartlyReceived(), Line(1250, 9));
        Done(order, order.Receive("grn_2", [new Counted(1, 3)], Exact, Erin, Now));
        Done(order, order.Bill("inv_1", 6250, [new Counted(1, 5)], Invoicing, Now));
        Done(order, order.Pay("pay_1", "inv_1", 6250, Invoicing, Now));

        Assert.That(
            (order.Status, order.Amendment, order.PendingApproval),
            Is.EqualTo((PurchaseOrderStatus.Closed, (Amendment?)null, (PendingApproval?)null))
        );
    }

    [Test]
    public void Keeps_terms_that_it_does_not_speak_of()
    {
        var now = new OrderTerms
        {
            DeliveryAddress = Somewhere("Kai 1"),
            PaymentTermsDays = 30,
            NoteToSupplier = "Ring twice.",
        };
        var errors = new FieldErrors();

        var kept = Asked(null, null, null).Over(now, errors);
        var other = Asked("Kai 2", 14, "Ring once.").Over(now, errors);

        Assert.That(kept, Is.EqualTo(now));
        Assert.That(
            other,
            Is.EqualTo(
                new OrderTerms
                {
                    DeliveryAddress = Somewhere("Kai 2"),
                    PaymentTermsDays = 14,
                    NoteToSupplier = "Ring once.",
                }
            )
        );
        Assert.That(errors.Error, Is.Null);

        static AmendmentDraft Asked(string? street, int? days, string? note) =>
            new(null, new OrderTermsDraft(street is null ? null : AddressOf(street), days, note), null);
    }

    [Test]
    public void Of_the_supplier_keeps_a_date_that_it_does_not_speak_of_and_comes_to_an_amount()
    {
        var order = Issued(Draft(Lines(Line(1, 1) with { DeliveryDate = "2026-03-05" }, Line(1, 1))));
        var errors = new FieldErrors();

        var dearer = LineProposal.Apply([new LineProposal(1, null, 2m, null)], [.. order.LineItems], errors);
        Assert.That(dearer?.Items[0].DeliveryDate, Is.EqualTo(new DateOnly(2026, 3, 5)));
        Assert.That(errors.Error, Is.Null);

        var most = (decimal)long.MaxValue;
        LineProposal.Apply([new LineProposal(1, 1, most, null), new LineProposal(2, 1, most, null)], [.. order.LineItems], errors);
        Assert.That(errors.Error?.Fields.Keys, Is.EqualTo(new[] { "line_items" }));
    }

    private static AddressDraft AddressOf(string street) => new(street, "Hamburg", "20457", "DE");

    private static Address Somewhere(string street) => Address.Read(AddressOf(street), "delivery_address", new FieldErrors())!;

    private static readonly DateTimeOffset Remind = new(2026, 2, 3, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Due = new(2026, 2, 4, 0, 0, 0, TimeSpan.Zero);
}
