namespace Invoicing.Tests.Files;

using System.Text;
using Procurement.Invoicing.Adapters.Remote;

internal sealed class SepaTextTests
{
    [TestCase("azAZ09/-?:().,'+ x", ExpectedResult = "azAZ09/-?:().,'+ x")]
    [TestCase("Äpfel, Öl & Übermaß", ExpectedResult = "Aepfel, Oel + Uebermass")]
    [TestCase("Crème brûlée à Besançon", ExpectedResult = "Creme brulee a Besancon")]
    [TestCase("Smørrebrød, Ærø og Århus", ExpectedResult = "Smorrebrod, Aero og Arhus")]
    [TestCase("Żółć w Łodzi", ExpectedResult = "Zolc w Lodzi")]
    [TestCase("Đorđe Šćepanović", ExpectedResult = "Dorde Scepanovic")]
    [TestCase("Þór Ísland", ExpectedResult = "Thor Island")]
    [TestCase("Iğdır", ExpectedResult = "Igdir")]
    [TestCase("Phở Nguyễn", ExpectedResult = "Pho Nguyen")]
    [TestCase("Αθήνα Ψυχή ΑΕ", ExpectedResult = "Athina Psychi AE")]
    [TestCase("Юлия Щерева ЕООД, София", ExpectedResult = "Yuliya Shtereva EOOD, Sofiya")]
    [TestCase("Ｆｕｌｌ ﬁ № ²", ExpectedResult = "Full fi No 2")]
    [TestCase("O’Neill – [A_B] {C} D; E\\F|G", ExpectedResult = "O'Neill - (A-B) (C) D, E/F/G")]
    [TestCase("5 € für #1 @ \"home\"*", ExpectedResult = "5 E fuer .1 . .home.")]
    [TestCase("Café 🚀👩‍👩‍👧 Bar", ExpectedResult = "Cafe . Bar")]
    [TestCase("株式会社ABC", ExpectedResult = ".ABC")]
    [TestCase("한국 Co", ExpectedResult = ". Co")]
    [TestCase(" \t tab\u00A0and\r\nline \0", ExpectedResult = "tab and line")]
    [TestCase("<a>&amp;</a>", ExpectedResult = ".a.+amp,./a.")]
    public string Spells_what_SEPA_does_not_know(string text) => SepaText.Of(text, 140);

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("北京")]
    [TestCase("شركة التجارة")]
    [TestCase("🚀")]
    [TestCase("...")]
    [TestCase("\u200B\uFEFF")]
    public void Says_so_when_nothing_is_left(string? text) => Assert.That(SepaText.Of(text, 70), Is.EqualTo("NOTPROVIDED"));

    [Test]
    public void Spells_letters_with_separate_marks_as_those_without() =>
        Assert.That(SepaText.Of("Müller Ångström".Normalize(NormalizationForm.FormD), 70), Is.EqualTo("Mueller Angstroem"));

    [Test]
    public void Takes_what_is_no_Unicode() => Assert.That(SepaText.Of("a\uD800b\uDC00c\uFFFEd\uFFFF", 70), Is.EqualTo("a.b.c.d."));

    [Test]
    public void Leaves_no_blank_where_it_cuts() => Assert.That(SepaText.Of("abc def", 4), Is.EqualTo("abc"));

    [TestCase("a/b-c", ExpectedResult = "a/b-c")]
    [TestCase("//a///b//", ExpectedResult = "a/b")]
    [TestCase("\\/a\\\\b", ExpectedResult = "a/b")]
    [TestCase("abcd/efg", ExpectedResult = "abcd")]
    [TestCase("//", ExpectedResult = "NOTPROVIDED")]
    [TestCase("", ExpectedResult = "NOTPROVIDED")]
    public string Keeps_strokes_of_identifiers_apart(string text) => SepaText.Identifier(text, text == "abcd/efg" ? 5 : 35);
}
