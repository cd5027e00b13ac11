namespace Procurement.BuildingBlocks.Hosting.Security;

using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.Tokens;

/// <summary>The SHA-256 digest of a token: what it is remembered by, so that no credential lies in memory.</summary>
internal readonly record struct TokenDigest(ulong A, ulong B, ulong C, ulong D)
{
    public override int GetHashCode() => (int)A;

    internal static TokenDigest Of(ReadOnlySpan<char> token)
    {
        // Two bytes would pass as one for a character beyond ASCII; the caller refuses those.
        Span<byte> text = stackalloc byte[token.Length];
        Encoding.Latin1.GetBytes(token, text);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, digest);
        return MemoryMarshal.Read<TokenDigest>(digest);
    }
}

/// <summary>
/// Tokens that were found valid, so that a signature is verified once per token and not once per request. A token is forgotten at its
/// <c>exp</c>, when the key set it was verified with is no longer the current one, and when <paramref name="capacity"/> newer ones came.
/// </summary>
internal sealed class RememberedTokens(TimeProvider time, int capacity = 10_000)
{
    private readonly ConcurrentDictionary<TokenDigest, Entry> entries = new();
    private readonly TokenDigest[] arrivals = new TokenDigest[capacity];
    private readonly Lock gate = new();
    private long arrived;

    internal int Count => entries.Count;

    internal TokenValidationResult? Find(in TokenDigest token, KeySet keys) =>
        entries.TryGetValue(token, out var entry) && ReferenceEquals(entry.Keys, keys) && time.GetUtcNow() < entry.Expires
            ? entry.Verdict
            : null;

    // The verdict is shared by every request with this token: nobody may change it.
    internal void Add(in TokenDigest token, TokenValidationResult verdict, KeySet keys, DateTimeOffset expires)
    {
        if (time.GetUtcNow() >= expires)
            return;
        var entry = new Entry(verdict, keys, expires);
        lock (gate)
        {
            var known = entries.ContainsKey(token);
            entries[token] = entry;
            if (known)
                return;
            ref var slot = ref arrivals[arrived++ % capacity];
            if (arrived > capacity)
                entries.TryRemove(slot, out _);
            slot = token;
        }
    }

    private sealed record Entry(TokenValidationResult Verdict, KeySet Keys, DateTimeOffset Expires);
}
