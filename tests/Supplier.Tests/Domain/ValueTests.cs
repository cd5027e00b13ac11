namespace Supplier.Tests.Domain;

using Procurement.Supplier.Domain;

internal sealed class SupplierCodeTests
{
    [TestCase("TH-001234", "TH-001234")]
    [TestCase("AA-000000", "AA-000000")]
    [TestCase("th-001234", "TH-001234")]
    [TestCase(" tH - 00 12 34  ", "TH-001234")]
    [TestCase("T H-0 0 1 2 3 4                 ", "TH-001234")]
    public void Is_two_letters_and_six_digits_kept_without_blanks_in_upper_case(string text, string kept)
    {
        Assert.That(SupplierCode.Parse(text).Value.ToString(), Is.EqualTo(kept));
        Assert.That(SupplierCode.Parse(text).Value, Is.EqualTo(SupplierCode.Parse(kept).Value));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase("  ")]
    [TestCase("TH001234")]
    [TestCase("TH-00123")]
    [TestCase("TH-0012345")]
    [TestCase("THA-001234")]
    [TestCase("T-001234")]
    [TestCase("1H-001234")]
    [TestCase("TH_001234")]
    [TestCase("TH-00123A")]
    [TestCase("TH-001234\n")]
    [TestCase("\tTH-001234")]
    [TestCase("TH-001234\0")]
    [TestCase("TH\u00A0-001234")]
    [TestCase("TH\u2011001234")]
    [TestCase("TH-٠٠١٢٣٤")]
    [TestCase("TH-００１２３４")]
    [TestCase("\u017Fe-001234")]
    [TestCase("\u0131n-001234")]
    [TestCase("\uFF34H-001234")]
    [TestCase("TH-001234                        ")]
    public void Is_nothing_else(string? text) => Assert.That(SupplierCode.Parse(text).Error!.Code, Is.EqualTo("INVALID_SUPPLIER_CODE"));
}

internal sealed class CodePrefixTests
{
    [TestCase("S", "S")]
    [TestCase("se-0", "SE-0")]
    [TestCase(" se - 00 12 34 ", "SE-001234")]
    [TestCase("0", "0")]
    public void Is_how_a_code_begins_without_blanks_in_upper_case(string text, string kept) =>
        Assert.That(CodePrefix.Parse(text).Value.Value, Is.EqualTo(kept));

    [TestCase("")]
    [TestCase("  ")]
    [TestCase("SE-0012345")]
    [TestCase("SE_")]
    [TestCase("SE%")]
    [TestCase("S\n")]
    [TestCase("S\0")]
    [TestCase("Ä")]
    [TestCase("\u017F")]
    [TestCase("SE-٠")]
    [TestCase("S                                ")]
    public void Is_nothing_else(string text) => Assert.That(CodePrefix.Parse(text).Error!.Code, Is.EqualTo("INVALID_CODE_PREFIX"));
}

internal sealed class EmailAddressTests
{
    [TestCase("a@b.co")]
    [TestCase("First.Last+tag@sub.example-host.com")]
    [TestCase("o'neil@1st.example")]
    [TestCase("a@xn--e1afmkfd.xn--p1ai")]
    public void Is_a_dot_atom_and_a_domain_kept_as_written(string text) =>
        Assert.That(EmailAddress.Parse(text).Value.ToString(), Is.EqualTo(text));

    [TestCase(null)]
    [TestCase(" ")]
    [TestCase("example.com")]
    [TestCase("@example.com")]
    [TestCase("a@")]
    [TestCase("a@b@example.com")]
    [TestCase("a@localhost")]
    [TestCase("a@.example.com")]
    [TestCase("a@example..com")]
    [TestCase("a@example.com.")]
    [TestCase("a@-example.com")]
    [TestCase("a@example-.com")]
    [TestCase("a@exa_mple.com")]
    [TestCase("a@192.0.2.1")]
    [TestCase(".a@example.com")]
    [TestCase("a.@example.com")]
    [TestCase("a..b@example.com")]
    [TestCase("a b@example.com")]
    [TestCase(" a@example.com")]
    [TestCase("a@example.com\n")]
    [TestCase("a\0@example.com")]
    [TestCase("ä@example.com")]
    public void Is_nothing_else(string? text) => Assert.That(EmailAddress.Parse(text).Error!.Code, Is.EqualTo("INVALID_EMAIL"));

    [TestCase(64, true)]
    [TestCase(65, false)]
    public void Has_at_most_64_characters_before_the_at(int length, bool accepted) =>
        Assert.That(EmailAddress.Parse(new string('a', length) + "@example.com").Error is null, Is.EqualTo(accepted));

    [TestCase(63, true)]
    [TestCase(64, false)]
    public void Has_labels_of_at_most_63_characters(int length, bool accepted) =>
        Assert.That(EmailAddress.Parse($"a@{new string('b', length)}.com").Error is null, Is.EqualTo(accepted));

    [TestCase(254, true)]
    [TestCase(255, false)]
    public void Has_at_most_254_characters(int length, bool accepted)
    {
        var label = new string('b', 59) + ".";
        var start = "aaaaa@" + string.Concat(Enumerable.Repeat(label, 4));

        var address = start + new string('c', length - start.Length);

        Assert.That(address, Has.Length.EqualTo(length));
        Assert.That(EmailAddress.Parse(address).Error is null, Is.EqualTo(accepted));
    }
}

internal sealed class RiskScoreTests
{
    [TestCase(0, true)]
    [TestCase(40, true)]
    [TestCase(41, false)]
    [TestCase(100, false)]
    public void Is_acceptable_up_to_forty(int score, bool acceptable) =>
        Assert.That(RiskScore.Parse(score).Value.IsAcceptable, Is.EqualTo(acceptable));

    [TestCase(null)]
    [TestCase(-1)]
    [TestCase(101)]
    public void Is_from_0_to_100(int? score) => Assert.That(RiskScore.Parse(score).Error!.Code, Is.EqualTo("INVALID_RISK_SCORE"));
}

internal sealed class PaymentTermsTests
{
    [TestCase(-1, false)]
    [TestCase(0, true)]
    [TestCase(365, true)]
    [TestCase(366, false)]
    public void Are_from_0_to_365_days(int days, bool accepted) =>
        Assert.That(PaymentTerms.Parse(days).Error is null, Is.EqualTo(accepted));
}

internal sealed class MatchToleranceTests
{
    [TestCase(-1, false)]
    [TestCase(0, true)]
    [TestCase(1000, true)]
    [TestCase(1001, false)]
    public void Is_from_0_to_1000_basis_points(int basisPoints, bool accepted)
    {
        var tolerance = MatchTolerance.Parse(basisPoints);

        if (accepted)
            Assert.That(tolerance.Value.BasisPoints, Is.EqualTo(basisPoints));
        else
            Assert.That(
                (tolerance.Error?.Code, tolerance.Error?.Detail),
                Is.EqualTo(("INVALID_MATCH_TOLERANCE", "must be from 0 to 1000"))
            );
    }
}
