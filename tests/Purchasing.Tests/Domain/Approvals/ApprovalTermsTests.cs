namespace Purchasing.Tests.Domain.Approvals;

using System.Globalization;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.Purchasing.Domain;

internal sealed class ApprovalTermsTests
{
    /// <summary>25 and 28 December 2026 are a Friday and a Monday.</summary>
    private static readonly BusinessCalendar Calendar = new(day => day == new DateOnly(2026, 12, 25) || day == new DateOnly(2026, 12, 28));

    [TestCase("2026-12-21", ExpectedResult = true)]
    [TestCase("2026-12-24", ExpectedResult = true)]
    [TestCase("2026-12-25", ExpectedResult = false, Description = "a holiday")]
    [TestCase("2026-12-26", ExpectedResult = false, Description = "a Saturday")]
    [TestCase("2026-12-27", ExpectedResult = false, Description = "a Sunday")]
    [TestCase("2026-12-28", ExpectedResult = false)]
    [TestCase("2026-12-29", ExpectedResult = true)]
    public bool Business_days_are_neither_weekend_nor_holiday(string day) =>
        Calendar.IsBusinessDay(DateOnly.Parse(day, CultureInfo.InvariantCulture));

    [TestCase("2026-12-14T15:00:00Z", "1d", ExpectedResult = "2026-12-15T15:00:00Z", Description = "Monday to Tuesday")]
    [TestCase("2026-12-18T15:00:00Z", "1d", ExpectedResult = "2026-12-21T15:00:00Z", Description = "over a weekend")]
    [TestCase("2026-12-18T15:00:00Z", "5d", ExpectedResult = "2026-12-29T15:00:00Z", Description = "over two weekends and two holidays")]
    [TestCase(
        "2026-12-19T15:00:00Z",
        "1d",
        ExpectedResult = "2026-12-22T00:00:00Z",
        Description = "from a Saturday, that is from Monday 00:00"
    )]
    [TestCase("2026-12-20T23:59:59Z", "2d", ExpectedResult = "2026-12-23T00:00:00Z")]
    [TestCase("2026-12-25T08:00:00Z", "1d", ExpectedResult = "2026-12-30T00:00:00Z", Description = "from a holiday")]
    [TestCase(
        "2026-12-18T00:00:00Z",
        "1d",
        ExpectedResult = "2026-12-21T00:00:00Z",
        Description = "not the midnight at which a weekend begins"
    )]
    [TestCase("2026-12-18T23:59:59.999999Z", "1d", ExpectedResult = "2026-12-21T23:59:59.999999Z")]
    [TestCase("2026-12-19T01:00:00+07:00", "1d", ExpectedResult = "2026-12-21T18:00:00Z", Description = "a Friday in UTC")]
    [TestCase("2026-12-18T15:00:00Z", "36h", ExpectedResult = "2026-12-20T03:00:00Z", Description = "plain time runs at weekends")]
    [TestCase("2026-12-19T01:00:00+07:00", "90m", ExpectedResult = "2026-12-18T19:30:00Z")]
    public string Is_due_when_the_time_is_over(string since, string term) => Shown(Terms(term).DueAt(ApprovalLevel.L1, Moment(since)));

    [TestCase("2026-12-14T15:00:00Z", "2d", ExpectedResult = "2026-12-15T15:00:00Z")]
    [TestCase(
        "2026-12-14T09:00:00Z",
        "1d",
        ExpectedResult = "2026-12-14T21:00:00Z",
        Description = "half a day is 12 hours of a business day"
    )]
    [TestCase("2026-12-18T15:00:00Z", "1d", ExpectedResult = "2026-12-21T03:00:00Z", Description = "9 hours of Friday and 3 of Monday")]
    [TestCase("2026-12-18T12:00:00Z", "1d", ExpectedResult = "2026-12-21T00:00:00Z")]
    [TestCase("2026-12-18T15:00:00Z", "5d", ExpectedResult = "2026-12-23T03:00:00Z")]
    [TestCase("2026-12-19T15:00:00Z", "3d", ExpectedResult = "2026-12-22T12:00:00Z", Description = "from Monday 00:00")]
    [TestCase(
        "2026-12-23T15:00:00Z",
        "3d",
        ExpectedResult = "2026-12-29T03:00:00Z",
        Description = "one day, then 9 hours and 3 over the holidays"
    )]
    [TestCase("2026-12-18T15:00:00Z", "36h", ExpectedResult = "2026-12-19T09:00:00Z")]
    [TestCase("2026-12-18T15:00:00Z", "1ms", ExpectedResult = "2026-12-18T15:00:00.0005Z")]
    public string Reminds_at_half(string since, string term) => Shown(Terms(term).RemindAt(ApprovalLevel.L1, Moment(since)));

