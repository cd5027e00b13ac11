namespace BuildingBlocks.Tests.Domain;

using System.Globalization;
using System.Numerics;

internal sealed class MoneyTests
{
    private static readonly Currency Usd = Currency.Parse("USD").Value;
    private static readonly Currency Jpy = Currency.Parse("JPY").Value;

    private static Money Of(long minor) => Money.Of(minor, Usd).Value;

    [Test]
    public void Is_never_negative() => Assert.That(Money.Of(-1, Usd).Error?.Code, Is.EqualTo("INVALID_AMOUNT"));

    [Test]
    public void Adds_exactly() => Assert.That(Of(long.MaxValue - 1).Plus(Of(1)).Value.MinorUnits, Is.EqualTo(long.MaxValue));

    [Test]
    public void Refuses_what_it_cannot_represent() => Assert.That(Of(long.MaxValue).Plus(Of(1)).Error?.Code, Is.EqualTo("AMOUNT_OVERFLOW"));

    [Test]
    public void Does_not_add_another_currency() => Assert.That(Of(1).Plus(Money.Zero(Jpy)).Error?.Code, Is.EqualTo("CURRENCY_MISMATCH"));

    [TestCase("3", "1250", 3750)]
    [TestCase("0", "9223372036854775807", 0)]
    [TestCase("1", "0", 0)]
    [TestCase("100", "3.45", 345)]
    [TestCase("1", "4.5", 5)]
    [TestCase("1", "0.5", 1)]
    [TestCase("1", "0.499999", 0)]
    [TestCase("0.999999", "0.5", 0)]
    [TestCase("0.000001", "500000", 1)]
    [TestCase("0.000001", "499999.999999", 0)]
    [TestCase("1.000001", "1.000001", 1)]
    [TestCase("3", "1.166667", 4)]
    [TestCase("3.000000000", "1.50000000", 5)]
    [TestCase("1", "9223372036854775807", long.MaxValue)]
    [TestCase("1", "9223372036854775807.499999", long.MaxValue)]
    [TestCase("0.000001", "9223372036854775807000000", long.MaxValue)]
    [TestCase("2147483647", "4294967298.000000", 9223372036854775806L)]
    [TestCase("2147483647.999999", "4294967296.000001", 9223372036854773661L)]
    public void Of_a_product_is_rounded_once_and_away_from_zero(string quantity, string price, long minorUnits)
    {
        Assert.That(Product(quantity, price).Value, Is.EqualTo(Of(minorUnits)));
        Assert.That(Product(price, quantity).Value, Is.EqualTo(Of(minorUnits)));
    }

    [TestCase("1", "9223372036854775807.5")]
    [TestCase("1", "9223372036854775808")]
    [TestCase("2", "4611686018427387904")]
    [TestCase("2147483647.999999", "9223372036854775807.999999")]
    [TestCase("0.000001", "79228162514264337593543950335")]
    [TestCase("79228162514264337593543950335", "79228162514264337593543950335")]
    public void Of_a_product_is_refused_when_it_cannot_be_represented(string quantity, string price)
    {
        Assert.That(Product(quantity, price).Error?.Code, Is.EqualTo("AMOUNT_OVERFLOW"));
        Assert.That(Product(price, quantity).Error?.Code, Is.EqualTo("AMOUNT_OVERFLOW"));
    }

    [TestCase("-0.000001")]
    [TestCase("0.0000001")]
    public void Of_a_product_has_factors_of_six_decimals_from_zero(string factor)
    {
        Assert.That(() => Product(factor, "1"), Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(() => Product("1", factor), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    [Test]
    public void Of_a_product_is_what_arithmetic_without_bounds_says()
    {
        var random = new Random(20260131);
        var unit = new BigInteger(1_000_000_000_000);
        for (var i = 0; i < 50_000; i++)
        {
            var (quantity, price) = (random.NextInt64(2_147_483_647_999_999), random.NextInt64() >> random.Next(60));
            var exact = ((quantity * (BigInteger)price) + (unit / 2)) / unit;

            var product = Money.OfProduct(quantity / 1_000_000m, price / 1_000_000m, Usd);

            long? minorUnits = product.Error is null ? product.Value.MinorUnits : null;
            Assert.That(minorUnits, Is.EqualTo(exact > long.MaxValue ? null : (long?)exact));
        }
    }

    private static Result<Money> Product(string quantity, string price) =>
        Money.OfProduct(decimal.Parse(quantity, CultureInfo.InvariantCulture), decimal.Parse(price, CultureInfo.InvariantCulture), Usd);
}
