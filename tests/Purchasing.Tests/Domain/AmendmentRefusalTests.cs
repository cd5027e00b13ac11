namespace Purchasing.Tests.Domain;

using Procurement.Purchasing.Domain;
using static Orders;

/// <summary>What may not be amended, or not yet.</summary>
internal sealed class AmendmentRefusalTests
{
    private static readonly Actor Erin = Actor.Of("erin");

    /// <summary>What is asked of an order that rests is refused for that, whatever else stands against it.</summary>
    [Test]
    public void Of_an_order_that_rests_is_neither_made_nor_decided()
    {
        var order = Disputed(Amended(Issued(), Line(100_001, 1)));
        var buyer = Actor.Of("bob");

        var refusals = new[]
        {
            Amend(order, Line(1, 1)),
            order.CloseShort(null, Why("No."), buyer, Now),
            order.Issue(Limits, SupplierEligibility.Eligible, buyer, Now),
            order.Acknowledge(null, buyer, Now),
            order.Propose(Numbered(Line(1, 1)), null, Route(order), buyer, Now),
            order.Approve(Approver("erin"), SupplierEligibility.Eligible, Now),
            order.Reject(Approver(level: ApprovalLevel.L1), Why("No."), Now),
        };

        Assert.That(refusals.Select(refusal => refusal.Error?.Code), Has.All.EqualTo("ILLEGAL_TRANSITION"));
    }

    [Test]
    public void Waits_for_the_one_before_it()
    {
        var order = Amended(PartlyReceived(), Line(1250, 6));

        Assert.That(Amend(order, Line(1, 1)).Error, Is.EqualTo(PurchaseOrderErrors.AmendmentPending));
        Assert.That(order.CloseShort(1, Why("No."), Erin, Now).Error, Is.EqualTo(PurchaseOrderErrors.AmendmentPending));
        var issued = Amended(Issued(), Line(1, 1));
        var lines = Numbered(Line(2, 1));
        Assert.That(
            issued.Propose(lines, null, PurchaseOrderErrors.CurrencyGivenUp, Erin, Now).Error,
            Is.EqualTo(PurchaseOrderErrors.AmendmentPending)
        );
    }

    [Test]
    public void Of_a_currency_that_nobody_approves_any_more_is_refused()
    {
        var order = PartlyReceived();
        Result<Routing> lost = PurchaseOrderErrors.CurrencyGivenUp;

        var less = order.Amend(Numbered(Line(1250, 1)), order.Terms, Why("Less."), lost, Erin, Now);
        var more = order.Amend(Numbered(Line(1250, 9)), order.Terms, Why("More."), lost, Erin, Now);
        var issued = Issued();
        var proposed = issued.Propose(Numbered(Line(1, 1)), null, lost, Erin, Now);

        Assert.That(less.Error?.Code, Is.EqualTo("BELOW_RECEIVED"));
        Assert.That(more.Error, Is.EqualTo(PurchaseOrderErrors.CurrencyGivenUp));
        Assert.That(proposed.Error, Is.EqualTo(PurchaseOrderErrors.CurrencyGivenUp));
    }

    [Test]
    public void That_came_to_ask_for_too_little_is_refused_to_an_author_for_being_one()
    {
        var order = Amended(PartlyReceived(), Line(1250, 2));
        Done(order, order.Receive("grn_2", [new Counted(1, 1)], Exact, Erin, Now));

        Assert.That(order.Approve(Approver("erin"), SupplierEligibility.Eligible, Now).Error, Is.EqualTo(PurchaseOrderErrors.SelfApproval));
    }

    [Test]
    public void Stays_in_the_currency_of_the_order()
    {
        var outcome = Amend(Approved(), Line(1, 1, "JPY"));

        Assert.That(outcome.Error?.Fields.Values, Is.EqualTo(new[] { "must be USD, in which the order was approved" }));
    }

    [Test]
    public void Keeps_lines_of_which_something_has_come_and_how_they_are_counted()
    {
        var order = PartlyReceived();

        var gone = order.Amend(Numbered(Line(1, 1) with { LineNumber = 2 }), order.Terms, Why("No."), Route(order), Erin, Now);
        var otherwise = Amend(order, Line(1250, 5) with { Unit = "BOX" });
        var packed = Amend(order, Line(1250, 5) with { Contains = new ContentsDraft(2, "KG") });

        Assert.That(gone.Error?.Fields.Keys, Is.EqualTo(new[] { "line_items" }));
        Assert.That(otherwise.Error?.Fields.Keys, Is.EqualTo(new[] { "line_items[0].unit" }));
        Assert.That(packed.Error?.Fields.Keys, Is.EqualTo(new[] { "line_items[0].unit" }));
    }

    [Test]
    public void Counts_what_was_cancelled_of_a_line_as_settled()
    {
        var order = Issued(Draft(Lines(Line(1, 1), Line(1250, 5))));
        Done(order, order.Receive("grn_1", [new Counted(2, 2)], Exact, Erin, Now));
        Done(order, order.CloseShort(2, Why("No more."), Erin, Now));

        var outcome = Amend(order, Line(1, 1), Line(1250, 4));

        Assert.That(outcome.Error?.Fields.Keys, Is.EqualTo(new[] { "line_items[1].quantity" }));
    }

    [Test]
    public void Is_looked_at_again_when_it_is_approved()
    {
        var order = Amended(PartlyReceived(), Line(1250, 2));
        Done(order, order.Receive("grn_2", [new Counted(1, 1)], Exact, Erin, Now));

        var late = order.Approve(Approver(), SupplierEligibility.Eligible, Now);

        Assert.That(late.Error, Is.EqualTo(PurchaseOrderErrors.BelowReceived));
        Assert.That(order.TotalMinor, Is.EqualTo(6250));
    }
}
