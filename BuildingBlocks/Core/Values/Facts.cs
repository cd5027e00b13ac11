namespace Procurement.BuildingBlocks;

/// <summary>
/// What holds of every text, number or list of a kind, as it can be said to clients in a schema. It stands beside the rule that
/// keeps it, and what it does not say is named in <see cref="Rule"/>.
/// </summary>
public sealed record Facts
{
    /// <summary>One sentence; null when the name of the member says it.</summary>
    public string? Description { get; init; }

    /// <summary>What every text accepted matches, in the dialect of JSON Schema (ECMA-262 with Unicode); null when all do.</summary>
    public string? Pattern { get; init; }

    /// <summary>What every text given out matches; null when it is <see cref="Pattern"/>.</summary>
    public string? PatternGiven { get; init; }

    /// <summary>Formats of JSON Schema of which it has one; empty when it has none.</summary>
    public IReadOnlyList<string> Formats { get; init; } = [];

    /// <summary>Fewest characters of a text, or items of a list; null when none are enough.</summary>
    public int? Fewest { get; init; }

    /// <summary>Most characters (code points) of a text, or items of a list; null when there is no bound.</summary>
    public int? Most { get; init; }

    /// <summary>Smallest number; null when the type sets it.</summary>
    public decimal? Min { get; init; }

    /// <summary>Largest number; null when the type sets it.</summary>
    public decimal? Max { get; init; }

    /// <summary>Most decimal places of a number that is no integer by its type; null when it must be whole.</summary>
    public int? Decimals { get; init; }

    /// <summary>All there are, when it is one of a few names; otherwise empty.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>What the enumeration of <see cref="Names"/> is called; null otherwise.</summary>
    public string? Called { get; init; }

    /// <summary>What is demanded besides and no schema can say, as in "must be ..."; null when nothing is.</summary>
    public string? Rule { get; init; }

    /// <summary>One that is accepted: a text, a <see cref="long"/> or a <see cref="decimal"/>; null for a list.</summary>
    public object? Example { get; init; }
}

/// <summary>A kind of value of which facts are known.</summary>
public interface IFacts
{
    /// <summary>The facts.</summary>
    static abstract Facts Facts { get; }
}

/// <summary>Says of which kind the values of a member of a body or representation are.</summary>
[AttributeUsage(AttributeTargets.Property)]
public abstract class IsAttribute : Attribute
{
    /// <summary>The facts of the kind.</summary>
    public abstract Facts Facts { get; }

    /// <summary>Whether a request may leave it out, or send null, which is the same. Of what is given out the type says it.</summary>
    public bool Optional { get; set; }

    /// <summary>Whether null is as good as leaving it out; false where leaving it out means to leave it as it is, and it cannot be empty.</summary>
    public bool OrNull { get; set; } = true;
}

/// <summary>As <see cref="IsAttribute"/>.</summary>
/// <typeparam name="T">The kind.</typeparam>
public sealed class IsAttribute<T> : IsAttribute
    where T : IFacts
{
    /// <inheritdoc/>
    public override Facts Facts => T.Facts;
}

/// <summary>The name of a member of an enumeration, spelt exactly.</summary>
/// <typeparam name="TEnum">The enumeration.</typeparam>
public sealed class NameOf<TEnum> : IFacts
    where TEnum : struct, Enum
{
    private NameOf() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } =
        new()
        {
            Called = typeof(TEnum).Name,
            Names = Enum.GetNames<TEnum>(),
            Example = Enum.GetNames<TEnum>()[0],
        };

    /// <summary>Reads one that must be given.</summary>
    /// <returns>The member, or <c>UNKNOWN_NAME</c>.</returns>
    public static Result<TEnum> Parse(string? text) =>
        string.IsNullOrEmpty(text) ? Error.Invalid("UNKNOWN_NAME", "is required") : Find(text);

    /// <summary>Reads one that is given; a blank text is none of the names.</summary>
    /// <returns>The member, or <c>UNKNOWN_NAME</c>.</returns>
    public static Result<TEnum> Find(string text) =>
        Enum.GetNames<TEnum>().Contains(text)
            ? Enum.Parse<TEnum>(text)
            : Error.Invalid("UNKNOWN_NAME", $"must be one of {string.Join(", ", Enum.GetNames<TEnum>())}");
}

/// <summary>Subject of a token (RFC 7519 section 4.1.2), or <see cref="Actor.SystemSubject"/>.</summary>
public sealed class Subject : IFacts
{
    /// <summary>Most characters, counted as UTF-16 units.</summary>
    public const int Longest = 128;

    private Subject() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } = Text.Facts(Longest, "lena");
}

/// <summary>Version of an aggregate: 1 for a new one, and one more with every change.</summary>
public sealed class AggregateVersion : IFacts
{
    private AggregateVersion() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } = new() { Min = 1, Example = 1L };
}

/// <summary>An amount in minor units of the currency beside it.</summary>
public sealed class MinorUnits : IFacts
{
    private MinorUnits() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } =
        new()
        {
            Description = "In minor units of the currency: cents, fils, yen.",
            Min = 0,
            Example = 3750L,
        };
}

/// <summary>Name of an event or a state of the domain.</summary>
public sealed class DomainName : IFacts
{
    private DomainName() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } = new() { Pattern = "^[A-Z][A-Za-z]+$", Example = "Approved" };
}

/// <summary>What made the system act.</summary>
public sealed class Cause : IFacts
{
    private Cause() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } = new() { Fewest = 1, Example = "purchasing.purchase-order-approved.v1" };
}

/// <summary>A trace (W3C Trace Context, version 00).</summary>
public sealed class TraceId : IFacts
{
    private TraceId() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } = new() { Pattern = "^[0-9a-f]{32}$", Example = "4bf92f3577b34da6a3ce929d0e0e4736" };
}

/// <summary>Where the next page of a list begins: opaque, to be sent as it is.</summary>
public sealed class NextPage : IFacts
{
    private NextPage() { }

    /// <inheritdoc/>
    public static Facts Facts { get; } =
        new()
        {
            Description = "16 bytes in Base64url, opaque.",
            Pattern = "^[A-Za-z0-9_-]{21}[AQgw]$",
            Example = "AZwQoFpQfMOKTj8rbR6fcA",
        };
}
