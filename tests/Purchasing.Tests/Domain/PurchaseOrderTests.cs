namespace Purchasing.Tests.Domain;

using Procurement.Purchasing.Domain;
using static Orders;

internal sealed class PurchaseOrderTests
{
    [Test]
    public void Starts_as_a_draft_with_the_sum_of_its_lines()
    {
        var order = Draft(Lines(Line(1250, 3), Line(499, 10)));

        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Draft));
        Assert.That(order.TotalMinor, Is.EqualTo(8740));
        Assert.That(order.RequiredLevel, Is.Null);
        Assert.That(order.Version, Is.EqualTo(1));
        Assert.That(order.LineItems.Select(line => line.LineNumber), Is.EqualTo(new[] { 1, 2 }));
        Assert.That(order.Recorded.Single().Event, Is.TypeOf<PurchaseOrderCreated>());
    }

    [TestCase(1, ApprovalLevel.L1)]
    [TestCase(100_000, ApprovalLevel.L1)]
    [TestCase(100_001, ApprovalLevel.L2)]
    [TestCase(1_000_000, ApprovalLevel.L2)]
    [TestCase(1_000_001, ApprovalLevel.L3)]
    public void Derives_the_approval_level_from_the_total_when_submitted(long total, int level)
    {
        var order = Submitted(total);

        Assert.That((int?)order.RequiredLevel, Is.EqualTo(level));
        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.AwaitingApproval));
        Assert.That(order.SubmittedAt, Is.EqualTo(Now));
    }

    [TestCase("JPY", 150_000, ApprovalLevel.L1)]
    [TestCase("JPY", 150_001, ApprovalLevel.L2)]
    [TestCase("BHD", 4_000_001, ApprovalLevel.L3)]
    public void Uses_the_limits_of_its_own_currency(string currency, long total, int level)
    {
        var order = Draft();
        order.ChangeLines(Lines(Line(total, 1, currency)), Actor.Of("bob"), Now);

        order.Submit(Route(order), Actor.Of("bob"), Now);

        Assert.That((int?)order.RequiredLevel, Is.EqualTo(level));
    }

    [TestCase(100_000, ApprovalLevel.L1, true)]
    [TestCase(100_001, ApprovalLevel.L1, false)]
    [TestCase(100_001, ApprovalLevel.L2, true)]
    [TestCase(1_000_001, ApprovalLevel.L2, false)]
    [TestCase(1, ApprovalLevel.L3, true)]
    public void Is_approved_with_its_own_level_of_authority_or_above(long total, int level, bool suffices)
    {
        var order = Submitted(total);

        var approved = order.Approve(Approver(level: (ApprovalLevel)level), SupplierEligibility.Eligible, Now);

        Assert.That(approved.Error?.Code, Is.EqualTo(suffices ? null : "INSUFFICIENT_AUTHORITY"));
        Assert.That(order.Status, Is.EqualTo(suffices ? PurchaseOrderStatus.Approved : PurchaseOrderStatus.AwaitingApproval));
    }

    [TestCase("alice", TestName = "Refuses_approval_by_the_requester")]
    [TestCase("ALICE", TestName = "Refuses_approval_by_the_requester_in_other_letter_case")]
    [TestCase("bob", TestName = "Refuses_approval_by_the_creator")]
    [TestCase("erin", TestName = "Refuses_approval_by_an_editor")]
    public void Refuses_approval_by(string subject)
    {
        var order = Draft();
        order.ChangeLines(Lines(Line()), Actor.Of("erin"), Now);
        order.Submit(Route(order), Actor.Of("bob"), Now);
        var version = order.Version;

        var approved = order.Approve(Approver(subject), SupplierEligibility.Eligible, Now);

        Assert.That(approved.Error, Is.EqualTo(PurchaseOrderErrors.SelfApproval));
        Assert.That(order.Version, Is.EqualTo(version));
    }

    [TestCase(SupplierEligibility.NotEligible)]
    [TestCase(SupplierEligibility.Unknown)]
    public void Refuses_approval_when_the_supplier_may_not_be_ordered_from(int supplier)
    {
        var order = Submitted();

        var approved = order.Approve(Approver(), (SupplierEligibility)supplier, Now);

        Assert.That(approved.Error, Is.EqualTo(PurchaseOrderErrors.SupplierNotEligible));
    }

    [Test]
    public void Guards_an_approval_by_state_before_authority()
    {
        var order = Draft();

        var approved = order.Approve(Approver("alice", ApprovalLevel.L1), SupplierEligibility.NotEligible, Now);

        Assert.That(approved.Error?.Code, Is.EqualTo("ILLEGAL_TRANSITION"));
    }

    [Test]
    public void Is_approved_once()
    {
        var order = Submitted();
        order.Approve(Approver(), SupplierEligibility.Eligible, Now);

        var again = order.Approve(Approver("lena"), SupplierEligibility.Eligible, Now);

        Assert.That(again.Error?.Kind, Is.EqualTo(ErrorKind.Conflict));
        Assert.That(order.Approval?.Approver, Is.EqualTo("luis"));
    }

    [Test]
    public void Is_cancelled_by_a_rejection_with_its_reason()
    {
        var order = Submitted();

        Assert.That(order.Reject(Approver(), Why("Too dear."), Now).Error, Is.Null);

        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Cancelled));
        Assert.That(order.Rejection?.Reason, Is.EqualTo("Too dear."));
    }

    [Test]
    public void Is_rejected_only_with_the_authority_to_approve_it()
    {
        var order = Submitted(1_000_001);

        Assert.That(order.Reject(Approver(level: ApprovalLevel.L2), Why("No."), Now).Error?.Code, Is.EqualTo("INSUFFICIENT_AUTHORITY"));
    }

    [Test]
    public void Keeps_its_lines_once_it_was_submitted()
    {
        var order = Submitted();

        var changed = order.ChangeLines(Lines(Line(1)), Actor.Of("bob"), Now);

        Assert.That(changed.Error?.Code, Is.EqualTo("ILLEGAL_TRANSITION"));
        Assert.That(order.TotalMinor, Is.EqualTo(3750));
    }

    [Test]
    public void Is_submitted_once()
    {
        var order = Submitted();

        Assert.That(order.Submit(Route(order), Actor.Of("bob"), Now).Error?.Code, Is.EqualTo("ILLEGAL_TRANSITION"));
    }

    [Test]
    public void Is_issued_with_an_event_that_says_what_was_ordered()
    {
        var order = Approved();

        Assert.That(order.Issue(Limits, SupplierEligibility.Eligible, Actor.Of("bob"), Now.AddDays(1)).Error, Is.Null);

        Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Issued));
        Assert.That(order.IssuedAt, Is.EqualTo(Now.AddDays(1)));
        var issued = (PurchaseOrderIssued)order.Recorded[^1].Event;
        Assert.That((issued.Number, issued.SupplierId), Is.EqualTo(("PO-00000001", $"{order.SupplierId}")));
        Assert.That((issued.Currency, issued.TotalCents), Is.EqualTo(("USD", 3750)));
        Assert.That(issued.LineItems, Is.EqualTo(((PurchaseOrderCreated)order.Recorded[0].Event).LineItems));
    }

    [TestCase(SupplierEligibility.NotEligible)]
    [TestCase(SupplierEligibility.Unknown)]
    public void Is_not_issued_when_the_supplier_may_no_longer_be_ordered_from(int supplier)
    {
        var order = Approved();

        var issued = order.Issue(Limits, (SupplierEligibility)supplier, Actor.Of("bob"), Now);

        Assert.That(issued.Error, Is.EqualTo(PurchaseOrderErrors.SupplierNotEligible));
        Assert.That((order.Status, order.Version, order.IssuedAt), Is.EqualTo((PurchaseOrderStatus.Approved, 3, (DateTimeOffset?)null)));
    }

    [Test]
    public void Is_disputed_while_it_is_open_and_knows_where_it_stood()
    {
        var open = new[] { Draft(), Submitted(), Approved(), Issued(), Acknowledged(), PartlyReceived(), Received(), Invoiced() };
        Assert.That(open.Select(order => order.Status), Is.EqualTo(PurchaseOrder.OpenStates));
        foreach (var order in open)
        {
            var before = order.Status;

            Disputed(order);

            Assert.That(order.Status, Is.EqualTo(PurchaseOrderStatus.Disputed));
            Assert.That(order.Dispute, Is.EqualTo(new Dispute("bob", "Wrong goods.", before, null, Now)));
            Assert.That(
                order.Recorded[^1].Event,
                Is.EqualTo(new PurchaseOrderDisputed(Actor.Of("bob"), Now) { Reason = "Wrong goods.", InvoiceId = null })
            );
        }
    }

    [Test]
    public void Is_disputed_by_the_system_too()
    {
        var order = Issued();
        var system = Actor.System("supplier.supplier-blacklisted.v1");

        Assert.That(order.RaiseDispute(Why("Supplier blacklisted."), system, Now).Error, Is.Null);

        Assert.That(order.Dispute?.Disputer, Is.EqualTo(Actor.SystemSubject));
        Assert.That(order.Recorded[^1].Event.Actor, Is.EqualTo(system));
    }

    [Test]
    public void Keeps_the_dispute_that_was_first()
    {
        var order = Disputed();

        var again = order.RaiseDispute(Why("Too late."), Actor.Of("carol"), Now);

        Assert.That(again.Error?.Code, Is.EqualTo("ILLEGAL_TRANSITION"));
        Assert.That(order.Dispute?.Reason, Is.EqualTo("Wrong goods."));
    }

    [Test]
    public void Records_one_event_per_change_with_the_states_before_and_after()
    {
        var order = Draft();
        order.ChangeLines(Lines(Line()), Actor.Of("erin"), Now);
        order.Submit(Route(order), Actor.Of("bob"), Now);
        order.Approve(Approver(), SupplierEligibility.Eligible, Now);

        Assert.That(
            order.Recorded.Select(r => (r.Version, r.From, r.To, r.Event.GetType().Name)),
            Is.EqualTo(
                new (long, string?, string, string)[]
                {
                    (1, null, "Draft", "PurchaseOrderCreated"),
                    (2, "Draft", "Draft", "LineItemsChanged"),
                    (3, "Draft", "AwaitingApproval", "PurchaseOrderSubmitted"),
                    (4, "AwaitingApproval", "Approved", "PurchaseOrderApproved"),
                }
            )
        );
    }
}
