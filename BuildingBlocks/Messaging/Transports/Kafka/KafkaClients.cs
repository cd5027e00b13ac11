namespace Procurement.BuildingBlocks.Messaging.Transports.Kafka;

using Confluent.Kafka;
using Microsoft.Extensions.Logging;

/// <summary>Makes the clients of the broker, with the settings that order, safety and a small container ask for.</summary>
internal sealed class KafkaClients(MessagingSettings settings, TopicNames names, TimeProvider clock, ILogger<KafkaClients> log)
{
    private const int SessionMs = 10_000;
    private const int LongestReconnectMs = 2_000;

    /// <summary>Longer than anybody waits for a report: see <see cref="KafkaOutlet"/>, which never lets a message run out of time by itself.</summary>
    private const int MessageTimeoutMs = 300_000;

    private readonly KafkaSettings kafka = settings.Kafka ?? throw new InvalidOperationException("There are no settings of Kafka.");

    /// <summary>For one module's outbox.</summary>
    public IProducer<byte[], byte[]> Producer(string module)
    {
        var quiet = new QuietLog($"producer of {module}", clock, log);
        var config = new ProducerConfig
        {
            Acks = Acks.All,
            EnableIdempotence = true,
            // What was refused for good ends the producer, so that nothing behind it gets through. One request at a time, because a
            // broker takes any first sequence number from a producer that it does not know yet, also that of a second batch.
            EnableGaplessGuarantee = true,
            MaxInFlight = 1,
            MessageTimeoutMs = MessageTimeoutMs,
            LingerMs = 5,
            BatchSize = 256 * 1024,
            CompressionType = CompressionType.Lz4,
            // So that writers in other languages put a key into the same partition.
            Partitioner = Partitioner.Murmur2Random,
            QueueBufferingMaxKbytes = 16 * 1024,
            DeliveryReportFields = "status",
        };
        return new ProducerBuilder<byte[], byte[]>(Common(config, $"{module}-relay"))
            .SetLogHandler((_, line) => quiet.Say(line))
            .SetErrorHandler((_, error) => quiet.Complain(error))
            .Build();
    }

    /// <summary>For the consumers of one module.</summary>
    public IConsumer<byte[], byte[]> Consumer(string module)
    {
        var quiet = new QuietLog($"reader of {module}", clock, log);
        var config = new ConsumerConfig
        {
            GroupId = names.GroupOf(module),
            GroupInstanceId = kafka.NodeId,
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            IsolationLevel = IsolationLevel.ReadCommitted,
            PartitionAssignmentStrategy = PartitionAssignmentStrategy.CooperativeSticky,
            SessionTimeoutMs = SessionMs,
            HeartbeatIntervalMs = SessionMs / 4,
            QueuedMaxMessagesKbytes = 4 * 1024,
            FetchMaxBytes = 4 * 1024 * 1024,
            // How soon a topic is found that somebody made later.
            TopicMetadataRefreshIntervalMs = 30_000,
        };
        return new ConsumerBuilder<byte[], byte[]>(Common(config, $"{module}-reader"))
            .SetLogHandler((_, line) => quiet.Say(line))
            .SetErrorHandler((_, error) => quiet.Complain(error))
            .Build();
    }

    /// <summary>For topics. It is not kept: it is wanted for a moment.</summary>
    public IAdminClient Admin()
    {
        var quiet = new QuietLog("topics", clock, log);
        return new AdminClientBuilder(Common(new AdminClientConfig(), "topics"))
            .SetLogHandler((_, line) => quiet.Say(line))
            .SetErrorHandler((_, error) => quiet.Complain(error))
            .Build();
    }

    private T Common<T>(T config, string client)
        where T : ClientConfig
    {
        config.BootstrapServers = kafka.Brokers;
        config.ClientId = $"{kafka.Namespace}-{client}";
        config.AllowAutoCreateTopics = false;
        config.SocketKeepaliveEnable = true;
        config.ReconnectBackoffMaxMs = LongestReconnectMs;
        // Beginning anew whenever no broker is left would forget how long to wait, and knock twenty times a second.
        config.MetadataRecoveryStrategy = MetadataRecoveryStrategy.None;
        config.LogConnectionClose = false;
        return config;
    }
}

/// <summary>
/// What one client of the broker has to say. It says a lot while the broker is away: its lines are for those who ask for details, and of
/// its complaints one a minute is enough.
/// </summary>
internal sealed partial class QuietLog(string client, TimeProvider clock, ILogger log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private DateTimeOffset told;

    public void Say(LogMessage line) => Line(log, client, line.Message);

    public void Complain(Error error)
    {
        lock (gate)
        {
            var now = clock.GetUtcNow();
            if (!error.IsFatal && now - told < Pause)
                return;
            told = now;
        }
        Complaint(log, client, error.Code, error.Reason);
    }

    [LoggerMessage(LogLevel.Debug, "Kafka, {Client}: {Line}")]
    private static partial void Line(ILogger log, string client, string line);

    [LoggerMessage(LogLevel.Warning, "Kafka, {Client}: {Code}: {Reason}")]
    private static partial void Complaint(ILogger log, string client, ErrorCode code, string reason);
}
