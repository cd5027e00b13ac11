namespace Procurement.BuildingBlocks;

using System.Text.RegularExpressions;

/// <summary>
/// A bank's business identifier code (ISO 9362): four characters of the party, its country, two more, and three for a branch or none. Kept in
/// upper case.
/// </summary>
public readonly partial record struct Bic : IFacts
{
    private Bic(string value) => Value = value;

    /// <inheritdoc/>
    public static Facts Facts { get; } =
        new()
        {
            Description = "ISO 9362, 8 or 11 characters; letter case does not count.",
            Pattern = "^[A-Za-z0-9]{4}[A-Za-z]{2}[A-Za-z0-9]{2}(?:[A-Za-z0-9]{3})?$",
            PatternGiven = "^[A-Z0-9]{4}[A-Z]{2}[A-Z0-9]{2}(?:[A-Z0-9]{3})?$",
            Rule = "must name a country of ISO 3166-1, or XK, in its fifth and sixth character (ISO 9362)",
            Example = "ESSESESS",
        };

    /// <summary>8 or 11 upper-case letters and digits.</summary>
    public string Value { get; }

    /// <summary>Reads one in any letter case.</summary>
    /// <returns>The code, or <c>INVALID_BIC</c>.</returns>
    public static Result<Bic> Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Error.Invalid("INVALID_BIC", "is required");
        if (!Shape().IsMatch(text))
            return Error.Invalid("INVALID_BIC", "must be 8 or 11 letters and digits, of which the fifth and sixth are letters");
        var value = text.ToUpperInvariant();
        var country = value[4..6];
        // Kosovo has no code of ISO 3166-1; its banks use one that is free for users.
        return country == "XK" || Country.Parse(country).Error is null
            ? new Bic(value)
            : Error.Invalid("INVALID_BIC", "must name a country in its fifth and sixth letter");
    }

    /// <summary>The code.</summary>
    public override string ToString() => Value;

    [GeneratedRegex(@"\A[A-Za-z0-9]{4}[A-Za-z]{2}[A-Za-z0-9]{2}(?:[A-Za-z0-9]{3})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
