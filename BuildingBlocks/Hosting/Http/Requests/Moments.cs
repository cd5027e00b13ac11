namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Globalization;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>Moments as callers write them: RFC 3339 with an offset.</summary>
public static class Moments
{
    private const string Date = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private const string Time = "T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2})";
    private const string Span = "must lie in the years 1971 to 9998 in UTC, with an offset of at most 14 hours";

    private static readonly string[] Shapes = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    internal static readonly Facts DateOrInstant = new()
    {
        Formats = ["date", "date-time"],
        Pattern = $"^{Date}({Time})?$",
        Rule = Span,
        Example = "2026-01-31",
    };

    internal static readonly Facts Instant = new()
    {
        Formats = ["date-time"],
        Pattern = $"^{Date}{Time}$",
        Rule = Span,
        Example = "2026-01-31T12:00:00Z",
    };

    /// <summary>Reads one; a date is its midnight in UTC.</summary>
    /// <returns>The moment, in UTC, or what it must be.</returns>
    public static Result<DateTimeOffset> Parse(string? text)
    {
        var styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return
            DateTimeOffset.TryParseExact(text, Shapes, CultureInfo.InvariantCulture, styles, out var moment)
            && moment.Year is > 1970 and < 9999
            ? moment
            : Error.Invalid(Problems.Malformed, "must be a date (2026-01-31) or a time with offset (2026-01-31T12:00:00Z)");
    }
}

/// <summary>A moment in a body: a time with an offset.</summary>
public sealed class Instant : IFacts
{
    private Instant() { }

    /// <inheritdoc/>
    public static Facts Facts => Moments.Instant;

    /// <summary>Reads one.</summary>
    /// <returns>The moment, in UTC, or what it must be.</returns>
    public static Result<DateTimeOffset> Parse(string? text) =>
        string.IsNullOrEmpty(text) ? Error.Invalid(Problems.Malformed, "is required")
        : text.Contains('T') && Moments.Parse(text) is { Error: null } moment ? moment
        : Error.Invalid(Problems.Malformed, "must be a time with offset (2026-01-31T12:00:00Z)");
}
