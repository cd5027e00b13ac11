namespace Procurement.Supplier.Domain;

/// <summary>What a supplier is called in contracts.</summary>
internal sealed class LegalName : IFacts
{
    public const int Longest = 256;

    public static Facts Facts { get; } = Text.Facts(Longest, "Nordpapper AB");
}
