namespace Procurement.Supplier.Domain;

using System.Globalization;

/// <summary>A day of the calendar, without a zone (RFC 3339, full-date).</summary>
internal readonly record struct Day(DateOnly Date) : IFacts
{
    private const string Shape = "yyyy-MM-dd";

    public static Facts Facts { get; } =
        new()
        {
            Pattern = "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
            Formats = ["date"],
            Example = "2099-12-31",
        };

    public static Result<Day> Parse(string? text) =>
        string.IsNullOrEmpty(text) ? Error.Invalid("INVALID_DATE", "is required")
        : DateOnly.TryParseExact(text, Shape, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? new Day(date)
        : Error.Invalid("INVALID_DATE", "must be a date such as 2026-01-31");

    public static string Format(DateOnly date) => date.ToString(Shape, CultureInfo.InvariantCulture);
}
