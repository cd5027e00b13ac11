namespace Procurement.BuildingBlocks;

/// <summary>A place that post and goods reach.</summary>
/// <param name="Street">Street and number.</param>
/// <param name="City">Town.</param>
/// <param name="PostalCode">Null where there is none, as in Hong Kong.</param>
/// <param name="Country">ISO 3166-1.</param>
public sealed record Address(string Street, string City, string? PostalCode, Country Country)
{
    /// <summary>Reads an address, or notes every field of it that is wrong.</summary>
    /// <param name="draft">Null when none is given.</param>
    /// <param name="path">Where it stands in the request: <c>delivery_address</c>.</param>
    /// <param name="errors">Where what is wrong is noted.</param>
    /// <returns>Null when none is given; not to be used when something is wrong.</returns>
    public static Address? Read(AddressDraft? draft, string path, FieldErrors errors)
    {
        if (draft is null)
            return null;
        return new Address(
            errors.Take($"{path}.street", Text.Parse(draft.Street, StreetLine.Longest)),
            errors.Take($"{path}.city", Text.Parse(draft.City, CityName.Longest)),
            draft.PostalCode is { } code ? errors.Take($"{path}.postal_code", Text.Parse(code, BuildingBlocks.PostalCode.Longest)) : null,
            errors.Take($"{path}.country", Country.Parse(draft.Country))
        );
    }
}

/// <summary>An address as asked for, not yet looked at: in a request, or as others tell it.</summary>
/// <param name="Street">Street and number.</param>
/// <param name="City">Town.</param>
/// <param name="PostalCode">Null where there is none.</param>
/// <param name="Country">Code of ISO 3166-1 alpha-2.</param>
public sealed record AddressDraft(
    [property: Is<StreetLine>] string? Street = null,
    [property: Is<CityName>] string? City = null,
    [property: Is<PostalCode>(Optional = true)] string? PostalCode = null,
    [property: Is<Country>] string? Country = null
);

/// <summary>An address as clients see it.</summary>
/// <param name="Street">Street and number.</param>
/// <param name="City">Town.</param>
/// <param name="PostalCode">Null where there is none.</param>
/// <param name="Country">Code of ISO 3166-1 alpha-2.</param>
public sealed record AddressView(
    [property: Is<StreetLine>] string Street,
    [property: Is<CityName>] string City,
    [property: Is<PostalCode>] string? PostalCode,
    [property: Is<Country>] string Country
)
{
    /// <summary>The view of an address; null when there is none.</summary>
    public static AddressView? Of(Address? at) => at is null ? null : new(at.Street, at.City, at.PostalCode, at.Country.Code);
}

/// <summary>Street and number.</summary>
public sealed class StreetLine : IFacts
{
    /// <summary>Most characters, counted as UTF-16 units.</summary>
    public const int Longest = 140;

    private StreetLine() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } = Text.Facts(Longest, "Storgatan 1");
}

/// <summary>Name of a town.</summary>
public sealed class CityName : IFacts
{
    /// <summary>Most characters, counted as UTF-16 units.</summary>
    public const int Longest = 100;

    private CityName() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } = Text.Facts(Longest, "Stockholm");
}

/// <summary>Postal code, in the manner of its country.</summary>
public sealed class PostalCode : IFacts
{
    /// <summary>Most characters, counted as UTF-16 units.</summary>
    public const int Longest = 16;

    private PostalCode() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } = Text.Facts(Longest, "111 29");
}

/// <summary>What is said of an address as a whole.</summary>
public sealed class Place : IFacts
{
    private Place() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } = new();
}
