namespace Supplier.Tests.Domain;

using Procurement.Supplier.Domain;
using static Suppliers;

internal sealed class SupplierTests
{
    [Test]
    public void Is_pending_when_registered()
    {
        var supplier = Pending();

        Assert.That(supplier.Status, Is.EqualTo(SupplierStatus.Pending));
        Assert.That(supplier.Version, Is.EqualTo(1));
        Assert.That(supplier.RiskScore, Is.Null);
        Assert.That(
            supplier.Recorded.Single().Event,
            Is.EqualTo(
                new SupplierRegistered(Actor.Of("sam"), Now)
                {
                    Code = supplier.Code.Value,
                    LegalName = "Siam Paper Co., Ltd.",
                    Source = null,
                    SuggestedStatus = null,
                }
            )
        );
    }

    [Test]
    public void Knows_what_it_was_registered_with()
    {
        var supplier = Pending(profile: FullProfile());

        Assert.That(supplier.RegisteredBy, Is.EqualTo("sam"));
        Assert.That(
            SupplierDraft.Of(supplier),
            Is.EqualTo(
                new SupplierDraft
                {
                    LegalName = "Siam Paper Co., Ltd.",
                    Email = "sales@example.com",
                    Address = new AddressDraft("1 Rama IV Road", "Bangkok", "10500", "TH"),
                    PaymentTermsDays = 30,
                    PreferredCurrency = "THB",
                    TaxId = "0105536000315",
                    MatchToleranceBps = 500,
                }
            )
        );
    }

    /// <summary>Approval is our own decision, whatever the other system thinks of it.</summary>
    [TestCase("Approved")]
    [TestCase("Blacklisted")]
    [TestCase(null)]
    public void Is_pending_when_imported_too(string? suggested)
    {
        var supplier = Supplier.Register(
            new SupplierId(Guid.CreateVersion7(Now)),
            Code(),
            Profile(),
            Actor.Of("sam"),
            Now,
            new ImportSource("ERP", suggested)
        );

        Assert.That(supplier.Status, Is.EqualTo(SupplierStatus.Pending));
        var happened = (SupplierRegistered)supplier.Recorded.Single().Event;
        Assert.That((happened.Source, happened.SuggestedStatus), Is.EqualTo(("ERP", suggested)));
    }

    [TestCase(0)]
    [TestCase(40)]
    public void Is_approved_at_a_risk_of_at_most_forty(int score)
    {
        var supplier = Pending();

        Assert.That(supplier.Approve(Risk(score), DocumentPolicy.None, Actor.Of("carol"), Now.AddDays(1)).Error, Is.Null);

        Assert.That(supplier.Status, Is.EqualTo(SupplierStatus.Approved));
        Assert.That(supplier.RiskScore!.Value.Value, Is.EqualTo(score));
        Assert.That(supplier.Approval?.Approver, Is.EqualTo("carol"));
        Assert.That(supplier.Approval?.At, Is.EqualTo(Now.AddDays(1)));
        Assert.That(supplier.UpdatedAt, Is.EqualTo(Now.AddDays(1)));
        Assert.That(supplier.Recorded[^1].Event, Is.EqualTo(new SupplierApproved(Actor.Of("carol"), Now.AddDays(1)) { RiskScore = score }));
    }

    [TestCase(41)]
    [TestCase(100)]
    public void Is_not_approved_at_a_higher_risk(int score) =>
        Refuses(Pending(), s => s.Approve(Risk(score), DocumentPolicy.None, Actor.Of("carol"), Now), "RISK_TOO_HIGH");

    [TestCase(35)]
    [TestCase(41)]
    public void Is_not_approved_by_who_registered_it(int score) =>
        Refuses(Pending(), s => s.Approve(Risk(score), DocumentPolicy.None, Actor.Of("sam"), Now), "SELF_APPROVAL_FORBIDDEN");

