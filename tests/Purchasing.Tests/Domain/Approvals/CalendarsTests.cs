namespace Purchasing.Tests.Domain.Approvals;

using System.Globalization;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.Purchasing.Adapters;
using Procurement.Purchasing.Domain;
using TestKit;

internal sealed class CalendarsTests
{
    [TestCase("none", "2026-12-25", ExpectedResult = true)]
    [TestCase("none", "2026-12-26", ExpectedResult = false)]
    [TestCase("2026-12-25", "2026-12-25", ExpectedResult = false)]
    [TestCase("2026-12-25, 2027-01-01", "2027-01-01", ExpectedResult = false)]
    [TestCase("2026-12-25,2027-01-01", "2026-12-24", ExpectedResult = true)]
    [TestCase("US", "2026-11-26", ExpectedResult = false, Description = "Thanksgiving")]
    [TestCase("US", "2026-07-03", ExpectedResult = false, Description = "Independence Day, a Saturday, is observed on Friday")]
    [TestCase("US", "2027-12-31", ExpectedResult = false, Description = "New Year's Day of 2028, observed in the year before")]
    [TestCase("US", "2026-10-02", ExpectedResult = true)]
    [TestCase("DE", "2025-10-03", ExpectedResult = false, Description = "Day of German Unity")]
    [TestCase("DE", "2026-04-03", ExpectedResult = false, Description = "Good Friday")]
    [TestCase("DE", "2026-11-26", ExpectedResult = true)]
    [TestCase("DE", "2026-01-06", ExpectedResult = true, Description = "a holiday of some of its states only")]
    [TestCase("GB", "2026-12-28", ExpectedResult = false, Description = "Boxing Day, a Saturday, is observed on Monday")]
    [TestCase("GB", "2026-04-03", ExpectedResult = false)]
    [TestCase("PL", "2026-11-11", ExpectedResult = false)]
    public bool Has_business_days(string calendar, string day) =>
        Calendars.Parse(calendar).Value.IsBusinessDay(DateOnly.Parse(day, CultureInfo.InvariantCulture));

    /// <summary>One country's year is not taken for another's, whichever is asked first.</summary>
    [Test]
    public void Tells_countries_apart_in_any_year()
    {
        var (us, de) = (Calendars.Parse("US").Value, Calendars.Parse("DE").Value);

        Assert.That(
            Enumerable.Range(1990, 200).Where(year => Fourth(year) is var day && IsWeekday(day) && us.IsBusinessDay(day)),
            Is.Empty
        );
        Assert.That(
            Enumerable.Range(1990, 200).Where(year => Fourth(year) is var day && IsWeekday(day) && !de.IsBusinessDay(day)),
            Is.Empty
        );

        static DateOnly Fourth(int year) => new(year, 7, 4);
        static bool IsWeekday(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
    }

    [Test]
    public void Every_country_has_holidays_in_every_year_in_which_something_may_be_due()
    {
        Assert.That(Calendars.Countries, Has.Count.EqualTo(37).And.Contains("US").And.Contains("JP"));
        foreach (var country in Calendars.Countries)
        {
            var calendar = Calendars.Parse(country).Value;
            for (var year = 2000; year <= 2200; year += 10)
            {
                var days = Enumerable.Range(0, 365).Select(new DateOnly(year, 1, 1).AddDays).Count(calendar.IsBusinessDay);
                Assert.That(days, Is.InRange(240, 260), $"{country} {year}");
            }
        }
    }

    [TestCase("us")]
    [TestCase("USA")]
    [TestCase("PO")]
    [TestCase("TR")]
    [TestCase("XX")]
    [TestCase("US,DE")]
    [TestCase("None")]
    [TestCase("2026-02-30")]
    [TestCase("2026-12-25,")]
    [TestCase("2026-12-25;2026-12-26")]
    [TestCase("none,2026-12-25")]
    [TestCase("0")]
    public void Is_nothing_else(string text)
    {
        var environment = EnvironmentFile.Load("test");
        environment["PURCHASING_CALENDAR"] = text;
        var env = new EnvironmentReader(environment);

        ApprovalSettings.Read(env);

        Assert.That(
            env.Complaint,
            Does.StartWith(
                "procurement: configuration: PURCHASING_CALENDAR must be none, days such as 2026-12-25,2026-12-26, or one of AT, AU, BE,"
            )
        );
        Assert.That(env.Complaint, Does.Not.Contain(";"));
    }

    [TestCase("PURCHASING_SPLIT_WINDOW", "2160h", ExpectedResult = null)]
    [TestCase("PURCHASING_SPLIT_WINDOW", "2161h", ExpectedResult = "must be a duration from 0s to 2160h")]
    [TestCase("PURCHASING_SPLIT_WINDOW", "1d", ExpectedResult = "must be a duration such as 100ms, 2s or 30m")]
    [TestCase("PURCHASING_OVER_RECEIPT_BPS", "10000", ExpectedResult = null)]
    [TestCase("PURCHASING_OVER_RECEIPT_BPS", "10001", ExpectedResult = "must be a whole number from 0 to 10000")]
    [TestCase("PURCHASING_OVER_RECEIPT_BPS", "-1", ExpectedResult = "must be a whole number from 0 to 10000")]
    [TestCase("PURCHASING_APPROVAL_SLA", "L1:1h,L2:2h,L3:3h", ExpectedResult = null)]
    [TestCase(
        "PURCHASING_APPROVAL_SLA",
        "L1:1h",
        ExpectedResult = "must list each of L1, L2, L3 once as LEVEL:TIME, above zero and at most 366 days, such as L1:2d,L2:5d,L3:36h, where d is a business day"
    )]
    public string? Says_what_is_wrong_with_a_setting(string name, string value)
    {
        var environment = EnvironmentFile.Load("test");
        environment[name] = value;
        var env = new EnvironmentReader(environment);

        ApprovalSettings.Read(env);

        return env.Complaint?.Replace($"procurement: configuration: {name} ", "", StringComparison.Ordinal);
    }

    [Test]
    public void Reads_what_is_configured()
    {
        var environment = EnvironmentFile.Load("test");
        environment["PURCHASING_SPLIT_WINDOW"] = "36h";
        environment["PURCHASING_OVER_RECEIPT_BPS"] = "250";
        environment["PURCHASING_CALENDAR"] = "2026-12-25";
        environment["PURCHASING_APPROVAL_SLA"] = "L1:1d,L2:1h,L3:2h";

        var settings = ApprovalSettings.Read(new EnvironmentReader(environment));

        var since = new DateTimeOffset(2026, 12, 24, 9, 0, 0, TimeSpan.Zero);
        Assert.That((settings.SplitWindow.Time, settings.SplitWindow.IsOff), Is.EqualTo((TimeSpan.FromHours(36), false)));
        Assert.That((settings.OverReceipt.MostOf(40), settings.OverReceipt.MostOf(0.000004m)), Is.EqualTo((41m, 0.0000041m)));
        Assert.That(settings.Terms.DueAt(ApprovalLevel.L1, since), Is.EqualTo(since.AddDays(4)));
        Assert.That(new SplitWindow(TimeSpan.Zero).IsOff, Is.True);
        Assert.That(new OverReceipt(0).MostOf(7), Is.EqualTo(7m));
    }
}
