namespace Procurement.BuildingBlocks.Persistence.Postgres.Reads;

using System.Buffers.Binary;

/// <summary>
/// Identifiers as a clock: a UUIDv7 begins with the milliseconds since 1970 (RFC 9562), so that a span of time is a span of the primary key,
/// and a list by date needs neither a scan nor an index of its own.
/// </summary>
public static class IdTime
{
    /// <summary>
    /// How far apart the time in an identifier and the stored time of creation may be: they are two readings of a clock, and a request may
    /// wait between them for as long as it is allowed to take.
    /// </summary>
    public static readonly TimeSpan Margin = TimeSpan.FromMinutes(1);

    /// <summary>An identifier that is at most that of anything created at this moment or later.</summary>
    /// <param name="moment">Exact, with any offset.</param>
    public static Guid NoneBefore(DateTimeOffset moment) => Lowest(moment.ToUnixTimeMilliseconds() - Milliseconds(Margin));

    /// <summary>An identifier that is above that of anything created before this moment.</summary>
    /// <param name="moment">Exact, with any offset.</param>
    public static Guid NoneFrom(DateTimeOffset moment) =>
        // The started millisecond counts as a whole one.
        Lowest(moment.ToUnixTimeMilliseconds() + Milliseconds(Margin) + 1);

    private static long Milliseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMillisecond;

    /// <summary>At most any identifier of that millisecond and above any of the one before.</summary>
    private static Guid Lowest(long millisecond)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        // Nothing is created before 1970; 48 bits last for longer than DateTimeOffset.
        BinaryPrimitives.WriteInt64BigEndian(bytes, Math.Max(millisecond, 0) << 16);
        return new Guid(bytes, bigEndian: true);
    }
}
