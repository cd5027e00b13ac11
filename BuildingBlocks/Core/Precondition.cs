namespace Procurement.BuildingBlocks;

/// <summary>Which versions of an aggregate the caller is willing to change (RFC 9110 section 13.1.1).</summary>
public sealed class Precondition
{
    private readonly IReadOnlyList<long>? versions;

    private Precondition(IReadOnlyList<long>? versions) => this.versions = versions;

    /// <summary>The caller named none: whatever is there.</summary>
    public static readonly Precondition None = new(null);

    /// <summary>One of these versions; an empty list is met by nothing.</summary>
    public static Precondition AnyOf(IReadOnlyList<long> versions) => new(versions);

    /// <summary>True when the caller demanded something, so that a stale version is news to it.</summary>
    public bool Demanded => versions is not null;

    /// <summary>Whether the aggregate as found may be changed.</summary>
    public bool Allows(Aggregate aggregate) => versions is null || versions.Contains(aggregate.Version);
}
