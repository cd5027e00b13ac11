namespace Purchasing.Tests.Domain.Approvals;

using Procurement.Purchasing.Domain;
using TestKit;

internal sealed class DelegationTests
{
    [Test]
    public void Is_drawn_as_it_is() => Assert.That(LifeCycleDiagram.Read(), Does.Contain(LifeCycleDiagram.Of(Delegation.LifeCycle)));

    [Test]
    public void Is_given_and_revoked_once()
    {
        var delegation = Delegations.New();
        Assert.That((delegation.Status, delegation.RevokedAt), Is.EqualTo((DelegationStatus.Active, (DateTimeOffset?)null)));

        var revoked = delegation.Revoke(Actor.Of("lena"), Orders.Now.AddHours(1));
        var again = delegation.Revoke(Actor.Of("lena"), Orders.Now.AddHours(2));

        Assert.That(revoked.Error, Is.Null);
        Assert.That(
            (again.Error?.Code, again.Error?.Detail),
            Is.EqualTo(("ILLEGAL_TRANSITION", "Cannot revoke a delegation that is Revoked."))
        );
        Assert.That((delegation.Status, delegation.RevokedAt), Is.EqualTo((DelegationStatus.Revoked, Orders.Now.AddHours(1))));
        Assert.That(
            delegation.Recorded.Select(recorded => recorded.Event),
            Is.EqualTo(
                new DomainEvent[]
                {
                    new AuthorityDelegated(Actor.Of("lena"), Orders.Now)
                    {
                        To = "luis",
                        Level = "L2",
                        FromDate = "2026-02-01",
                        UntilDate = "2026-02-14",
                    },
                    new DelegationRevoked(Actor.Of("lena"), Orders.Now.AddHours(1)),
                }
            )
        );
    }

    [TestCase("lena", true, true)]
    [TestCase("LENA", true, true)]
    [TestCase("luis", true, false)]
    [TestCase("Luis", true, false)]
    [TestCase("mallory", false, false)]
    public void Is_of_the_two_it_names_and_by_the_first(string person, bool isOf, bool isBy)
    {
        var delegation = Delegations.New();

        Assert.That((delegation.IsOf(person), delegation.IsBy(person)), Is.EqualTo((isOf, isBy)));
    }

    /// <summary>What is folded to be looked up is found by the names that are the same, and by no others.</summary>
    [TestCase("lena", "LENA", ExpectedResult = true)]
    [TestCase("zoë", "ZOË", ExpectedResult = true)]
    [TestCase("θανάσης", "ΘΑΝΆΣΗΣ", ExpectedResult = true, Description = "the last letter has two small forms")]
    [TestCase("ırmak", "IRMAK", ExpectedResult = false)]
    [TestCase("straße", "STRASSE", ExpectedResult = false)]
    [TestCase("lena", "lena2", ExpectedResult = false)]
    [TestCase("สมชาย", "สมชาย", ExpectedResult = true)]
    [TestCase("𐐨", "𐐀", ExpectedResult = true, Description = "beyond the first plane")]
    public bool A_person_has_one_key_in_any_letter_case(string one, string other)
    {
        Assert.That(Person.Key(one) == Person.Key(other), Is.EqualTo(Person.Same(one, other)));
        return Person.Same(one, other);
    }
}

/// <summary>Delegations for tests.</summary>
internal static class Delegations
{
    /// <summary>With a number that no other has.</summary>
    public static Delegation New(
        string from = "lena",
        string to = "luis",
        ApprovalLevel level = ApprovalLevel.L2,
        DateOnly? first = null,
        DateOnly? last = null,
        Guid? id = null,
        long? number = null
    )
    {
        var days = new Period(first ?? new DateOnly(2026, 2, 1), last ?? first ?? new DateOnly(2026, 2, 14));
        return Delegation.Create(
            new DelegationId(id ?? Guid.CreateVersion7(Orders.Now)),
            number ?? Random.Shared.NextInt64(1, long.MaxValue / 2),
            new Handover(from, to, days),
            level,
            Orders.Now
        );
    }
}
