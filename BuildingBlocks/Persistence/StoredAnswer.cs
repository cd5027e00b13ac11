namespace Procurement.BuildingBlocks.Persistence;

/// <summary>An answer kept under its <c>Idempotency-Key</c>: the proof that the effect happened, and what to say when asked again.</summary>
public sealed record StoredAnswer
{
    /// <summary>Name of the primary key.</summary>
    public const string PrimaryKey = "idempotency_pkey";

    /// <summary>What a commit says when the same client used the key before; never reaches a caller.</summary>
    public static readonly Error Taken = Error.Conflict("IDEMPOTENCY_KEY_TAKEN", "The key was used before.");

    /// <summary>Subject of who sent it: keys of different clients do not meet.</summary>
    public required string Client { get; init; }

    /// <summary>The key, without quotes.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 over method, path and body.</summary>
    public required byte[] Fingerprint { get; init; }

    /// <summary>HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>The body as sent.</summary>
    public required byte[] Body { get; init; }

    /// <summary>The entity tag as sent; null when none was.</summary>
    public required string? ETag { get; init; }

    /// <summary>The location as sent; null when none was.</summary>
    public required string? Location { get; init; }

    /// <summary>When, in UTC; it is pruned after the configured retention.</summary>
    public required DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Where a module keeps the answers to requests that carried an <c>Idempotency-Key</c>.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
public interface IIdempotency<TModule> : IPrunable
{
    /// <summary>The stored answer; null when the key is new.</summary>
    Task<StoredAnswer?> Find(string client, string key, CancellationToken ct);

    /// <summary>Makes the answer part of this unit of work; its commit answers <see cref="StoredAnswer.Taken"/> when the key was used before.</summary>
    void Add(StoredAnswer answer);
}

/// <summary>What grows with time and is kept for a while only.</summary>
public interface IPrunable
{
    /// <summary>Removes what is from before a time.</summary>
    /// <returns>How many; fewer than <paramref name="atMost"/> when none is left.</returns>
    Task<int> Prune(DateTimeOffset before, int atMost, CancellationToken ct);
}
