namespace BuildingBlocks.Tests.Domain;

internal sealed class CurrencyTests
{
    [Test]
    public void There_are_165_currencies_by_digits_of_their_minor_unit() =>
        Assert.That(
            Currency.All.GroupBy(c => c.MinorUnitDigits).ToDictionary(g => g.Key, g => g.Count()),
            Is.EquivalentTo(
                new Dictionary<int, int>
                {
                    [0] = 17,
                    [2] = 139,
                    [3] = 7,
                    [4] = 2,
                }
            )
        );

    [TestCase("USD", 2)]
    [TestCase("JPY", 0)]
    [TestCase("BHD", 3)]
    [TestCase("CLF", 4)]
    public void A_currency_knows_its_minor_unit(string code, int digits) =>
        Assert.That(Currency.Parse(code).Value.MinorUnitDigits, Is.EqualTo(digits));

    [TestCase(null)]
    [TestCase("")]
    [TestCase("usd")]
    [TestCase("USD1")]
    [TestCase("US")]
    [TestCase("XXX")]
    [TestCase("XAU")]
    [TestCase("XTS")]
    [TestCase("DEM")]
    public void What_cannot_be_paid_in_is_refused(string? code) =>
        Assert.That(Currency.Parse(code).Error?.Code, Is.EqualTo("UNKNOWN_CURRENCY"));
}
