namespace Procurement.Purchasing.Adapters;

using Procurement.Purchasing.Domain;
using PublicHoliday;

/// <summary>The calendars that can be configured. Those of countries come from a package and are computed for the year that is asked for.</summary>
internal static class Calendars
{
    private const string OnlyWeekends = "none";

    /// <summary>
    /// Left out are a second spelling of Poland's, and Turkey, whose feasts the package cannot compute after 2077. Codes are those of ISO 3166.
    /// </summary>
    public static IReadOnlyList<string> Countries { get; } =
    [
        .. Enum.GetValues<PublicHolidayCountryCode>()
            .Except([PublicHolidayCountryCode.Po, PublicHolidayCountryCode.Tr])
            .Select(country => $"{country}".ToUpperInvariant())
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads <c>none</c>, the code of a country, or days such as <c>2026-12-25,2026-12-26</c>.</summary>
    public static Result<BusinessCalendar> Parse(string text)
    {
        if (text == OnlyWeekends)
            return new BusinessCalendar(_ => false);
        if (Countries.Contains(text))
        {
            var country = PublicHolidayFactory.GetPublicHolidayForCountry(text);
            return new BusinessCalendar(day => country.IsPublicHoliday(day.ToDateTime(TimeOnly.MinValue)));
        }
        var days = text.Split(',', StringSplitOptions.TrimEntries).Select(Day.Parse).ToList();
        if (days.Exists(day => day.Error is not null))
            return Error.Invalid(
                "INVALID_CALENDAR",
                $"must be {OnlyWeekends}, days such as 2026-12-25,2026-12-26, or one of {string.Join(", ", Countries)}"
            );
        var holidays = days.Select(day => day.Value.Date).ToHashSet();
        return new BusinessCalendar(holidays.Contains);
    }
}