    [Test]
    public void Is_not_approved_for_who_registered_it_nor_by_them_for_another()
    {
        Refuses(Pending(), s => s.Approve(Risk(), DocumentPolicy.None, Actor.Of("carol").For("sam"), Now), "SELF_APPROVAL_FORBIDDEN");
        Refuses(Pending(), s => s.Approve(Risk(), DocumentPolicy.None, Actor.Of("sam").For("carol"), Now), "SELF_APPROVAL_FORBIDDEN");
    }

    [Test]
    public void Is_approved_only_while_pending()
    {
        Refuses(Approved(), s => s.Approve(Risk(), DocumentPolicy.None, Actor.Of("dave"), Now), "ILLEGAL_TRANSITION");
        Refuses(Suspended(), s => s.Approve(Risk(), DocumentPolicy.None, Actor.Of("dave"), Now), "ILLEGAL_TRANSITION");
        Refuses(Approved(), s => s.Approve(Risk(41), DocumentPolicy.None, Actor.Of("sam"), Now), "ILLEGAL_TRANSITION");
    }

    [Test]
    public void Is_suspended_for_a_reason_and_stays_known_as_approved_once()
    {
        var supplier = Suspended();

        Assert.That(supplier.Status, Is.EqualTo(SupplierStatus.Suspended));
        Assert.That(supplier.SuspensionReason, Is.EqualTo("late"));
        Assert.That(supplier.Approval?.Approver, Is.EqualTo("carol"));
        Assert.That(
            supplier.Recorded[^1],
            Is.EqualTo(new RecordedEvent(3, "Approved", "Suspended", new SupplierSuspended(Actor.Of("carol"), Now) { Reason = "late" }))
        );
    }

    [Test]
    public void Is_suspended_only_while_approved()
    {
        Refuses(Pending(), s => s.Suspend(Why("late"), Actor.Of("carol"), Now), "ILLEGAL_TRANSITION");
        Refuses(Suspended(), s => s.Suspend(Why("late"), Actor.Of("carol"), Now), "ILLEGAL_TRANSITION");
    }

    [Test]
    public void Is_reinstated_as_it_was_approved_and_without_the_reason_of_its_suspension()
    {
        var supplier = Suspended();

        Assert.That(supplier.Reinstate(Actor.Of("dave"), Now.AddDays(1)).Error, Is.Null);

        Assert.That(supplier.Status, Is.EqualTo(SupplierStatus.Approved));
        Assert.That(supplier.SuspensionReason, Is.Null);
        Assert.That(supplier.Approval, Is.EqualTo(new Approval("carol", Now)));
        Assert.That(
            supplier.Recorded[^1],
            Is.EqualTo(new RecordedEvent(4, "Suspended", "Approved", new SupplierReinstated(Actor.Of("dave"), Now.AddDays(1))))
        );
    }

    [Test]
    public void Is_blacklisted_for_a_reason_whatever_it_was_before()
    {
        foreach (var supplier in new[] { Pending(), Approved(), Suspended() })
        {
            var (before, version, approval) = (supplier.Status, supplier.Version, supplier.Approval);

            Blacklisted(supplier);

            Assert.That(supplier.Status, Is.EqualTo(SupplierStatus.Blacklisted));
            Assert.That((supplier.BlacklistReason, supplier.SuspensionReason), Is.EqualTo(("fraud", (string?)null)));
            Assert.That(supplier.Approval, Is.EqualTo(approval));
            Assert.That(
                supplier.Recorded[^1],
                Is.EqualTo(
                    new RecordedEvent(
                        version + 1,
                        $"{before}",
                        "Blacklisted",
                        new SupplierBlacklisted(Actor.Of("carol"), Now) { Reason = "fraud" }
                    )
                )
            );
        }
    }

    [Test]
    public void May_be_ordered_from_only_while_approved() =>
        Assert.That(
            Enum.GetValues<SupplierStatus>().Where(s => s.MayBeOrderedFrom(hold: null)),
            Is.EqualTo(new[] { SupplierStatus.Approved })
        );
}
