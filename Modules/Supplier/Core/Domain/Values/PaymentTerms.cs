namespace Procurement.Supplier.Domain;

/// <summary>Within how many days of an invoice the supplier is paid.</summary>
internal readonly record struct PaymentTerms : IFacts
{
    public const int LongestDays = 365;

    public static Facts Facts { get; } =
        new()
        {
            Min = 0,
            Max = LongestDays,
            Example = 30L,
        };

    private PaymentTerms(int days) => Days = days;

    public int Days { get; }

    public static Result<PaymentTerms> Parse(int days) =>
        days is < 0 or > LongestDays ? Error.Invalid("INVALID_PAYMENT_TERMS", $"must be from 0 to {LongestDays}") : new PaymentTerms(days);
}
