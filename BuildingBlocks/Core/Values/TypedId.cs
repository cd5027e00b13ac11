namespace Procurement.BuildingBlocks;

/// <summary>An identifier with a type of its own: a UUIDv7 inside, a prefix at the edges only (RFC 9562).</summary>
/// <typeparam name="TSelf">The implementing type.</typeparam>
public interface ITypedId<TSelf> : IFacts
    where TSelf : struct, ITypedId<TSelf>
{
    /// <summary>What its text begins with, underscore included: <c>po_</c>.</summary>
    static abstract string Prefix { get; }

    /// <summary>The bare identifier, as stored.</summary>
    Guid Value { get; }

    /// <summary>Wraps a stored identifier.</summary>
    static abstract TSelf From(Guid value);

    static Facts IFacts.Facts =>
        new()
        {
            Pattern = $"^({TSelf.Prefix})?(?!0{{8}}-){Uuid}$",
            PatternGiven = $"^{TSelf.Prefix}{Uuid}$",
            Example = $"{TSelf.Prefix}019c10a0-5a50-7cc3-8a4e-3f2b6d1e9f70",
        };

    private const string Uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";
}

/// <summary>Makes, reads and writes typed identifiers.</summary>
public static class TypedId
{
    /// <summary>A new identifier, ordered by the clock's time to the millisecond.</summary>
    public static TId New<TId>(TimeProvider clock)
        where TId : struct, ITypedId<TId> => TId.From(Guid.CreateVersion7(clock.GetUtcNow()));

    /// <summary>
    /// Reads an identifier from outside: lower-case hyphenated UUID, the prefix optional, never nil. There is one spelling, so that
    /// equal identifiers are equal texts.
    /// </summary>
    /// <returns>The identifier, or <c>MALFORMED_ID</c>.</returns>
    public static Result<TId> Parse<TId>(string? text)
        where TId : struct, ITypedId<TId>
    {
        if (string.IsNullOrEmpty(text))
            return Error.Invalid("MALFORMED_ID", "is required");
        var bare = text.StartsWith(TId.Prefix, StringComparison.Ordinal) ? text.AsSpan(TId.Prefix.Length) : text.AsSpan();
        // The length, because the framework passes over spaces around.
        if (bare.Length == 36 && Guid.TryParseExact(bare, "D", out var value) && value != Guid.Empty && !bare.ContainsAnyInRange('A', 'Z'))
            return TId.From(value);
        return Error.Invalid("MALFORMED_ID", $"must be {TId.Prefix} followed by a lower-case UUID");
    }

    /// <summary>The text given out: prefix and lower-case UUID.</summary>
    public static string Format<TId>(TId id)
        where TId : struct, ITypedId<TId> => string.Concat(TId.Prefix, id.Value.ToString("D"));
}
