namespace Procurement.BuildingBlocks;

/// <summary>What a caller may do about a refusal. HTTP maps each kind to one status; a new kind is a decision record (ADR 0006, 0018).</summary>
public enum ErrorKind
{
    /// <summary>The input breaks a rule (422).</summary>
    Invalid,

    /// <summary>The caller has not the authority (403).</summary>
    Forbidden,

    /// <summary>What was named is not there, or not for this caller (404).</summary>
    NotFound,

    /// <summary>The present state, a duplicate or a concurrent change stands against it (409).</summary>
    Conflict,

    /// <summary>Another system that is needed for it cannot be asked now; later it may be (503, ADR 0018).</summary>
    Unavailable,

    /// <summary>Another system that is needed for it answers what cannot be understood (502, ADR 0018).</summary>
    Garbled,
}

/// <summary>A refusal that the caller can act on, if only by coming back later; faults are exceptions (ADR 0006).</summary>
/// <param name="Kind">Which reaction it calls for.</param>
/// <param name="Code">Stable identity in UPPER_SNAKE case; clients branch on it.</param>
/// <param name="Detail">One sentence for a person; may change at any time.</param>
public sealed record Error(ErrorKind Kind, string Code, string Detail)
{
    private static readonly IReadOnlyDictionary<string, string> None = new Dictionary<string, string>();

    /// <summary>Message per offending field, by its path in the request (<c>line_items[0].quantity</c>); empty when no field is at fault.</summary>
    public IReadOnlyDictionary<string, string> Fields { get; init; } = None;

    /// <summary>
    /// What is wrong with each part of a request for many things, in the order asked, null for one that is good by itself; empty when one
    /// thing was asked for.
    /// </summary>
    public IReadOnlyList<Error?> Parts { get; init; } = [];

    /// <summary>How long to wait before asking again is worth it; null when nothing is known of that, or it is not worth it at all.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// The aggregate changed since the caller, or this unit of work, read it. The edge answers 412 when the caller sent
    /// <c>If-Match</c>, otherwise decides again and answers 409 in the end (ADR 0007).
    /// </summary>
    public static readonly Error Stale = Conflict(
        "CONCURRENT_CHANGE",
        "It was changed by somebody else at the same time; read it again and decide anew."
    );

    /// <summary>A refusal of kind <see cref="ErrorKind.Invalid"/>.</summary>
    public static Error Invalid(string code, string detail) => new(ErrorKind.Invalid, code, detail);

    /// <summary>A refusal of kind <see cref="ErrorKind.Forbidden"/>.</summary>
    public static Error Forbidden(string code, string detail) => new(ErrorKind.Forbidden, code, detail);

    /// <summary>A refusal of kind <see cref="ErrorKind.NotFound"/>.</summary>
    public static Error NotFound(string code, string detail) => new(ErrorKind.NotFound, code, detail);

    /// <summary>A refusal of kind <see cref="ErrorKind.Conflict"/>.</summary>
    public static Error Conflict(string code, string detail) => new(ErrorKind.Conflict, code, detail);

    /// <summary>A refusal of kind <see cref="ErrorKind.Unavailable"/>.</summary>
    public static Error Unavailable(string code, string detail) => new(ErrorKind.Unavailable, code, detail);

    /// <summary>A refusal of kind <see cref="ErrorKind.Garbled"/>.</summary>
    public static Error Garbled(string code, string detail) => new(ErrorKind.Garbled, code, detail);
}
