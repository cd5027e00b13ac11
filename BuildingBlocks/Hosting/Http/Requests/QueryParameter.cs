namespace Procurement.BuildingBlocks.Hosting.Http;

using System.Globalization;
using Procurement.BuildingBlocks.Hosting.ProblemDetails;

/// <summary>A parameter in the query string of a read: what it means, and what it looks like.</summary>
/// <param name="Name">As in the query string.</param>
/// <param name="Description">For the document: one sentence.</param>
/// <param name="Facts">What holds of its values.</param>
public abstract record QueryParameter(string Name, string Description, Facts Facts)
{
    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>A filter on one of the names of an enumeration, spelt exactly.</summary>
    public static QueryParameter<TEnum?> OneOf<TEnum>(string name, string description)
        where TEnum : struct, Enum => new(name, description, NameOf<TEnum>.Facts, text => Nullable(NameOf<TEnum>.Find(text)));

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
        new(name, description, MomentFacts, text => Nullable(Moments.Parse(text)));

    private static readonly Facts MomentFacts = Moments.DateOrInstant;

    /// <summary>Yes or no.</summary>
    public static QueryParameter<bool?> Flag(string name, string description) =>
        new(
            name,
            description,
            new Facts { Pattern = "^(true|false)$", Example = "true" },
            text =>
                text switch
                {
                    "true" => (bool?)true,
                    "false" => (bool?)false,
                    _ => Error.Invalid(Problems.Malformed, "must be true or false"),
                }
        );

    /// <summary>A whole number, not negative.</summary>
    public static QueryParameter<long?> Number(string name, string description, long min, long max) =>
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
}

/// <summary>A parameter with how its text is read.</summary>
/// <typeparam name="T">What it is read as; null when it is absent.</typeparam>
/// <param name="Name">As in the query string.</param>
/// <param name="Description">For the document: one sentence.</param>
/// <param name="Facts">What holds of its values.</param>
/// <param name="Parse">Reads the text, or says what it must be.</param>
public sealed record QueryParameter<T>(string Name, string Description, Facts Facts, Func<string, Result<T>> Parse)
    : QueryParameter(Name, Description, Facts);
