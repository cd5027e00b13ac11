namespace Supplier.Tests.Domain;

using Procurement.Supplier.Domain;
using static Suppliers;

internal sealed class IbanTests
{
    [TestCase("SE4550000000058398257466")]
    [TestCase("SE45 5000 0000 0583 9825 7466")]
    [TestCase("se4550000000058398257466")]
    [TestCase("  Se 45500000000 58398257466 ")]
    [TestCase("S E 4 5 5 0 0 0 0 0 0 0 0 5 8 3 9 8 2 5 7 4 6 6                 ")]
    public void Is_kept_without_blanks_in_upper_case(string text)
    {
        Assert.That(Iban.Parse(text).Value.Value, Is.EqualTo("SE4550000000058398257466"));
        Assert.That(Iban.Parse(text).Value, Is.EqualTo(Iban.Parse(SwedishIban).Value));
    }

    [TestCase("NO93 8601 1117 947", "***********7947")]
    [TestCase("MT84 MALT 0110 0001 2345 MTLC AST0 01S", "***************************001S")]
    public void Shows_its_last_four_characters_alone(string text, string shown)
    {
        var iban = Iban.Parse(text).Value;

        Assert.That((iban.Masked, iban.ToString(), $"{iban}"), Is.EqualTo((shown, shown, shown)));
        Assert.That(iban.LastFour, Is.EqualTo(shown[^4..]));
    }

    /// <summary>Records show their members.</summary>
    [Test]
    public void Is_not_in_the_text_of_what_holds_it()
    {
        var account = Account();

        Assert.That($"{account}", Does.Contain("7466").And.Not.Contain("5000").And.Not.Contain("5839"));
    }

    [TestCase(null, "is required")]
    [TestCase("", "is required")]
    [TestCase("   ", "is required")]
    [TestCase("SE45 5000 0000 0583 9825 7466                                    ", "must be at most 34 letters and digits")]
    [TestCase("SE4", "must be two letters, two digits, and letters and digits")]
    [TestCase("5E45 5000 0000 0583 9825 7466", "must be two letters, two digits, and letters and digits")]
    [TestCase("SEA5 5000 0000 0583 9825 7466", "must be two letters, two digits, and letters and digits")]
    [TestCase("SE45-5000-0000-0583-9825-7466", "must be two letters, two digits, and letters and digits")]
    [TestCase("US45 5000 0000 0583 9825 7466", "must be of a country whose banks use IBANs, which US is not")]
    [TestCase("SE45 5000 0000 0583 9825 746", "must be 24 characters long in SE")]
    [TestCase("SE45 5000 0000 0583 9825 7466 6", "must be 24 characters long in SE")]
    [TestCase("SE45 5000 0000 0583 9825 7467", "must have right check digits")]
    public void Says_what_is_wrong(string? text, string detail)
    {
        var error = Iban.Parse(text).Error!;

        Assert.That((error.Code, error.Detail), Is.EqualTo(("INVALID_IBAN", detail)));
    }

    [TestCase("SE4550000000058398257466\n")]
    [TestCase("SE4550000000058398257466\0")]
    [TestCase("\tSE4550000000058398257466")]
    [TestCase("SE45\u00A05000\u00A00000\u00A00583\u00A09825\u00A07466")]
    [TestCase("SE45\u200B50000000058398257466")]
    [TestCase("\u202ESE4550000000058398257466")]
    [TestCase("SE45５０００００００058398257466")]
    [TestCase("SE٤٥50000000058398257466")]
    [TestCase("ＳＥ4550000000058398257466")]
    [TestCase("\u017Fe4550000000058398257466")]
    [TestCase("\u0455\u04354550000000058398257466")]
    public void Is_in_no_other_script_and_has_nothing_hidden(string text) =>
        Assert.That(Iban.Parse(text).Error!.Code, Is.EqualTo("INVALID_IBAN"));

