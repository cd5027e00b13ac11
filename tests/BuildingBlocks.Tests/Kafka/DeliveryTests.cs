namespace BuildingBlocks.Tests.Kafka;

using System.Data;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Transports;
using Procurement.BuildingBlocks.Persistence;

/// <summary>From the outbox of one module through a topic to the inboxes of another.</summary>
internal sealed class DeliveryTests : KafkaCase
{
    private const int WantedPerSecond = 2_000;

    [Test]
    public async Task An_event_arrives_as_it_was_written_and_as_the_other_way_brings_it()
    {
        // Ids of one millisecond have no order in time, so both sides are put in the order of the ids.
        EventEnvelope[] told = [.. new[] { Full(), Shop.Event<OrderPlaced>("ord_bare", 1) }.OrderBy(each => each.MessageId)];
        await Shop.Write(told);
        await Node.StartRelay();
        Node.StartReader();
        await Shop.Until("billing.inbox", 4);

        foreach (var consumer in new[] { Shop.Invoices, Shop.Audit })
            Assert.That((await Shop.Inbox(consumer)).OrderBy(each => each.MessageId).Select(Told), Is.EqualTo(told.Select(Told)));
        // The reader can be quicker than the relay's own commit.
        await Shop.Until("orders.outbox", 0);
        Assert.That(await Shop.Count("orders.event_log"), Is.EqualTo(2));

        await using var other = await Shop.Open();
        await other.Write(told);
        await using var neighbour = new Node(other, Space);
        var inProcess = new InProcessTransport(neighbour.Database, neighbour.Topology, new NoCheckpoints(), TimeProvider.System);
        await inProcess.HandOver(Node.Orders, 0, 100, CancellationToken.None);
        foreach (var table in new[] { "billing.inbox_seen", "orders.event_log", "billing.inbox" })
            Assert.That(Rows(await Shop.Table(Query(table))), Is.EqualTo(Rows(await other.Table(Query(table)))), table);

        static string Query(string table) =>
            table == "billing.inbox_seen"
                ? $"SELECT * FROM {table} ORDER BY 1, 2"
                : $"SELECT {(table == "billing.inbox" ? "consumer, attempts, " : "")}{MessagingColumns.Envelope} FROM {table} ORDER BY message_id, 1";
    }

    [Test]
    public async Task A_record_is_a_cloud_event_in_binary_mode()
    {
        var told = Full();
        await Shop.Write([told]);
        await Node.StartRelay();
        await Shop.Until("orders.outbox", 0);

        var record = Node.Records(Orders).Single();
        var headers = record.Message.Headers.ToDictionary(each => each.Key, each => Encoding.UTF8.GetString(each.GetValueBytes()));
        Assert.That(Encoding.UTF8.GetString(record.Message.Key), Is.EqualTo(told.PartitionKey));
        Assert.That(Encoding.UTF8.GetString(record.Message.Value), Is.EqualTo(told.Data));
        Assert.That(
            headers,
            Is.EquivalentTo(
                new Dictionary<string, string>
                {
                    ["content-type"] = "application/json",
                    ["ce_specversion"] = "1.0",
                    ["ce_id"] = $"{told.MessageId}",
                    ["ce_source"] = "/procurement/orders",
                    ["ce_type"] = "procurement.orders.order-placed.v1",
                    ["ce_subject"] = told.Subject,
                    ["ce_time"] = told.OccurredAt.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
                    ["ce_partitionkey"] = told.PartitionKey,
                    ["ce_sequence"] = "9007199254740993",
                    ["ce_correlationid"] = $"{told.CorrelationId}",
                    ["ce_causationid"] = $"{told.CausationId}",
                    ["ce_traceparent"] = told.TraceParent!,
                    ["ce_tracestate"] = told.TraceState!,
                }
            )
        );
    }

    [Test]
    public async Task Keys_stay_in_order_over_twelve_partitions()
    {
        var told = Shop.Events(2_000, keys: 50).ToList();
        await Shop.Write(told);
        Node.StartReader();
        await Node.StartRelay();
        await Shop.Until("billing.inbox", 4_000);

        AssertInOrder(await Shop.Inbox(Shop.Invoices), told);
        AssertInOrder(await Shop.Inbox(Shop.Audit), told);
        Assert.That(Node.Records(Orders).Select(each => each.Partition.Value).Distinct().Count(), Is.EqualTo(12));
    }

