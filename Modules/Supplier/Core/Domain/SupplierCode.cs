namespace Procurement.Supplier.Domain;

using System.Text.RegularExpressions;

/// <summary>The short name of a supplier: country (ISO 3166-1 alpha-2) and six digits.</summary>
internal static partial class SupplierCode
{
    public static Result<string> Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Error.Invalid("INVALID_CODE", "is required");
        return Shape().IsMatch(text)
            ? text
            : Error.Invalid("INVALID_CODE", "must be two upper-case letters, a hyphen and six digits: TH-001234");
    }

    [GeneratedRegex(@"\A[A-Z]{2}-[0-9]{6}\z")]
    private static partial Regex Shape();
}

/// <summary>An address that mail can be sent to: RFC 5322 addr-spec without quoting, within the lengths of RFC 5321.</summary>
internal static partial class Email
{
    public static Result<string> Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Error.Invalid("INVALID_EMAIL", "is required");
        return text.Length <= 254 && Shape().IsMatch(text)
            ? text
            : Error.Invalid("INVALID_EMAIL", "must be an e-mail address: name@example.com");
    }

    [GeneratedRegex(
        @"\A(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}\z"
    )]
    private static partial Regex Shape();
}
