namespace BuildingBlocks.Tests.Kafka;

using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Confluent.Kafka;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Metrics;
using Procurement.BuildingBlocks.Messaging.Relay;
using Procurement.BuildingBlocks.Messaging.Transports;
using Procurement.BuildingBlocks.Messaging.Transports.Kafka;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres;
using TestKit;

/// <summary>What one process runs to carry events, without the consumers: what they are given stays in their inboxes, to be looked at.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly MessagingMetrics messaging;
    private readonly ServiceProvider services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly List<(CancellationTokenSource Stop, Task Run)> readers = [];
    private readonly ILoggerFactory logs;
    private RelayWorker? relay;

    /// <param name="shop">The database.</param>
    /// <param name="space">The namespace, another for each test.</param>
    /// <param name="brokers">Where the broker is; null where it is.</param>
    public Node(Shop shop, string space, string? brokers = null)
    {
        logs = LoggerFactory.Create(logging => logging.AddProvider(Log).SetMinimumLevel(LogLevel.Information));
        Settings = new MessagingSettings
        {
            Transport = EventTransport.Kafka,
            PollInterval = TimeSpan.FromMilliseconds(200),
            BatchSize = 500,
            MaxAttempts = 5,
            Kafka = new KafkaSettings(brokers ?? KafkaBroker.Address, space, 12, 1),
        };
        Database = PostgresDataSource.Build(
            DatabaseAddress.Parse(shop.Url).Value,
            new PoolSettings(8, 0, TimeSpan.FromMinutes(30), TimeSpan.FromMinutes(5)),
            $"node-{space}"
        );
        Topology = new Topology([Orders, new MessagingModule("billing", new Signal(), NoOutbox)], Shop.Subscriptions, []);
        Names = new TopicNames(Settings, [new PublishedEvents(typeof(OrderPlaced).Assembly)], Topology);
        Clients = new KafkaClients(Settings, Names, TimeProvider.System, logs.CreateLogger<KafkaClients>());
        Topics = new KafkaTopics(Clients, Settings, Names, TimeProvider.System, logs.CreateLogger<KafkaTopics>());
        Transport = new KafkaTransport(Database, Clients, Topics, Names, new NoCheckpoints(), TimeProvider.System);
        var meters = services.GetRequiredService<IMeterFactory>();
        Metrics = new ReaderMetrics(meters);
        messaging = new MessagingMetrics(meters, TimeProvider.System);
    }

    public static MessagingModule Orders { get; } = new("orders", new Signal(), NoOutbox);

    public MessagingSettings Settings { get; }

    public NpgsqlDataSource Database { get; }

    public Topology Topology { get; }

    public TopicNames Names { get; }

    public KafkaClients Clients { get; }

    public KafkaTopics Topics { get; }

    public IEventTransport Transport { get; }

    public ReaderMetrics Metrics { get; }

    public Lines Log { get; } = new();

    public static string NewSpace() => $"t{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";

    public async Task StartRelay()
    {
        relay = new RelayWorker(
            Topology,
            Transport,
            new RelayFailures(Database, Settings, TimeProvider.System),
            Settings,
            messaging,
            TimeProvider.System,
            logs.CreateLogger<RelayWorker>()
        );
        await relay.StartAsync(CancellationToken.None);
    }

    public void StartReader()
    {
        var stop = new CancellationTokenSource();
        var reader = new KafkaReader(
            "billing",
            Clients,
            Topics,
            Names,
            new KafkaInbox(Database, Topology, "billing"),
            Topology,
            Metrics,
            new NoCheckpoints(),
            TimeProvider.System,
            logs.CreateLogger<KafkaReader>()
        );
        readers.Add((stop, Task.Run(() => reader.Run(stop.Token))));
    }

    public async Task StopReaders()
    {
        foreach (var (stop, run) in readers)
        {
            await stop.CancelAsync();
            await run;
            stop.Dispose();
        }
        readers.Clear();
    }

    public async Task StopRelay()
    {
        if (relay is null)
            return;
        await relay.StopAsync(CancellationToken.None);
        relay.Dispose();
        relay = null;
    }

    /// <summary>Puts a record into a topic as anybody may.</summary>
    public async Task Produce(string topic, Message<byte[], byte[]> message)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(new ProducerConfig { BootstrapServers = KafkaBroker.Address }).Build();
        await producer.ProduceAsync(topic, message);
    }

    /// <summary>Everything that is in a topic, in the order of each partition.</summary>
    public List<ConsumeResult<byte[], byte[]>> Records(string topic)
    {
        var config = new ConsumerConfig
        {
            BootstrapServers = KafkaBroker.Address,
            GroupId = "test",
            EnablePartitionEof = true,
        };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).Build();
        var open = Settings.Kafka!.Partitions;
        consumer.Assign(Enumerable.Range(0, open).Select(i => new TopicPartitionOffset(topic, i, Offset.Beginning)));
        var found = new List<ConsumeResult<byte[], byte[]>>();
        while (open > 0)
        {
            var next = consumer.Consume(TimeSpan.FromSeconds(10)) ?? throw new TimeoutException();
            if (next.IsPartitionEOF)
                open--;
            else
                found.Add(next);
        }
        return found;
    }

    public async ValueTask DisposeAsync()
    {
        await StopRelay();
        await StopReaders();
        ((IDisposable)Transport).Dispose();
        Topics.Dispose();
        await Database.DisposeAsync();
        logs.Dispose();
        await services.DisposeAsync();
    }

    private static IOutbox NoOutbox(IServiceProvider scope) => throw new NotSupportedException("Nobody publishes here.");

    /// <summary>What was logged.</summary>
    internal sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => All.Enqueue($"{logLevel}: {formatter(state, exception)}");

        public void Dispose() { }
    }
}
