namespace Procurement.BuildingBlocks;

using System.Collections.Frozen;
using System.Globalization;

/// <summary>
/// The number of a bank account (ISO 13616): country, check digits (ISO 7064, MOD 97-10) and as many characters as the country's banks use.
/// Kept without blanks, in upper case. Whatever shows it shows it masked.
/// </summary>
public readonly record struct Iban : IFacts
{
    /// <summary>Characters of the longest that any country has.</summary>
    public const int Longest = 34;

    /// <summary>
    /// Countries and territories whose accounts are within the Single Euro Payments Area, as their IBANs begin (EPC409-09, 2025). Territories
    /// without a code of their own use that of their country.
    /// </summary>
    private static readonly FrozenSet<string> Sepa = """
        AD AL AT BE BG CH CY CZ DE DK EE ES FI FR GB GI GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS SE SI SK SM VA
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();

    /// <summary>Characters in all, by country, as the IBAN registry of SWIFT has them.</summary>
    private static readonly FrozenDictionary<string, int> Lengths = new (int Length, string Countries)[]
    {
        (15, "NO"),
        (16, "BE"),
        (18, "DK FI FK FO GL NL SD"),
        (19, "MK SI"),
        (20, "AT BA EE KZ LT LU MN XK"),
        (21, "CH HR LI LV"),
        (22, "BG BH CR DE GB GE IE ME RS VA"),
        (23, "AE GI IL IQ OM SO TL"),
        (24, "AD CZ ES MD PK RO SA SE SK TN VG"),
        (25, "LY PT ST"),
        (26, "IS TR"),
        (27, "BI DJ FR GR IT MC MR SM"),
        (28, "AL AZ BY CY DO GT HN HU LB NI PL SV"),
        (29, "BR EG PS QA UA"),
        (30, "JO KW MU YE"),
        (31, "MT SC"),
        (32, "LC"),
        (33, "RU"),
    }
        .SelectMany(group => group.Countries.Split(' ').Select(country => (country, group.Length)))
        .ToFrozenDictionary(entry => entry.country, entry => entry.Length);

    private Iban(string value) => Value = value;

    /// <inheritdoc/>
    public static Facts Facts { get; } =
        new()
        {
            Description = "ISO 13616; blanks and letter case do not count.",
            Pattern = "^ *[A-Za-z] *[A-Za-z] *[0-9] *[0-9](?: *[A-Za-z0-9]){11,30} *$",
            Most = 64,
            Rule = "must have the length of its country and right check digits (ISO 13616, ISO 7064 MOD 97-10)",
            Example = "SE45 5000 0000 0583 9825 7466",
        };

    /// <summary>Without blanks, in upper case. Not for logs.</summary>
    public string Value { get; }

    /// <summary>Whether euros can be sent to it by a SEPA credit transfer.</summary>
    public bool IsInSepa => Sepa.Contains(Value[..2]);

    /// <summary>The last four characters, by which people tell their accounts apart.</summary>
    public string LastFour => Value[^4..];

    /// <summary>Stars but for the last four characters.</summary>
    public string Masked => new string('*', Value.Length - 4) + LastFour;

    /// <summary>Reads one as people write it, with blanks and in any case.</summary>
    /// <returns>The number, or <c>INVALID_IBAN</c>.</returns>
    public static Result<Iban> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Error.Invalid("INVALID_IBAN", "is required");
        if (text.Length > Facts.Most)
            return Error.Invalid("INVALID_IBAN", $"must be at most {Longest} letters and digits");
        var value = Text.Fold(text);
        if (
            value.Length < 4
            || !value.All(char.IsAsciiLetterOrDigit)
            || !value[..2].All(char.IsAsciiLetter)
            || !value[2..4].All(char.IsAsciiDigit)
        )
            return Error.Invalid("INVALID_IBAN", "must be two letters, two digits, and letters and digits");
        if (!Lengths.TryGetValue(value[..2], out var length))
            return Error.Invalid("INVALID_IBAN", $"must be of a country whose banks use IBANs, which {value[..2]} is not");
        if (value.Length != length)
            return Error.Invalid(
                "INVALID_IBAN",
                string.Create(CultureInfo.InvariantCulture, $"must be {length} characters long in {value[..2]}")
            );
        // These leave the remainder of 97, 98 and 02, but the standard makes none of them.
        return Remainder(value) == 1 && value[2..4] is not ("00" or "01" or "99")
            ? new Iban(value)
            : Error.Invalid("INVALID_IBAN", "must have right check digits");
    }

    /// <summary>Masked: texts end up in logs.</summary>
    public override string ToString() => Masked;

    /// <summary>Of what it stands for as a number, with the first four characters behind the others and each letter as 10 to 35, by 97.</summary>
    private static int Remainder(string value)
    {
        var remainder = 0;
        foreach (var c in value.AsSpan(4).ToString() + value[..4])
            remainder = char.IsAsciiDigit(c) ? (remainder * 10 + c - '0') % 97 : (remainder * 100 + c - 'A' + 10) % 97;
        return remainder;
    }
}
