namespace BuildingBlocks.Tests.Domain;

internal sealed class MoneyTests
{
    private static readonly Currency Usd = Currency.Parse("USD").Value;
    private static readonly Currency Jpy = Currency.Parse("JPY").Value;

    private static Money Of(long minor) => Money.Of(minor, Usd).Value;

    [Test]
    public void Is_never_negative() => Assert.That(Money.Of(-1, Usd).Error?.Code, Is.EqualTo("INVALID_AMOUNT"));

    [Test]
    public void Adds_and_multiplies_exactly()
    {
        Assert.That(Of(long.MaxValue - 1).Plus(Of(1)).Value.MinorUnits, Is.EqualTo(long.MaxValue));
        Assert.That(Of(long.MaxValue / 3).Times(3).Value.MinorUnits, Is.EqualTo(long.MaxValue / 3 * 3));
        Assert.That(Of(5).Times(0).Value, Is.EqualTo(Money.Zero(Usd)));
    }

    [Test]
    public void Refuses_what_it_cannot_represent()
    {
        Assert.That(Of(long.MaxValue).Plus(Of(1)).Error?.Code, Is.EqualTo("AMOUNT_OVERFLOW"));
        Assert.That(Of(long.MaxValue / 2 + 1).Times(2).Error?.Code, Is.EqualTo("AMOUNT_OVERFLOW"));
        Assert.That(Of(long.MaxValue).Times(int.MaxValue).Error?.Code, Is.EqualTo("AMOUNT_OVERFLOW"));
    }

    [Test]
    public void Does_not_add_another_currency() => Assert.That(Of(1).Plus(Money.Zero(Jpy)).Error?.Code, Is.EqualTo("CURRENCY_MISMATCH"));
}
