namespace BuildingBlocks.Tests.Domain;

internal sealed class DayTests
{
    [TestCase("2026-01-31", 2026, 1, 31)]
    [TestCase("2024-02-29", 2024, 2, 29)]
    [TestCase("2000-02-29", 2000, 2, 29)]
    [TestCase("0001-01-01", 1, 1, 1)]
    [TestCase("9999-12-31", 9999, 12, 31)]
    public void Is_written_with_year_month_and_day(string text, int year, int month, int day)
    {
        var parsed = Day.Parse(text).Value.Date;

        Assert.That(parsed, Is.EqualTo(new DateOnly(year, month, day)));
        Assert.That(Day.Format(parsed), Is.EqualTo(text));
    }

    [TestCase(null)]
    [TestCase("")]
    [TestCase(" ")]
    [TestCase("2026-02-29")]
    [TestCase("2100-02-29")]
    [TestCase("2026-13-01")]
    [TestCase("2026-00-10")]
    [TestCase("2026-04-31")]
    [TestCase("0000-01-01")]
    [TestCase("10000-01-01")]
    [TestCase("26-01-31")]
    [TestCase("2026-1-31")]
    [TestCase("2026/01/31")]
    [TestCase("20260131")]
    [TestCase("31.01.2026")]
    [TestCase("01/31/2026")]
    [TestCase("2026-01-31T00:00:00Z")]
    [TestCase("2026-01-31Z")]
    [TestCase(" 2026-01-31")]
    [TestCase("2026-01-31 ")]
    [TestCase("2026-01-31\n")]
    [TestCase("2026-01-31\0")]
    [TestCase("-2026-01-31")]
    [TestCase("٢٠٢٦-٠١-٣١")]
    [TestCase("２０２６-01-31")]
    [TestCase("2026\u201101\u201131")]
    [TestCase("today")]
    public void Is_nothing_else(string? text) => Assert.That(Day.Parse(text).Error!.Code, Is.EqualTo("INVALID_DATE"));

    [Test]
    public void Says_what_it_must_be()
    {
        Assert.That(Day.Parse("").Error!.Detail, Is.EqualTo("is required"));
        Assert.That(Day.Parse("31.01.2026").Error!.Detail, Is.EqualTo("must be a date such as 2026-01-31"));
    }
}
