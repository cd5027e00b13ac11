namespace Supplier.Tests.Domain;

using Procurement.Supplier.Domain;
using static Suppliers;

internal sealed class EditTests
{
    private static readonly Actor Eve = Actor.Of("eve");

    private static Dictionary<string, Func<SupplierProfile, SupplierProfile>> Edits =>
        new()
        {
            ["legal_name"] = profile => profile with { LegalName = "Siam Pulp Co., Ltd." },
            ["email"] = profile => profile with { Email = Mail("orders@example.com") },
            ["address"] = profile => profile with { Address = profile.Address! with { City = "Rayong" } },
            ["payment_terms_days"] = profile => profile with { PaymentTerms = PaymentTerms.Parse(60).Value },
            ["preferred_currency"] = profile => profile with { PreferredCurrency = Currency.Parse("USD").Value },
            ["tax_id"] = profile => profile with { TaxId = "0105536000316" },
            ["match_tolerance_bps"] = profile => profile with { MatchTolerance = MatchTolerance.Parse(0).Value },
        };

    private static Dictionary<string, Func<SupplierProfile, SupplierProfile>> Removals =>
        new()
        {
            ["address"] = profile => profile with { Address = null },
            ["payment_terms_days"] = profile => profile with { PaymentTerms = null },
            ["preferred_currency"] = profile => profile with { PreferredCurrency = null },
            ["tax_id"] = profile => profile with { TaxId = null },
            ["match_tolerance_bps"] = profile => profile with { MatchTolerance = null },
        };

    [Test]
    public void Names_the_member_that_is_no_longer_what_it_was()
    {
        Assert.That(Edits, Has.Count.EqualTo(typeof(SupplierProfile).GetProperties().Length));
        foreach (var (member, edit) in Edits.Concat(Removals))
            Assert.That(Changed(Pending(profile: FullProfile()), edit(FullProfile())), Is.EqualTo(new[] { member }));
    }

    [Test]
    public void Names_what_was_not_there_before()
    {
        foreach (var (member, remove) in Removals)
            Assert.That(Changed(Pending(profile: remove(FullProfile())), FullProfile()), Is.EqualTo(new[] { member }));
    }

    [Test]
    public void Names_every_member_and_takes_all_of_them()
    {
        var supplier = Pending(profile: FullProfile());
        var edited = Edits.Values.Aggregate(FullProfile(), (profile, edit) => edit(profile));

        Assert.That(Changed(supplier, edited), Is.EqualTo(Edits.Keys));

        Assert.That(
            SupplierDraft.Of(supplier),
            Is.EqualTo(
                new SupplierDraft
                {
                    LegalName = "Siam Pulp Co., Ltd.",
                    Email = "orders@example.com",
                    Address = new AddressDraft("1 Rama IV Road", "Rayong", "10500", "TH"),
                    PaymentTermsDays = 60,
                    PreferredCurrency = "USD",
                    TaxId = "0105536000316",
                    MatchToleranceBps = 0,
                }
            )
        );
    }

    [Test]
    public void Is_found_by_its_new_name()
    {
        var supplier = Pending();
        Assert.That(supplier.SearchName, Is.EqualTo("SIAM PAPER CO., LTD."));

        Edit(supplier, Profile() with { LegalName = "Ålands papper" });

        Assert.That(supplier.SearchName, Is.EqualTo("ÅLANDS PAPPER"));
    }

    [Test]
    public void Is_one_change_by_who_made_it_and_leaves_the_rest()
    {
        var supplier = Approved();
        var (code, approval, risk) = (supplier.Code, supplier.Approval, supplier.RiskScore);

        Assert.That(supplier.Edit(FullProfile(), Eve, Now.AddHours(1)).Error, Is.Null);

        var last = supplier.Recorded[^1];
        Assert.That((last.Version, last.From, last.To), Is.EqualTo((3L, "Approved", "Approved")));
        Assert.That((last.Event.Actor, last.Event.At), Is.EqualTo((Eve, Now.AddHours(1))));
        Assert.That((supplier.Version, supplier.UpdatedAt), Is.EqualTo((3L, Now.AddHours(1))));
        Assert.That((supplier.Code, supplier.Approval, supplier.RiskScore), Is.EqualTo((code, approval, risk)));
        Assert.That(supplier.RegisteredBy, Is.EqualTo("sam"));
    }

    [Test]
    public void Is_none_when_nothing_is_different()
    {
        var supplier = Pending(profile: FullProfile());

        Assert.That(supplier.Edit(FullProfile(), Eve, Now.AddHours(1)).Error, Is.Null);

        Assert.That((supplier.Version, supplier.UpdatedAt, supplier.FormerEmail), Is.EqualTo((1L, Now, (EmailAddress?)null)));
    }

    [Test]
    public void Remembers_the_address_that_had_the_mail_before()
    {
        var supplier = Pending();
        Assert.That(supplier.FormerEmail, Is.Null);

        Edit(supplier, Profile() with { Email = Mail("new@example.com") });
        Assert.That(supplier.FormerEmail, Is.EqualTo(Mail("sales@example.com")));

        Edit(supplier, Profile() with { Email = Mail("new@example.com"), TaxId = "1" });
        Assert.That(supplier.FormerEmail, Is.EqualTo(Mail("sales@example.com")));

        Edit(supplier, Profile() with { Email = Mail("newer@example.com"), TaxId = "1" });
        Assert.That(supplier.FormerEmail, Is.EqualTo(Mail("new@example.com")));
    }

    private static void Edit(Supplier supplier, SupplierProfile profile) => Assert.That(supplier.Edit(profile, Eve, Now).Error, Is.Null);

    private static IReadOnlyList<string> Changed(Supplier supplier, SupplierProfile profile)
    {
        Edit(supplier, profile);
        return ((SupplierEdited)supplier.Recorded[^1].Event).Changed;
    }
}
