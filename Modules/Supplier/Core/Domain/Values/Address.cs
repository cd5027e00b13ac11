namespace Procurement.Supplier.Domain;

/// <summary>Where a supplier is.</summary>
/// <param name="PostalCode">Null where there is none, as in Hong Kong.</param>
internal sealed record Address(string Street, string City, string? PostalCode, Country Country)
{
    /// <summary>Reads an address, or notes every field of it that is wrong.</summary>
    public static Address? Read(AddressDraft? draft, FieldErrors errors)
    {
        if (draft is null)
            return null;
        return new Address(
            errors.Take("address.street", Text.Parse(draft.Street, StreetLine.Longest)),
            errors.Take("address.city", Text.Parse(draft.City, CityName.Longest)),
            draft.PostalCode is { } code ? errors.Take("address.postal_code", Text.Parse(code, Domain.PostalCode.Longest)) : null,
            errors.Take("address.country", Country.Parse(draft.Country))
        );
    }
}

/// <summary>An address as asked for, not yet looked at.</summary>
internal sealed record AddressDraft(string? Street, string? City, string? PostalCode, string? Country);

internal sealed class StreetLine : IFacts
{
    public const int Longest = 140;

    public static Facts Facts { get; } = Text.Facts(Longest, "Storgatan 1");
}

internal sealed class CityName : IFacts
{
    public const int Longest = 100;

    public static Facts Facts { get; } = Text.Facts(Longest, "Stockholm");
}

internal sealed class PostalCode : IFacts
{
    public const int Longest = 16;

    public static Facts Facts { get; } = Text.Facts(Longest, "111 29");
}

/// <summary>What is said of an address as a whole.</summary>
internal sealed class Place : IFacts
{
    public static Facts Facts { get; } = new();
}