    [Test]
    public async Task What_is_read_again_is_not_stored_again()
    {
        await Shop.Write(Shop.Events(300, keys: 10));
        await Node.StartRelay();
        Node.StartReader();
        await Shop.Until("billing.inbox", 600);
        await Node.StopReaders();
        using (var admin = Node.Clients.Admin())
            await admin.AlterConsumerGroupOffsetsAsync([
                new ConsumerGroupTopicPartitionOffsets(
                    Node.Names.GroupOf("billing"),
                    [.. Enumerable.Range(0, 12).Select(i => new TopicPartitionOffset(Orders, i, 0))]
                ),
            ]);

        // As from the inbox of a consumer that has done the first half.
        await Shop.Execute("DELETE FROM billing.inbox WHERE seq <= 300");
        await Shop.Write([Shop.Event<OrderPaid>("ord_0", 1_000)]);
        Node.StartReader();
        await Shop.Until("billing.inbox", 301);

        await Task.Delay(500);
        Assert.That(await Shop.Count("billing.inbox"), Is.EqualTo(301));
        Assert.That(await Shop.Count("billing.inbox_dead"), Is.Zero);
    }

    [Test]
    public async Task Topics_are_made_as_configured()
    {
        await Node.Topics.StartAsync(CancellationToken.None);
        await Node.Topics.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(30));

        using var admin = Node.Clients.Admin();
        var names = new[] { Orders, $"{Space}.orders.stock.v1" };
        var found = (await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(names))).TopicDescriptions;
        var configs = await admin.DescribeConfigsAsync(names.Select(name => new ConfigResource { Type = ResourceType.Topic, Name = name }));

        Assert.That(Node.Names.All, Is.SupersetOf(names));
        Assert.That(found.Select(each => each.Partitions.Count), Is.All.EqualTo(12));
        Assert.That(configs.Select(each => each.Entries["retention.ms"].Value), Is.All.EqualTo("1209600000"));
        Assert.That(configs.Select(each => each.Entries["min.insync.replicas"].Value), Is.All.EqualTo("1"));

        // Another process finds them.
        await using var second = new Node(Shop, Space);
        await second.Topics.Ensure(names, CancellationToken.None);
        Assert.That(second.Log.All, Is.Empty);
    }

    [Test]
    public async Task An_event_that_nobody_has_declared_gets_a_topic_of_its_module()
    {
        var stranger = Shop.Event<OrderPlaced>("ord_1", 1);
        await Shop.Write([stranger]);
        await Shop.Execute("UPDATE orders.outbox SET event_type = 'orders.clock-struck'");
        await Node.StartRelay();
        await Shop.Until("orders.outbox", 0);

        Assert.That(Node.Records($"{Space}.orders.internal.v1"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task Twenty_thousand_events_leave_the_outbox_at_speed()
    {
        await Shop.Write(Shop.Events(2_000, keys: 500));
        await Node.StartRelay();
        await Shop.Until("orders.outbox", 0);
        await Node.StopRelay();
        await Shop.Write(Shop.Events(20_000, keys: 2_000, first: 100));

        var clock = Stopwatch.StartNew();
        await Node.StartRelay();
        await Shop.Until("orders.outbox", 0);
        var sending = clock.Elapsed;
        Node.StartReader();
        clock.Restart();
        await Shop.Until("billing.inbox", 44_000, seconds: 120);
        var storing = clock.Elapsed;

        var (sent, stored) = (20_000 / sending.TotalSeconds, 22_000 / storing.TotalSeconds);
        await TestContext.Out.WriteLineAsync(
            $"relay to the broker {sent:F0} events/s; broker to the inboxes of two consumers {stored:F0} events/s"
        );
        Assert.That(sent, Is.GreaterThanOrEqualTo(WantedPerSecond));
    }

    private static EventEnvelope Full() =>
        new()
        {
            MessageId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
            EventType = "orders.order-placed",
            EventVersion = 1,
            Subject = "ord_1 with Ünïcode ✓",
            PartitionKey = "ord_1 with Ünïcode ✓",
            AggregateVersion = 9_007_199_254_740_993,
            CorrelationId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
            CausationId = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
            TraceParent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            TraceState = "vendor=value",
            OccurredAt = new DateTimeOffset(2026, 3, 29, 1, 2, 3, TimeSpan.Zero).AddTicks(4_567_890),
            Data = """{"text":"日本語 \"quoted\" \\u0041","amount":12345678901234567890}""",
        };

    private static string Told(EventEnvelope each) =>
        $"{each.MessageId} {each.Type} {each.Subject} {each.PartitionKey} {each.AggregateVersion} {each.CorrelationId} {each.CausationId} "
        + $"{each.TraceParent} {each.TraceState} {each.OccurredAt:O} {each.Data}";

    private static IEnumerable<string> Rows(DataTable table) => table.Rows.Cast<DataRow>().Select(row => string.Join('|', row.ItemArray));
}
