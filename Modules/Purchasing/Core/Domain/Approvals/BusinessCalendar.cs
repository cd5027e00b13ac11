namespace Procurement.Purchasing.Domain;

/// <summary>How long an approval may wait: business days of 24 hours each, or plain time.</summary>
internal readonly record struct ApprovalTerm(TimeSpan Time, bool IsOfBusinessDays)
{
    /// <summary>Half of an odd number of business days ends with 12 hours of one.</summary>
    public ApprovalTerm Half => this with { Time = Time / 2 };
}

/// <summary>The days on which people work: neither Saturday nor Sunday nor a holiday, from midnight to midnight in UTC.</summary>
internal sealed class BusinessCalendar(Func<DateOnly, bool> isHoliday)
{
    public bool IsBusinessDay(DateOnly day) => day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !isHoliday(day);

    /// <summary>
    /// When a term is over that begins then. Of business days only their own hours count: Friday 15:00 and two days is Tuesday 15:00. What
    /// begins on another day begins with the next business day, and what would end at its midnight ends with the midnight before the next:
    /// Friday 00:00 and one day is Monday 00:00.
    /// </summary>
    public DateTimeOffset Add(DateTimeOffset start, ApprovalTerm term)
    {
        if (!term.IsOfBusinessDays)
            return start.ToUniversalTime() + term.Time;
        var day = Day.Of(start);
        var time = start.UtcDateTime.TimeOfDay;
        if (!IsBusinessDay(day))
            (day, time) = (Next(day), TimeSpan.Zero);
        for (time += term.Time; time >= TimeSpan.FromDays(1); time -= TimeSpan.FromDays(1))
            day = Next(day);
        return new DateTimeOffset(day.ToDateTime(TimeOnly.FromTimeSpan(time)), TimeSpan.Zero);
    }

    private DateOnly Next(DateOnly day)
    {
        do day = day.AddDays(1);
        while (!IsBusinessDay(day));
        return day;
    }
}
