namespace Procurement.Supplier.Domain;

using System.Text.RegularExpressions;

/// <summary>
/// The code by which people and other systems call a supplier: two letters of the country and six digits, <c>TH-001234</c>. It may be written
/// with blanks and in lower case, and is kept and shown without.
/// </summary>
internal readonly partial record struct SupplierCode : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Description = "Blanks and letter case do not count.",
            Pattern = "^ *[A-Za-z] *[A-Za-z] *-(?: *[0-9]){6} *$",
            PatternGiven = "^[A-Z]{2}-[0-9]{6}$",
            Most = 32,
            Example = "SE-004711",
        };

    private SupplierCode(string value) => Value = value;

    public string Value { get; }

    public static Result<SupplierCode> Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Error.Invalid("INVALID_SUPPLIER_CODE", "is required");
        var code = text.Length <= Facts.Most ? Text.Fold(text) : "";
        return Shape().IsMatch(code)
            ? new SupplierCode(code)
            : Error.Invalid("INVALID_SUPPLIER_CODE", "must be two letters, a hyphen and six digits, such as TH-001234");
    }

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[A-Z]{2}-[0-9]{6}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}

/// <summary>What a supplier's code begins with.</summary>
internal readonly record struct CodePrefix : IFacts
{
    private CodePrefix(string value) => Value = value;

    public static Facts Facts { get; } =
        new()
        {
            Pattern = "^ *[A-Za-z0-9-](?: *[A-Za-z0-9-]){0,8} *$",
            Most = 32,
            Example = "SE-00",
        };

    /// <summary>In upper case, without blanks.</summary>
    public string Value { get; }

    public static Result<CodePrefix> Parse(string text)
    {
        var value = text.Length <= Facts.Most ? Text.Fold(text) : "";
        return value.Length is >= 1 and <= 9 && value.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c) || c == '-')
            ? new CodePrefix(value)
            : Error.Invalid("INVALID_CODE_PREFIX", "must be 1 to 9 letters, digits and hyphens, as a supplier's code begins");
    }
}
