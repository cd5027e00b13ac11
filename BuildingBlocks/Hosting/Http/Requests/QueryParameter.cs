namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Globalization;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>A parameter in the query string of a list: what it means, and what it looks like.</summary>
/// <param name="Name">As in the query string.</param>
/// <param name="Description">For the document: one sentence.</param>
/// <param name="Facts">What holds of its values.</param>
public abstract record QueryParameter(string Name, string Description, Facts Facts)
{
    /// <summary>A filter on one of the names of an enumeration, spelt exactly.</summary>
    public static QueryParameter<TEnum?> OneOf<TEnum>(string name, string description)
        where TEnum : struct, Enum =>
        new(
            name,
            description,
            NameOf<TEnum>.Facts,
            text =>
                Enum.GetNames<TEnum>().Contains(text)
                    ? Enum.Parse<TEnum>(text)
                    : Error.Invalid(Problems.Malformed, $"must be one of {string.Join(", ", Enum.GetNames<TEnum>())}")
        );

    /// <summary>A filter on an identifier.</summary>
    public static QueryParameter<TId?> Id<TId>(string name, string description)
        where TId : struct, ITypedId<TId> => new(name, description, TId.Facts, text => Nullable(TypedId.Parse<TId>(text)));

    /// <summary>A filter on a free text, compared exactly.</summary>
    public static QueryParameter<string> Text(string name, string description, Facts facts) =>
        new(name, description, facts, text => BuildingBlocks.Text.Parse(text, facts.Most!.Value));

    /// <summary>A filter on a value that has a rule of its own.</summary>
    public static QueryParameter<T?> Value<T>(string name, string description, Func<string, Result<T>> parse)
        where T : struct, IFacts => new(name, description, T.Facts, text => Nullable(parse(text)));

    /// <summary>A moment: RFC 3339 with an offset, or a date, which is its midnight in UTC.</summary>
    public static QueryParameter<DateTimeOffset?> Moment(string name, string description) =>
        new(name, description, MomentFacts, ParseMoment);

    private static readonly Facts MomentFacts = new()
    {
        Formats = ["date", "date-time"],
        Pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,7})?(Z|[+-][0-9]{2}:[0-9]{2}))?$",
        Rule = "must lie in the years 1971 to 9998 in UTC, with an offset of at most 14 hours",
        Example = "2026-01-31",
    };

    /// <summary>A whole number.</summary>
    internal static QueryParameter<long?> Number(string name, string description, long min, long max) =>
        new(
            name,
            description,
            new Facts
            {
                Min = min,
                Max = max,
                Example = min,
            },
            text =>
                long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max
                    ? number
                    : Error.Invalid(
                        Problems.Malformed,
                        string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {min} to {max}")
                    )
        );

    internal static QueryParameter<Guid?> Cursor(string name, string description) =>
        new(
            name,
            description,
            NextPage.Facts,
            text => Http.Cursor.Read(text) is { } key ? key : Error.Invalid(Problems.Malformed, "is not a cursor of this list")
        );

    private static Result<T?> Nullable<T>(Result<T> value)
        where T : struct => value.Error is { } error ? error : (T?)value.Value;

    private static Result<DateTimeOffset?> ParseMoment(string text)
    {
        string[] shapes = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];
        var styles = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return
            DateTimeOffset.TryParseExact(text, shapes, CultureInfo.InvariantCulture, styles, out var moment)
            && moment.Year is > 1970 and < 9999
            ? moment
            : Error.Invalid(Problems.Malformed, "must be a date (2026-01-31) or a time with offset (2026-01-31T12:00:00Z)");
    }
}

/// <summary>A parameter with how its text is read.</summary>
/// <typeparam name="T">What it is read as; null when it is absent.</typeparam>
/// <param name="Name">As in the query string.</param>
/// <param name="Description">For the document: one sentence.</param>
/// <param name="Facts">What holds of its values.</param>
/// <param name="Parse">Reads the text, or says what it must be.</param>
public sealed record QueryParameter<T>(string Name, string Description, Facts Facts, Func<string, Result<T>> Parse)
    : QueryParameter(Name, Description, Facts);