    /// <summary>They leave the right remainder, but MOD 97-10 never makes them: its check digits are from 02 to 98.</summary>
    [TestCase("DE02370400440532010007", "DE99370400440532010007")]
    [TestCase("DE97370400440532010043", "DE00370400440532010043")]
    [TestCase("DE98370400440532010025", "DE01370400440532010025")]
    public void Has_the_check_digits_of_the_standard_and_not_their_like(string right, string alike)
    {
        Assert.That(Iban.Parse(right).Error, Is.Null);
        Assert.That(Iban.Parse(alike).Error?.Detail, Is.EqualTo("must have right check digits"));
    }
}

internal sealed class BicTests
{
    [TestCase("ESSESESS", "ESSESESS")]
    [TestCase("essesess", "ESSESESS")]
    [TestCase("ESSESESSXXX", "ESSESESSXXX")]
    [TestCase("deutdeff500", "DEUTDEFF500")]
    [TestCase("UBSWCHZH80A", "UBSWCHZH80A")]
    [TestCase("MBKOXKPR", "MBKOXKPR")]
    public void Is_kept_in_upper_case(string text, string kept) => Assert.That(Bic.Parse(text).Value.ToString(), Is.EqualTo(kept));

    [TestCase(null, "is required")]
    [TestCase("", "is required")]
    [TestCase(" ", "must be 8 or 11 letters and digits, of which the fifth and sixth are letters")]
    [TestCase("ESSESES", "must be 8 or 11 letters and digits, of which the fifth and sixth are letters")]
    [TestCase("ESSESESS5", "must be 8 or 11 letters and digits, of which the fifth and sixth are letters")]
    [TestCase("ESSESESS50", "must be 8 or 11 letters and digits, of which the fifth and sixth are letters")]
    [TestCase("ESSESESS5000", "must be 8 or 11 letters and digits, of which the fifth and sixth are letters")]
    [TestCase("ESSE5ESS", "must be 8 or 11 letters and digits, of which the fifth and sixth are letters")]
    [TestCase("ESSEUKSS", "must name a country in its fifth and sixth letter")]
    [TestCase("ESSEEUSS", "must name a country in its fifth and sixth letter")]
    public void Says_what_is_wrong(string? text, string detail)
    {
        var error = Bic.Parse(text).Error!;

        Assert.That((error.Code, error.Detail), Is.EqualTo(("INVALID_BIC", detail)));
    }

    [TestCase(" ESSESESS")]
    [TestCase("ESSESESS ")]
    [TestCase("ESSE SESS")]
    [TestCase("ESSESESS\n")]
    [TestCase("ESSESESS\0")]
    [TestCase("ESSE-SE-SS")]
    [TestCase("ESSESE\u0660\u0661")]
    [TestCase("E\u017F\u017FESESS")]
    [TestCase("ＥＳＳＥＳＥＳＳ")]
    public void Is_in_no_other_script_and_has_nothing_around_it(string text) =>
        Assert.That(Bic.Parse(text).Error!.Code, Is.EqualTo("INVALID_BIC"));
}

internal sealed class BankDetailsTests
{
    [Test]
    public void Name_every_field_that_is_wrong()
    {
        Assert.That(Fields(null, null, null), Is.EqualTo(new[] { "iban is required", "bic is required", "holder is required" }));
        Assert.That(
            Fields("SE46 5000 0000 0583 9825 7466", "ESSEUKSS", " "),
            Is.EqualTo(
                new[] { "iban must have right check digits", "bic must name a country in its fifth and sixth letter", "holder is required" }
            )
        );
        Assert.That(Fields(SwedishIban, null, "A"), Is.EqualTo(new[] { "bic is required" }));
    }

    [TestCase(140, true)]
    [TestCase(141, false)]
    public void Have_a_holder_of_at_most_140_characters(int length, bool accepted) =>
        Assert.That(BankDetails.Read(SwedishIban, "ESSESESS", new string('a', length)).Error is null, Is.EqualTo(accepted));

    [Test]
    public void Have_a_holder_without_blanks_around_it() =>
        Assert.That(BankDetails.Read(SwedishIban, "ESSESESS", "  Nordpapper AB ").Value.Holder, Is.EqualTo("Nordpapper AB"));

    private static IEnumerable<string> Fields(string? iban, string? bic, string? holder) =>
        BankDetails.Read(iban, bic, holder).Error!.Fields.Select(field => $"{field.Key} {field.Value}");
}
