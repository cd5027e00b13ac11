namespace Purchasing.Tests.Domain.Approvals;

using Procurement.Purchasing.Domain;
using static Procurement.Purchasing.Domain.ApprovalLevel;

internal sealed class ApproverChoiceTests
{
    private static readonly DelegatedAuthority[] Held =
    [
        new("zora", L3),
        new("bob", L2),
        new("Nils", L2),
        new("lena", L2),
        new("paul", L1),
    ];

    [TestCase(L1, L1)]
    [TestCase(L2, L1)]
    [TestCase(L3, L3)]
    public void Own_authority_comes_first_where_it_suffices(ApprovalLevel own, ApprovalLevel required)
    {
        var caller = Orders.Approver("luis", own);

        Assert.That(ApproverChoice.Choose(caller, Held, required, _ => false), Is.SameAs(caller));
    }

    [TestCase(L2, "bob", L2, Description = "the lowest level that suffices, then the first by name")]
    [TestCase(L3, "zora", L3)]
    public void Otherwise_that_of_a_delegator_and_both_are_told(ApprovalLevel required, string principal, ApprovalLevel authority)
    {
        var chosen = ApproverChoice.Choose(Orders.Approver("luis", L1), Held, required, _ => false);

        Assert.That(chosen, Is.EqualTo(new Approver(Actor.Of("luis").For(principal), authority)));
        Assert.That(chosen.Actor.Persons, Is.EqualTo(new[] { "luis", principal }));
    }

    [Test]
    public void Names_are_in_order_whatever_their_letter_case()
    {
        var chosen = ApproverChoice.Choose(Orders.Approver("luis", L1), [Held[2], new("olga", L2)], L2, _ => false);

        Assert.That(chosen.Actor.OnBehalfOf, Is.EqualTo("Nils"));
    }

    [Test]
    public void Never_that_of_an_author()
    {
        var chosen = ApproverChoice.Choose(Orders.Approver("luis", L1), Held, L2, person => person is "bob" or "lena");
        var none = ApproverChoice.Choose(Orders.Approver("luis", L1), Held, L2, person => person != "paul");

        Assert.That(chosen.Actor.OnBehalfOf, Is.EqualTo("Nils"));
        Assert.That(none, Is.EqualTo(Orders.Approver("luis", L1)));
    }

    [Test]
    public void Where_nothing_suffices_the_order_is_left_to_refuse_the_caller()
    {
        var caller = Orders.Approver("luis", L1);

        Assert.That(ApproverChoice.Choose(caller, [], L2, _ => false), Is.SameAs(caller));
        Assert.That(ApproverChoice.Choose(caller, [new("lena", L2)], L3, _ => false), Is.SameAs(caller));
        Assert.That(
            Orders.Submitted(10_000_01).Approve(caller, SupplierEligibility.Eligible, Orders.Now).Error!.Code,
            Is.EqualTo("INSUFFICIENT_AUTHORITY")
        );
    }
}
