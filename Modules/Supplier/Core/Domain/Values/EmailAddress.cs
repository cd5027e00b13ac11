namespace Procurement.Supplier.Domain;

using System.Text.RegularExpressions;

/// <summary>
/// An address that mail can be sent to: the addr-spec of RFC 5322 section 3.4.1 as it is met in practice, which is a dot-atom, one @ and
/// a domain of two labels or more, in ASCII, within the lengths of RFC 5321 section 4.5.3.1. Kept as written.
/// </summary>
internal readonly partial record struct EmailAddress : IFacts
{
    public const int Longest = 254;
    public const int LongestLocalPart = 64;

    // Each character fits one alternative only, so there is nothing to backtrack over; the last label is not all digits.
    private const string Address =
        @"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+(?![0-9]+$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";

    public static Facts Facts { get; } =
        new()
        {
            Pattern = $"^(?=.{{1,{LongestLocalPart}}}@){Address}$",
            Fewest = 1,
            Most = Longest,
            Example = "orders@example.com",
        };

    private EmailAddress(string value) => Value = value;

    public string Value { get; }

    public static Result<EmailAddress> Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return Error.Invalid("INVALID_EMAIL", "is required");
        if (text.Length > Longest)
            return Error.Invalid("INVALID_EMAIL", $"must be at most {Longest} characters");
        if (text.IndexOf('@', StringComparison.Ordinal) > LongestLocalPart)
            return Error.Invalid("INVALID_EMAIL", $"must have at most {LongestLocalPart} characters before the @");
        return Shape().IsMatch(text)
            ? new EmailAddress(text)
            : Error.Invalid("INVALID_EMAIL", "must be an e-mail address such as sales@example.com");
    }

    public override string ToString() => Value;

    [GeneratedRegex(@"\A" + Address + @"\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
