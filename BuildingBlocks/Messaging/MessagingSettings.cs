namespace Procurement.BuildingBlocks.Messaging;

/// <summary>How events get from one module to another.</summary>
public enum EventTransport
{
    /// <summary>Within the database, by this process; no broker is needed.</summary>
    InProcess,

    /// <summary>Through Kafka.</summary>
    Kafka,
}

/// <summary>How events are carried, by whom and how patiently.</summary>
public sealed record MessagingSettings
{
    /// <summary>The way they take.</summary>
    public required EventTransport Transport { get; init; }

    /// <summary>How often each outbox and inbox is looked at when nothing wakes anybody.</summary>
    public required TimeSpan PollInterval { get; init; }

    /// <summary>Most events that leave an outbox together, from 1.</summary>
    public required int BatchSize { get; init; }

    /// <summary>How often handing over one event may fail for a reason of its own before it is put aside, from 1.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>The broker; null when there is none.</summary>
    public required KafkaSettings? Kafka { get; init; }

    /// <summary>
    /// How long a consumer's message waits after each failure; after as many failures as there are waits, and one more, it is put aside.
    /// </summary>
    public IReadOnlyList<TimeSpan> RetryDelays { get; init; } =
    [
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(30),
        TimeSpan.FromMinutes(2),
        TimeSpan.FromMinutes(10),
        TimeSpan.FromHours(1),
        TimeSpan.FromHours(3),
        TimeSpan.FromHours(6),
    ];
}

/// <summary>Where the broker is and how topics are made.</summary>
/// <param name="Brokers">Addresses to begin with, <c>host:port</c>, comma separated.</param>
/// <param name="Namespace">First part of the names of topics and groups.</param>
/// <param name="Partitions">Partitions of a topic that is made; fixed for its life.</param>
/// <param name="Replication">Copies of a topic that is made.</param>
public sealed record KafkaSettings(string Brokers, string Namespace, int Partitions, short Replication)
{
    /// <summary>
    /// A name that this process keeps when it is started anew and that no other has at the same time; null when there is none. Only who
    /// runs the process knows of one: were two to have the same, each would put the other out; and a name that changes with every start
    /// leaves what was read under it to nobody until the broker has given it up.
    /// </summary>
    public string? NodeId { get; init; }
}
