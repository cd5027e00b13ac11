namespace BuildingBlocks.Tests.Domain;

internal sealed class CountryTests
{
    [Test]
    public void There_are_249() => Assert.That(Country.All.Distinct().Count(), Is.EqualTo(249));

    [TestCase(null, "is required")]
    [TestCase("", "is required")]
    [TestCase(" ", "must be a country code of ISO 3166-1 in two upper-case letters")]
    [TestCase("se", "must be a country code of ISO 3166-1 in two upper-case letters")]
    [TestCase(" SE", "must be a country code of ISO 3166-1 in two upper-case letters")]
    [TestCase("SE ", "must be a country code of ISO 3166-1 in two upper-case letters")]
    [TestCase("SE\n", "must be a country code of ISO 3166-1 in two upper-case letters")]
    [TestCase("SE\0", "must be a country code of ISO 3166-1 in two upper-case letters")]
    [TestCase("\u0405\u0415", "must be a country code of ISO 3166-1 in two upper-case letters")]
    [TestCase("ＳＥ", "must be a country code of ISO 3166-1 in two upper-case letters")]
    public void Says_what_is_wrong(string? text, string detail)
    {
        var error = Country.Parse(text).Error!;

        Assert.That((error.Code, error.Detail), Is.EqualTo(("UNKNOWN_COUNTRY", detail)));
    }
}
