namespace Procurement.BuildingBlocks.Messaging.Transports.Kafka;

using System.Security.Cryptography;
using System.Text;
using Confluent.Kafka;
using Procurement.BuildingBlocks.Persistence;

/// <summary>An event that somebody here subscribes to, and where it lay.</summary>
internal readonly record struct Arrived(EventEnvelope Envelope, string Source);

/// <summary>A record that is no event, and where it lay.</summary>
/// <param name="Id">The same each time it is read.</param>
/// <param name="Source">Topic, partition and offset.</param>
/// <param name="Problem">What is wrong with it.</param>
/// <param name="Raw">Its value; null when it has none.</param>
internal readonly record struct Unreadable(Guid Id, string Source, Exception Problem, byte[]? Raw);

/// <summary>Records that were read together, in the order of each partition.</summary>
internal sealed class KafkaBatch(IReadOnlySet<EventType> wanted)
{
    private const int MostRecords = 500;
    private const int MostBytes = 2 * 1024 * 1024;

    private readonly List<Arrived> events = [];
    private readonly List<Unreadable> unreadable = [];
    private readonly Dictionary<TopicPartition, Offset> next = [];
    private readonly HashSet<Guid> known = [];
    private int records;
    private long bytes;

    public IReadOnlyList<Arrived> Events => events;

    public IReadOnlyList<Unreadable> Unreadable => unreadable;

    /// <summary>How many were of types that nobody here subscribes to.</summary>
    public int Skipped { get; private set; }

    public bool IsEmpty => records == 0;

    public bool IsFull => records >= MostRecords || bytes >= MostBytes;

    /// <summary>Where each partition is to be read on when all this is stored.</summary>
    public IEnumerable<TopicPartitionOffset> Next => next.Select(each => new TopicPartitionOffset(each.Key, each.Value));

    public void Add(ConsumeResult<byte[], byte[]> record)
    {
        records++;
        bytes += record.Message.Value?.Length ?? 0;
        next[record.TopicPartition] = record.Offset + 1;
        var source = $"{record.Topic}/{record.Partition.Value}/{record.Offset.Value}";
        try
        {
            var type = EventRecord.TypeOf(record.Message);
            if (!wanted.Contains(type))
                Skipped++;
            // What was sent twice may well be side by side, and one statement must not meet it twice.
            else if (EventRecord.Read(record.Message, type) is { } envelope && known.Add(envelope.MessageId))
                events.Add(new Arrived(envelope, source));
        }
        catch (UnreadableRecordException e)
        {
            unreadable.Add(new Unreadable(IdOf(source, record.Message.Timestamp.UnixTimestampMs), source, e, record.Message.Value));
        }
    }

    /// <summary>UUIDv7 of when it was written, the rest from where: read again, it is the same row.</summary>
    private static Guid IdOf(string source, long writtenMs)
    {
        var id = SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 16);
        var time = Math.Max(0, writtenMs);
        for (var i = 0; i < 6; i++)
            id[i] = (byte)(time >> (8 * (5 - i)));
        id[6] = (byte)(0x70 | (id[6] & 0x0F));
        id[8] = (byte)(0x80 | (id[8] & 0x3F));
        return new Guid(id, bigEndian: true);
    }
}
