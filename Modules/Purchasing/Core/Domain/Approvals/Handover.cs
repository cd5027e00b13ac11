namespace Procurement.Purchasing.Domain;

/// <summary>Days in UTC, the first and the last included.</summary>
internal readonly record struct Period(DateOnly From, DateOnly Until)
{
    public bool Includes(DateOnly day) => From <= day && day <= Until;

    public bool Overlaps(Period other) => From <= other.Until && other.From <= Until;
}

/// <summary>Who gives whom authority, and on which days.</summary>
internal sealed record Handover(string Delegator, string Deputy, Period Days)
{
    public const int MostDays = 366;

    /// <summary>Makes one that is asked for today, or refuses with every field that is wrong.</summary>
    public static Result<Handover> Parse(string delegator, string? to, string? fromDate, string? untilDate, DateOnly today)
    {
        var errors = new FieldErrors();
        var deputy = errors.Take("to", Text.Parse(to, Subject.Longest));
        if (deputy is not null && Person.Same(delegator, deputy))
            errors.Add("to", "must be somebody else");
        var from = Day.Parse(fromDate);
        var until = Day.Parse(untilDate);
        errors.Take("from_date", from);
        errors.Take("until_date", until);
        if (until.Error is null && until.Value.Date < today)
            errors.Add("until_date", "must not be in the past");
        if (from.Error is null && until.Error is null && Unfit(new Period(from.Value.Date, until.Value.Date)) is { } unfit)
            errors.Add("until_date", unfit);
        if (errors.Error is { } invalid)
            return invalid;
        return new Handover(delegator, deputy!, new Period(from.Value.Date, until.Value.Date));
    }

    /// <summary>
    /// Whether, on any day, this and some of the others lead from its delegator back to that person. The first such day is one on which this or
    /// another of them begins, so no other days need to be looked at.
    /// </summary>
    public bool ClosesCircle(IEnumerable<Handover> others)
    {
        var near = others.Where(other => other.Days.Overlaps(Days)).ToList();
        return near.Select(other => other.Days.From)
            .Where(Days.Includes)
            .Append(Days.From)
            .Distinct()
            .Any(day => Leads(Deputy, Delegator, near.Where(other => other.Days.Includes(day))));
    }

    private static string? Unfit(Period days) =>
        days.Until < days.From ? "must not be before from_date"
        : days.Until.DayNumber - days.From.DayNumber >= MostDays ? $"must be at most {MostDays} days from from_date, both included"
        : null;

    private static bool Leads(string from, string to, IEnumerable<Handover> handovers)
    {
        var next = handovers.ToLookup(each => each.Delegator, each => each.Deputy, StringComparer.OrdinalIgnoreCase);
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { from };
        var ahead = new Queue<string>(seen);
        while (ahead.TryDequeue(out var person))
            foreach (var deputy in next[person].Where(seen.Add))
                ahead.Enqueue(deputy);
        return seen.Contains(to);
    }
}
