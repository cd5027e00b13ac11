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
            Is.EqualTo(new SupplierRegistered("sam", Now, supplier.Code.Value, "Siam Paper Co., Ltd.", "sales@example.com", 30))
        );
    }

    [TestCase(0)]
    [TestCase(40)]
    public void Is_approved_at_a_risk_of_at_most_forty(int score)
    {
        var supplier = Pending();

        Assert.That(supplier.Approve(Risk(score), "carol", Now.AddDays(1)).Error, Is.Null);

        Assert.That(supplier.Status, Is.EqualTo(SupplierStatus.Approved));
        Assert.That(supplier.RiskScore!.Value.Value, Is.EqualTo(score));
        Assert.That(supplier.ApprovedBy, Is.EqualTo("carol"));
        Assert.That(supplier.ApprovedAt, Is.EqualTo(Now.AddDays(1)));
        Assert.That(supplier.UpdatedAt, Is.EqualTo(Now.AddDays(1)));
        Assert.That(supplier.Recorded[^1].Event, Is.EqualTo(new SupplierApproved("carol", Now.AddDays(1), score)));
    }

    [TestCase(41)]
    [TestCase(100)]
    public void Is_not_approved_at_a_higher_risk(int score) =>
        Refuses(Pending(), s => s.Approve(Risk(score), "carol", Now), "RISK_TOO_HIGH");

    [TestCase(35)]
    [TestCase(41)]
    public void Is_not_approved_by_who_registered_it(int score) =>
        Refuses(Pending(), s => s.Approve(Risk(score), "sam", Now), "SELF_APPROVAL_FORBIDDEN");

    [Test]
    public void Is_approved_only_while_pending()
    {
        Refuses(Approved(), s => s.Approve(Risk(), "dave", Now), "ILLEGAL_TRANSITION");
        Refuses(Suspended(), s => s.Approve(Risk(), "dave", Now), "ILLEGAL_TRANSITION");
        Refuses(Approved(), s => s.Approve(Risk(41), "sam", Now), "ILLEGAL_TRANSITION");
    }

    [Test]
    public void Is_suspended_for_a_reason_and_stays_known_as_approved_once()
    {
        var supplier = Suspended();

        Assert.That(supplier.Status, Is.EqualTo(SupplierStatus.Suspended));
        Assert.That(supplier.SuspensionReason, Is.EqualTo("late"));
        Assert.That(supplier.ApprovedBy, Is.EqualTo("carol"));
        Assert.That(
            supplier.Recorded[^1],
            Is.EqualTo(new RecordedEvent(3, "Approved", "Suspended", new SupplierSuspended("carol", Now, "late")))
        );
    }

    [Test]
    public void Is_suspended_only_while_approved()
    {
        Refuses(Pending(), s => s.Suspend("late", "carol", Now), "ILLEGAL_TRANSITION");
        Refuses(Suspended(), s => s.Suspend("late", "carol", Now), "ILLEGAL_TRANSITION");
    }

    [Test]
    public void May_be_ordered_from_only_while_approved() =>
        Assert.That(Enum.GetValues<SupplierStatus>().Where(s => s.MayBeOrderedFrom()), Is.EqualTo(new[] { SupplierStatus.Approved }));

    private static void Refuses(Supplier supplier, Func<Supplier, Result> command, string code)
    {
        var (status, version) = (supplier.Status, supplier.Version);

        Assert.That(command(supplier).Error!.Code, Is.EqualTo(code));

        Assert.That((supplier.Status, supplier.Version), Is.EqualTo((status, version)));
    }
}
