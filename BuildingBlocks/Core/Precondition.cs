namespace Procurement.BuildingBlocks;

/// <summary>Which versions of an aggregate the caller is willing to change (RFC 9110 sections 13.1.1 and 13.1.2).</summary>
public sealed class Precondition
{
    private readonly IReadOnlyList<long>? versions;
    private readonly IReadOnlyList<long>? others;

    private Precondition(IReadOnlyList<long>? versions, IReadOnlyList<long>? others) => (this.versions, this.others) = (versions, others);

    /// <summary>The caller named none: whatever is there.</summary>
    public static readonly Precondition None = new(null, null);

    /// <summary>The caller demanded that nothing is there, which no aggregate meets.</summary>
    public static readonly Precondition Absent = new([], null);

    /// <summary>One of these versions; an empty list is met by nothing.</summary>
    public static Precondition AnyOf(IReadOnlyList<long> versions) => new(versions, null);

    /// <summary>The same, but none of these versions.</summary>
    public Precondition ButNoneOf(IReadOnlyList<long> unwanted) => new(versions, unwanted);

    /// <summary>True when the caller demanded something, so that a stale version is news to it.</summary>
    public bool Demanded => versions is not null || others is not null;

    /// <summary>Whether the aggregate as found may be changed.</summary>
    public bool Allows(Aggregate aggregate) => Allows(aggregate.Version);

    /// <summary>As above, for what is no aggregate but has a version.</summary>
    public bool Allows(long version) => versions?.Contains(version) is not false && others?.Contains(version) is not true;
}
