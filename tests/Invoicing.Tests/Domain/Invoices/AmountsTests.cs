namespace Invoicing.Tests.Domain.Invoices;

using Procurement.Invoicing.Domain;

/// <summary>Net, tax and gross of invoices and credit notes.</summary>
internal sealed class AmountsTests
{
    [TestCase(1000, 19, 190, ExpectedResult = true)]
    [TestCase(1000, 19, 189, ExpectedResult = false)]
    [TestCase(1000, 19, 191, ExpectedResult = false)]
    [TestCase(50, 19, 9, ExpectedResult = true, Description = "9.5: half a minor unit aside, under")]
    [TestCase(50, 19, 10, ExpectedResult = true, Description = "and over")]
    [TestCase(50, 19, 8, ExpectedResult = false)]
    [TestCase(50, 19, 11, ExpectedResult = false)]
    [TestCase(51, 19, 9, ExpectedResult = false, Description = "9.69")]
    [TestCase(49, 19, 10, ExpectedResult = false, Description = "9.31")]
    [TestCase(10_000, 0.005, 0, ExpectedResult = true, Description = "0.5")]
    [TestCase(10_000, 0.0051, 0, ExpectedResult = false, Description = "0.51")]
    [TestCase(10_000, 0.0049, 1, ExpectedResult = false, Description = "0.49")]
    [TestCase(0, 19, 0, ExpectedResult = true)]
    [TestCase(1, 100, 1, ExpectedResult = true)]
    [TestCase(Amount.Most, 100, Amount.Most, ExpectedResult = true)]
    public bool The_tax_is_the_base_times_the_rate_to_half_a_minor_unit(long taxed, double rate, long tax)
    {
        var errors = new FieldErrors();
        var line = TaxLine.Read(new TaxDraft("S", (decimal)rate, taxed, tax), "tax[0]", errors);
        if (line is null)
            Assert.That(
                errors.Error!.Fields,
                Is.EqualTo(
                    new Dictionary<string, string>
                    {
                        ["tax[0].tax_cents"] = "must be the base times the rate, at most half a minor unit aside",
                    }
                )
            );
        else
            Assert.That((line, errors.Error), Is.EqualTo((new TaxLine(TaxCategory.S, (decimal)rate, taxed, tax), (Error?)null)));
        return line is not null;
    }

    [Test]
    public void A_net_alone_is_without_tax() => Assert.That(Read(7, null, null), Is.EqualTo((7, 7, 0)));

    [Test]
    public void A_gross_alone_beside_the_net_is_the_net()
    {
        Assert.That(Read(7, null, 7), Is.EqualTo((7, 7, 0)));
        Assert.That(Wrong(7, null, 8), Is.EqualTo("gross_cents: must be net_cents and all tax_cents together"));
    }

    [Test]
    public void Net_and_tax_are_the_gross()
    {
        TaxDraft[] tax = [new("S", 19, 600, 114), new("S", 7, 400, 28)];

        Assert.That(Read(1000, tax, 1142), Is.EqualTo((1000, 1142, 2)));
        Assert.That(Wrong(1000, tax, 1141), Is.EqualTo("gross_cents: must be net_cents and all tax_cents together"));
        Assert.That(Wrong(1000, tax, 1143), Is.EqualTo("gross_cents: must be net_cents and all tax_cents together"));
        Assert.That(Wrong(1000, tax, null), Is.EqualTo("gross_cents: is required"));
        Assert.That(Wrong(1000, [], null), Is.EqualTo("gross_cents: is required"), "no tax is something said of it");
        Assert.That(Read(1000, [], 1000), Is.EqualTo((1000, 1000, 0)));
    }

    [Test]
    public void What_is_taxed_adds_up_to_the_net()
    {
        TaxDraft[] tax = [new("S", 0, 600, 0), new("E", 0, 399, 0)];

        Assert.That(Wrong(1000, tax, 1000), Is.EqualTo("tax: must have bases that add up to net_cents"));
        Assert.That(
            Wrong(1000, tax, 1001),
            Is.EqualTo("tax: must have bases that add up to net_cents; gross_cents: must be net_cents and all tax_cents together")
        );
        Assert.That(Read(999, tax, 999), Is.EqualTo((999, 999, 2)));
    }

    [Test]
    public void A_category_and_rate_has_one_breakdown()
    {
        Assert.That(
            Wrong(200, [new("S", 19, 100, 19), new("S", 19.0m, 100, 19)], 238),
            Is.EqualTo("tax[1].category: is there already with this rate")
        );
        Assert.That(Read(200, [new("S", 0, 100, 0), new("Z", 0, 100, 0)], 200), Is.EqualTo((200, 200, 2)));
    }

    [Test]
    public void There_are_at_most_50_breakdowns()
    {
        Assert.That(Read(50, Many(50), 50), Is.EqualTo((50, 50, 50)));
        Assert.That(Wrong(51, Many(51), 51), Is.EqualTo("tax: must be at most 50 breakdowns"));

        static TaxDraft[] Many(int count) => [.. Enumerable.Range(1, count).Select(i => new TaxDraft("S", i / 10_000m, 1, 0))];
    }

    [Test]
    public void What_is_beyond_counting_does_not_fit_by_overflowing() =>
        Assert.That(
            Wrong(Amount.Most, [new("S", 100, Amount.Most, Amount.Most)], Amount.Most),
            Is.EqualTo("gross_cents: must be net_cents and all tax_cents together")
        );

    private static Amounts? Take(long? net, TaxDraft?[]? tax, long? gross, FieldErrors errors) =>
        Amounts.Read(new AmountsDraft(net, tax, gross), errors);

    private static (long Net, long Gross, int Tax) Read(long? net, TaxDraft?[]? tax, long? gross)
    {
        var errors = new FieldErrors();
        var amounts = Take(net, tax, gross, errors);
        Assert.That(errors.Error?.Fields, Is.Null);
        return (amounts!.NetMinor, amounts.GrossMinor, amounts.Tax.Count);
    }

    private static string Wrong(long? net, TaxDraft?[]? tax, long? gross)
    {
        var errors = new FieldErrors();
        Assert.That(Take(net, tax, gross, errors), Is.Null);
        return string.Join("; ", errors.Error!.Fields.Select(field => $"{field.Key}: {field.Value}"));
    }
}
