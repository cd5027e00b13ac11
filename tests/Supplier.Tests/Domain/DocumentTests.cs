namespace Supplier.Tests.Domain;

using System.Globalization;
using Procurement.Supplier.Domain;
using static Suppliers;

internal sealed class DocumentTests
{
    private static readonly Actor Carol = Actor.Of("carol");
    private static readonly DocumentPolicy Policy = new(["insurance", "tax clearance"]);

    [Test]
    public void Is_filed_with_who_did_it_and_until_when_it_counts()
    {
        var supplier = Pending();

        Assert.That(supplier.File("insurance", "Policy 4711-B", Today.AddYears(1), Carol, Now.AddHours(1)).Error, Is.Null);

        Assert.That(
            supplier.Documents,
            Is.EqualTo(new[] { new Document(1, "insurance", "Policy 4711-B", Today.AddYears(1), "carol", Now.AddHours(1)) })
        );
        Assert.That(
            supplier.Recorded[^1],
            Is.EqualTo(
                new RecordedEvent(
                    2,
                    "Pending",
                    "Pending",
                    new SupplierDocumentFiled(Carol, Now.AddHours(1))
                    {
                        Kind = "insurance",
                        Reference = "Policy 4711-B",
                        ValidUntil = "2027-01-31",
                    }
                )
            )
        );
    }

    [TestCase("insurance")]
    [TestCase("INSURANCE")]
    public void Takes_the_place_of_one_of_its_kind_and_of_no_other(string kind)
    {
        var supplier = Pending().WithDocument("insurance").WithDocument("licence");

        supplier.WithDocument(kind, Today.AddDays(1));

        Assert.That(
            supplier.Documents.Select(document => (document.Number, document.Kind, document.ValidUntil)),
            Is.EqualTo(new[] { (2, "licence", Today), (3, kind, Today.AddDays(1)) })
        );
    }

    [Test]
    public void Has_a_number_that_no_other_had()
    {
        var supplier = Pending();
        var numbers = Enumerable.Range(0, 4).Select(_ => supplier.WithDocument("insurance").Documents.Single().Number);

        Assert.That(numbers, Is.EqualTo(new[] { 1, 2, 3, 4 }));
    }

    [Test]
    public void Is_filed_on_its_last_day_and_not_after_it()
    {
        Assert.That(Pending().File("insurance", "1", Today, Carol, Now).Error, Is.Null);

        var error = Refuses(Pending(), s => s.File("insurance", "1", Today.AddDays(-1), Carol, Now), "DOCUMENT_EXPIRED");

        Assert.That(error.Fields.Keys, Is.EqualTo(new[] { "valid_until" }));
    }

    /// <summary>Days begin and end by UTC.</summary>
    [TestCase("2026-01-31T23:59:59Z", true)]
    [TestCase("2026-02-01T00:00:00Z", false)]
    [TestCase("2026-02-01T01:30:00+02:00", true)]
    [TestCase("2026-01-31T23:30:00-02:00", false)]
    public void Counts_until_the_end_of_its_last_day(string now, bool counts)
    {
        var supplier = Pending().WithDocument("insurance", new DateOnly(2026, 1, 31));

        var error = supplier.Approve(Risk(), new(["insurance"]), Carol, DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)).Error;

