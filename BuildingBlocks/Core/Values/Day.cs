namespace Procurement.BuildingBlocks;

using System.Globalization;

/// <summary>A day of the calendar, without a zone, in the years 1 to 9999 (RFC 3339, full-date).</summary>
/// <param name="Date">Which.</param>
public readonly record struct Day(DateOnly Date) : IFacts
{
    private const string Shape = "yyyy-MM-dd";

    /// <inheritdoc/>
    public static Facts Facts { get; } =
        new()
        {
            Pattern = "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
            Formats = ["date"],
            Example = "2099-12-31",
        };

    /// <summary>Reads one in the one form there is: <c>2026-01-31</c>.</summary>
    /// <returns>The day, or <c>INVALID_DATE</c> that names the form.</returns>
    public static Result<Day> Parse(string? text) =>
        string.IsNullOrEmpty(text) ? Error.Invalid("INVALID_DATE", "is required")
        : DateOnly.TryParseExact(text, Shape, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? new Day(date)
        : Error.Invalid("INVALID_DATE", "must be a date such as 2026-01-31");

    /// <summary>The day of a moment, in UTC.</summary>
    public static DateOnly Of(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);

    /// <summary>A day as it is read.</summary>
    public static string Format(DateOnly date) => date.ToString(Shape, CultureInfo.InvariantCulture);
}
