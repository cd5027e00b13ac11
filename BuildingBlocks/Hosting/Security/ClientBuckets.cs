namespace Procurement.BuildingBlocks.Hosting.Security;

using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

/// <summary>Whom an allowance belongs to: an authenticated subject, or else the address of the connection.</summary>
internal readonly record struct ClientKey
{
    private readonly string? subject;
    private readonly ulong network;

    private ClientKey(string? subject, ulong network) => (this.subject, this.network) = (subject, network);

    internal bool IsSubject => subject is not null;

    internal static ClientKey Of(string subject) => new(subject, 0);

    /// <summary>One key per IPv4 address and per IPv6 /64, which is what one customer is given. Requests without an address share one.</summary>
    internal static ClientKey Of(IPAddress? address)
    {
        if (address is null)
            return default;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return new(null, BinaryPrimitives.ReadUInt32BigEndian(bytes));
        return address.IsIPv4MappedToIPv6
            ? new(null, BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]))
            : new(null, BinaryPrimitives.ReadUInt64BigEndian(bytes));
    }

    public override int GetHashCode() => subject is null ? HashCode.Combine(network) : subject.GetHashCode();
}

/// <summary>The answer of a bucket. <paramref name="Wait"/> is how long until one more would be granted; zero when it was.</summary>
internal readonly record struct Allowance(bool Granted, int Remaining, TimeSpan Wait);

/// <summary>
/// Token buckets by client, in bounded memory. Only a bucket that has filled up again makes room for another client, so nobody gains by
/// being evicted; while none has, newcomers share one overflow bucket. Finding and taking is one lock-free look-up and one
/// compare-and-swap; a newcomer to a full table looks at no more than <see cref="Glances"/> buckets.
/// </summary>
internal sealed class ClientBuckets
{
    private const int Glances = 64;
    private const long Closed = long.MinValue;

    private readonly ConcurrentDictionary<ClientKey, Bucket> byClient;
    private readonly Bucket[] all;
    private readonly Bucket overflow = new(default, 0);
    private readonly Lock gate = new();
    private readonly TimeProvider time;
    private readonly long interval;
    private readonly long depth;
    private int count;
    private int hand;

    internal ClientBuckets(int perSecond, int burst, TimeProvider time, int capacity = 10_000)
    {
        this.time = time;
        interval = Math.Max(1, time.TimestampFrequency / perSecond);
        depth = interval * burst;
        all = new Bucket[capacity];
        byClient = new(Environment.ProcessorCount, capacity);
    }

    internal int Count => byClient.Count;

    internal Allowance Take(in ClientKey client)
    {
        var now = time.GetTimestamp();
        while (true)
        {
            var bucket = byClient.TryGetValue(client, out var known) ? known : Add(client, now);
            var emptiness = Volatile.Read(ref bucket.FullAt);
            if (emptiness == Closed)
                continue;
            var used = Math.Max(0, emptiness - now) + interval;
            if (used > depth)
                return new(false, 0, time.GetElapsedTime(0, used - depth));
            if (Interlocked.CompareExchange(ref bucket.FullAt, now + used, emptiness) == emptiness)
                return new(true, (int)((depth - used) / interval), TimeSpan.Zero);
        }
    }

    private Bucket Add(in ClientKey client, long now)
    {
        lock (gate)
        {
            if (byClient.TryGetValue(client, out var known))
                return known;
            if (FreePlace(now) is not { } place)
                return overflow;
            return byClient[client] = all[place] = new Bucket(client, now);
        }
    }

    private int? FreePlace(long now)
    {
        if (count < all.Length)
            return count++;
        for (var glance = 0; glance < Glances; glance++)
        {
            hand = (hand + 1) % all.Length;
            var candidate = all[hand];
            var fullAt = Volatile.Read(ref candidate.FullAt);
            // Closing it makes a request that holds it already look again, so that what it takes is counted.
            if (fullAt > now || Interlocked.CompareExchange(ref candidate.FullAt, Closed, fullAt) != fullAt)
                continue;
            byClient.TryRemove(candidate.Owner, out _);
            return hand;
        }
        return null;
    }

    // The whole state is the moment at which it will be full again (the "virtual scheduling" form of the leaky bucket, ITU-T I.371).
    private sealed class Bucket(ClientKey owner, long fullAt)
    {
        internal readonly ClientKey Owner = owner;
        internal long FullAt = fullAt;
    }
}
