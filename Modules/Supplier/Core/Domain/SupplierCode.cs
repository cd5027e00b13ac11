namespace Procurement.Supplier.Domain;

using System.Text.RegularExpressions;

/// <summary>The code by which people and other systems call a supplier: two letters of the country and six digits, <c>TH-001234</c>.</summary>
internal readonly partial record struct SupplierCode : IFacts
{
    public static Facts Facts { get; } = new() { Pattern = "^[A-Z]{2}-[0-9]{6}$", Example = "SE-004711" };

    private SupplierCode(string value) => Value = value;

    public string Value { get; }

    public static Result<SupplierCode> Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return Error.Invalid("INVALID_SUPPLIER_CODE", "is required");
        return Shape().IsMatch(text)
            ? new SupplierCode(text)
            : Error.Invalid("INVALID_SUPPLIER_CODE", "must be two upper-case letters, a hyphen and six digits, such as TH-001234");
    }

    public override string ToString() => Value;

    [GeneratedRegex(@"\A[A-Z]{2}-[0-9]{6}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
