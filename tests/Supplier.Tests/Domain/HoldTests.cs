namespace Supplier.Tests.Domain;

using Procurement.Supplier.Domain;
using static Suppliers;

internal sealed class HoldTests
{
    private static readonly Actor Carol = Actor.Of("carol");

    [Test]
    public void Is_put_on_for_a_reason_and_leaves_the_state()
    {
        var supplier = Approved();

        Assert.That(supplier.PutOnHold(HoldScope.Payments, Why("audit"), Carol, Now.AddHours(1)).Error, Is.Null);

        Assert.That(supplier.Hold, Is.EqualTo(new Hold(HoldScope.Payments, "audit", "carol", Now.AddHours(1))));
        Assert.That(
            supplier.Recorded[^1],
            Is.EqualTo(
                new RecordedEvent(
                    3,
                    "Approved",
                    "Approved",
                    new SupplierPutOnHold(Carol, Now.AddHours(1)) { Scope = "Payments", Reason = "audit" }
                )
            )
        );
    }

    [TestCase(null, true)]
    [TestCase(HoldScope.Payments, true)]
    [TestCase(HoldScope.Orders, false)]
    [TestCase(HoldScope.All, false)]
    public void Keeps_orders_away_when_it_is_about_them(HoldScope? scope, bool mayBeOrderedFrom) =>
        Assert.That(Held(Approved(), scope).MayBeOrderedFrom(), Is.EqualTo(mayBeOrderedFrom));

    [Test]
    public void Does_not_let_orders_through_that_the_state_keeps_away([Values] HoldScope scope)
    {
        foreach (var supplier in new[] { Pending(), Suspended() })
        {
            Assert.That(supplier.MayBeOrderedFrom(), Is.False);
            Assert.That(Held(supplier, scope).MayBeOrderedFrom(), Is.False);
        }
        Assert.That(Blacklisted().MayBeOrderedFrom(), Is.False);
    }

    [Test]
    public void Is_replaced_by_a_later_one()
    {
        var supplier = Held(Approved(), HoldScope.All);

        Assert.That(supplier.PutOnHold(HoldScope.Payments, Why("tax"), Actor.Of("dave"), Now.AddDays(1)).Error, Is.Null);

        Assert.That(supplier.Hold, Is.EqualTo(new Hold(HoldScope.Payments, "tax", "dave", Now.AddDays(1))));
        Assert.That(supplier.MayBeOrderedFrom(), Is.True);
    }

    [Test]
    public void Ends_with_its_release()
    {
        var supplier = Held(Approved(), HoldScope.All);

        Assert.That(supplier.Release(Actor.Of("dave"), Now.AddDays(1)).Error, Is.Null);

        Assert.That((supplier.Hold, supplier.MayBeOrderedFrom()), Is.EqualTo(((Hold?)null, true)));
        Assert.That(
            supplier.Recorded[^1],
            Is.EqualTo(new RecordedEvent(4, "Approved", "Approved", new SupplierReleased(Actor.Of("dave"), Now.AddDays(1))))
        );
        Refuses(supplier, s => s.Release(Carol, Now), "NOT_ON_HOLD");
    }

    [Test]
    public void Outlives_a_suspension()
    {
        var supplier = Held(Approved(), HoldScope.Orders);
        Assert.That(supplier.Suspend(Why("late"), Carol, Now).Error, Is.Null);
        Assert.That(supplier.Reinstate(Carol, Now).Error, Is.Null);

        Assert.That((supplier.Status, supplier.MayBeOrderedFrom()), Is.EqualTo((SupplierStatus.Approved, false)));
    }

    [Test]
    public void Is_not_ended_by_who_may_not_be_dealt_with_at_all() =>
        Refuses(Blacklisted(Held(Approved(), HoldScope.All)), s => s.Release(Carol, Now), "ILLEGAL_TRANSITION");

    private static Supplier Held(Supplier supplier, HoldScope? scope)
    {
        if (scope is { } kept)
            Assert.That(supplier.PutOnHold(kept, Why("audit"), Carol, Now).Error, Is.Null);
        return supplier;
    }
}
