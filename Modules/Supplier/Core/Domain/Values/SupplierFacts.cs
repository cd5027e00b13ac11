namespace Procurement.Supplier.Domain;

/// <summary>What a supplier is called in contracts.</summary>
internal sealed class LegalName : IFacts
{
    public const int Longest = 256;

    public static Facts Facts { get; } = Text.Facts(Longest, "Nordpapper AB");
}

/// <summary>The number by which the tax authorities know it; its form differs from country to country.</summary>
internal sealed class TaxId : IFacts
{
    public const int Longest = 32;

    public static Facts Facts { get; } = Text.Facts(Longest, "SE556000167501");
}

/// <summary>Whose a bank account is; as long as payment messages have room for (ISO 20022, Max140Text).</summary>
internal sealed class AccountHolder : IFacts
{
    public const int Longest = 140;

    public static Facts Facts { get; } = Text.Facts(Longest, "Nordpapper AB");
}

/// <summary>An account number as it is shown.</summary>
internal sealed class MaskedIban : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Description = "All but the last four characters are stars.",
            Pattern = @"^\*{11,30}[A-Z0-9]{4}$",
            Example = "********************7466",
        };
}

/// <summary>Counts the bank accounts that were proposed for a supplier.</summary>
internal sealed class AccountVersion : IFacts
{
    public static Facts Facts { get; } = new() { Min = 1, Example = 1L };
}

/// <summary>Of which kind a document of a supplier is; letter case does not count.</summary>
internal sealed class DocumentKind : IFacts
{
    public const int Longest = 64;

    public static Facts Facts { get; } = Text.Facts(Longest, "insurance");
}

/// <summary>Where a document is found, or what it is called.</summary>
internal sealed class DocumentReference : IFacts
{
    public const int Longest = 256;

    public static Facts Facts { get; } = Text.Facts(Longest, "Policy 4711-B");
}