        Assert.That(error is null, Is.EqualTo(counts));
    }

    [Test]
    public void Is_there_for_at_most_fifty_kinds()
    {
        var supplier = Pending();
        foreach (var i in Enumerable.Range(1, 50))
            supplier.WithDocument(string.Create(CultureInfo.InvariantCulture, $"kind {i}"));

        Refuses(supplier, s => s.File("kind 51", "1", Today, Carol, Now), "TOO_MANY_DOCUMENTS");

        supplier.WithDocument("Kind 7", Today.AddDays(1));
        Assert.That(supplier.Documents.Count(), Is.EqualTo(50));
    }

    [Test]
    public void Is_needed_for_approval()
    {
        var supplier = Pending();

        var error = Refuses(supplier, s => s.Approve(Risk(), Policy, Carol, Now), "DOCUMENTS_MISSING");

        Assert.That(Fields(error), Is.EqualTo(new[] { "documents insurance is missing; tax clearance is missing" }));
        Assert.That((supplier.RiskScore, supplier.Approval), Is.EqualTo(((RiskScore?)null, (Approval?)null)));
    }

    [Test]
    public void Does_not_help_once_it_has_expired()
    {
        var supplier = Pending().WithDocument("insurance").WithDocument("tax clearance", Today.AddDays(30));

        var error = Refuses(supplier, s => s.Approve(Risk(), Policy, Carol, Now.AddDays(1)), "DOCUMENTS_MISSING");

        Assert.That(Fields(error), Is.EqualTo(new[] { "documents insurance has expired on 2026-01-31" }));
    }

    /// <summary>Whoever approves learns all of it at once.</summary>
    [Test]
    public void Is_told_missing_and_expired_together_with_the_risk()
    {
        var supplier = Pending().WithDocument("insurance");

        var error = Refuses(supplier, s => s.Approve(Risk(41), Policy, Carol, Now.AddDays(1)), "RISK_TOO_HIGH");

        Assert.That(
            Fields(error),
            Is.EqualTo(
                new[]
                {
                    "risk_score must be at most 40 to approve",
                    "documents insurance has expired on 2026-01-31; tax clearance is missing",
                }
            )
        );
    }

    [Test]
    public void Is_not_spoken_of_when_the_risk_alone_is_too_high()
    {
        var supplier = Pending().WithDocument("insurance").WithDocument("tax clearance");

        var error = Refuses(supplier, s => s.Approve(Risk(41), Policy, Carol, Now), "RISK_TOO_HIGH");

        Assert.That(Fields(error), Is.EqualTo(new[] { "risk_score must be at most 40 to approve" }));
    }

    [Test]
    public void Is_asked_for_after_who_may_approve_and_when()
    {
        Refuses(Pending(), s => s.Approve(Risk(41), Policy, Actor.Of("sam"), Now), "SELF_APPROVAL_FORBIDDEN");
        Refuses(Blacklisted(), s => s.Approve(Risk(41), Policy, Carol, Now), "ILLEGAL_TRANSITION");
    }

    [Test]
    public void Lets_a_supplier_be_approved_with_all_that_are_required_and_others_expired()
    {
        var supplier = Pending()
            .WithDocument("INSURANCE", Today.AddDays(1))
            .WithDocument("Tax Clearance", Today.AddDays(1))
            .WithDocument("licence");

        Assert.That(supplier.Approve(Risk(), Policy, Carol, Now.AddDays(1)).Error, Is.Null);
        Assert.That(supplier.Status, Is.EqualTo(SupplierStatus.Approved));
    }

    [Test]
    public void Is_reported_when_it_expires_after_the_approval_which_stands()
    {
        var supplier = Pending().WithDocument("insurance").WithDocument("tax clearance");
        Assert.That(supplier.Approve(Risk(), Policy, Carol, Now).Error, Is.Null);

        Assert.That(Policy.Faults(supplier, Today), Is.Empty);
        Assert.That(
            Policy.Faults(supplier, Today.AddDays(1)),
            Is.EqualTo(new[] { "insurance has expired on 2026-01-31", "tax clearance has expired on 2026-01-31" })
        );
        Assert.That(supplier.MayBeOrderedFrom(), Is.True);
    }

    [TestCase("insurance", "insurance")]
    [TestCase(" insurance , tax clearance ", "insurance|tax clearance")]
    public void Is_required_by_kinds_with_commas_between(string text, string kinds) =>
        Assert.That(DocumentPolicy.Parse(text).Value.Required, Is.EqualTo(kinds.Split('|')));

    [TestCase("")]
    [TestCase(" ")]
    [TestCase("insurance,")]
    [TestCase(",insurance")]
    [TestCase("insurance,,tax")]
    [TestCase("insurance,Insurance")]
    [TestCase("insu\0rance")]
    [TestCase("12345678901234567890123456789012345678901234567890123456789012345")]
    public void Is_required_by_nothing_else(string text) =>
        Assert.That(DocumentPolicy.Parse(text).Error!.Code, Is.EqualTo("INVALID_SETTING"));

    private static IEnumerable<string> Fields(Error error) => error.Fields.Select(field => $"{field.Key} {field.Value}");
}
