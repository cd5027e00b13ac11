namespace Procurement.Purchasing.Domain;

using System.Globalization;

/// <summary>Until when a decision is due, by the level that it calls for.</summary>
internal sealed class ApprovalTerms(IReadOnlyDictionary<ApprovalLevel, ApprovalTerm> terms, BusinessCalendar calendar)
{
    public const int MostDays = 366;

    public DateTimeOffset DueAt(ApprovalLevel level, DateTimeOffset since) => calendar.Add(since, terms[level]);

    /// <summary>Half of the time.</summary>
    public DateTimeOffset RemindAt(ApprovalLevel level, DateTimeOffset since) => calendar.Add(since, terms[level].Half);

    /// <summary>Reads <c>L1:2d,L2:5d,L3:36h</c>; <c>d</c> is a business day.</summary>
    /// <param name="text">Each level once, in any order.</param>
    /// <param name="duration">Reads a term of any other unit.</param>
    public static Result<Dictionary<ApprovalLevel, ApprovalTerm>> Parse(string text, Func<string, Result<TimeSpan>> duration)
    {
        var terms = new Dictionary<ApprovalLevel, ApprovalTerm>();
        foreach (var entry in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (
                entry.Split(':') is not [var name, var length]
                || NameOf<ApprovalLevel>.Parse(name) is not { Error: null, Value: var level }
                || ParseTerm(length, duration) is not { } term
                || !terms.TryAdd(level, term)
            )
                return Malformed;
        }
        return terms.Count == Enum.GetValues<ApprovalLevel>().Length ? terms : Malformed;
    }

    private static ApprovalTerm? ParseTerm(string text, Func<string, Result<TimeSpan>> duration)
    {
        var isOfBusinessDays = text.EndsWith('d');
        Result<TimeSpan> time =
            !isOfBusinessDays ? duration(text)
            : int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days) && days <= MostDays
                ? TimeSpan.FromDays(days)
            : Malformed;
        return time.Error is null && time.Value > TimeSpan.Zero && time.Value <= TimeSpan.FromDays(MostDays)
            ? new ApprovalTerm(time.Value, isOfBusinessDays)
            : null;
    }

    private static Error Malformed =>
        Error.Invalid(
            "INVALID_APPROVAL_TERMS",
            $"must list each of {string.Join(", ", Enum.GetNames<ApprovalLevel>())} once as LEVEL:TIME, above zero and at most {MostDays} days, "
                + "such as L1:2d,L2:5d,L3:36h, where d is a business day"
        );
}