    /// <summary>A reminder never comes after what it reminds of, and later work is never due earlier.</summary>
    [Test]
    public void Is_in_order_hour_by_hour_over_the_holidays()
    {
        var (dueBefore, remindedBefore) = (DateTimeOffset.MinValue, DateTimeOffset.MinValue);
        var terms = Terms("3d");
        for (var since = Moment("2026-12-17T00:00:00Z"); since < Moment("2027-01-10T00:00:00Z"); since = since.AddHours(1))
        {
            var (due, reminded) = (terms.DueAt(ApprovalLevel.L1, since), terms.RemindAt(ApprovalLevel.L1, since));

            Assert.That(reminded, Is.GreaterThan(since).And.LessThan(due).And.AtLeast(remindedBefore), $"{since}");
            Assert.That(due, Is.AtLeast(dueBefore), $"{since}");
            Assert.That(Calendar.IsBusinessDay(DateOnly.FromDateTime(due.UtcDateTime)), Is.True, $"{since}");
            (dueBefore, remindedBefore) = (due, reminded);
        }
    }

    [Test]
    public void Are_one_for_each_level()
    {
        var terms = new ApprovalTerms(ApprovalTerms.Parse("L3:4h, L1:1h,L2:366d", Durations.Parse).Value, Calendar);
        var since = Moment("2026-12-14T15:00:00Z");

        Assert.That(Shown(terms.DueAt(ApprovalLevel.L1, since)), Is.EqualTo("2026-12-14T16:00:00Z"));
        Assert.That(Shown(terms.DueAt(ApprovalLevel.L3, since)), Is.EqualTo("2026-12-14T19:00:00Z"));
        Assert.That(terms.DueAt(ApprovalLevel.L2, since).Year, Is.EqualTo(2028));
    }

    [TestCase("")]
    [TestCase("L1:2d")]
    [TestCase("L1:2d,L2:5d")]
    [TestCase("L1:2d,L2:5d,L3:10d,L3:10d")]
    [TestCase("L1:2d,L2:5d,L2:5d")]
    [TestCase("L1:2d,L2:5d,L4:10d")]
    [TestCase("L1:2d,L2:5d,l3:10d")]
    [TestCase("L1:2d,L2:5d,L3:10d,")]
    [TestCase("L1:2d,L2:5d,L3")]
    [TestCase("L1:2d,L2:5d,L3:")]
    [TestCase("L1:2d,L2:5d,L3:d")]
    [TestCase("L1:2d,L2:5d,L3:0d")]
    [TestCase("L1:2d,L2:5d,L3:0s")]
    [TestCase("L1:2d,L2:5d,L3:-1d")]
    [TestCase("L1:2d,L2:5d,L3:1.5d")]
    [TestCase("L1:2d,L2:5d,L3: 1d")]
    [TestCase("L1:2d,L2:5d,L3:1D")]
    [TestCase("L1:2d,L2:5d,L3:367d")]
    [TestCase("L1:2d,L2:5d,L3:8785h")]
    [TestCase("L1:2d,L2:5d,L3:99999999999d")]
    [TestCase("L1:2d,L2:5d,L3:1w")]
    [TestCase("L1:2d:1,L2:5d,L3:1d")]
    [TestCase("1:2d,L2:5d,L3:1d")]
    public void Are_nothing_else(string text)
    {
        var error = ApprovalTerms.Parse(text, Durations.Parse).Error!;

        Assert.That(error.Detail, Does.StartWith("must list each of L1, L2, L3 once"));
    }

    private static ApprovalTerms Terms(string term) => new(ApprovalTerms.Parse($"L1:{term},L2:1h,L3:1h", Durations.Parse).Value, Calendar);

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static string Shown(DateTimeOffset moment)
    {
        Assert.That(moment.Offset, Is.EqualTo(TimeSpan.Zero));
        return moment.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFZ", CultureInfo.InvariantCulture);
    }
}
