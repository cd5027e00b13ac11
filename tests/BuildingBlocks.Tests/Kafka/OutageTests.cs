namespace BuildingBlocks.Tests.Kafka;

using System.Diagnostics;
using System.Globalization;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Procurement.BuildingBlocks.Persistence;
using TestKit;

/// <summary>The broker or the database away, slow, or refusing.</summary>
internal sealed class OutageTests : KafkaCase
{
    [Test]
    public async Task A_broker_that_is_killed_under_load_loses_nothing_and_costs_no_attempt()
    {
        await Node.StartRelay();
        Node.StartReader();
        var told = new List<EventEnvelope>();
        using var enough = new CancellationTokenSource();
        var writing = Task.Run(Load);

        await Task.Delay(3_000);
        await KafkaBroker.Kill();
        await Task.Delay(14_000);
        var waiting = await Shop.Count("orders.outbox");
        await KafkaBroker.Start();
        var clock = Stopwatch.StartNew();
        await Task.Delay(3_000);
        await enough.CancelAsync();
        await writing;
        await Shop.Until("orders.outbox", 0);
        await Shop.Until("billing.inbox", 2 * told.Count);

        await TestContext.Out.WriteLineAsync(
            $"{told.Count} events, {waiting} waited while the broker was away, all stored {clock.Elapsed.TotalSeconds:F1} s after it was back; "
                + $"{Node.Records(Orders).Count - told.Count} were sent twice; {Node.Log.All.Count} lines of log"
        );
        Assert.That(waiting, Is.Positive);
        AssertInOrder(await Shop.Inbox(Shop.Invoices), told);
        AssertInOrder(await Shop.Inbox(Shop.Audit), told);
        Assert.That(await Shop.Scalar<int>("SELECT attempts FROM orders.relay_state"), Is.Zero);
        Assert.That(await Shop.Count("orders.outbox_dead"), Is.Zero);

        async Task Load()
        {
            for (var round = 0; !enough.IsCancellationRequested; round++)
            {
                var few = Shop.Events(40, keys: 20, first: 1 + (2 * round)).ToList();
                await Shop.Write(few);
                told.AddRange(few);
                Node.Orders.Written.Set();
                await Task.Delay(20, CancellationToken.None);
            }
        }
    }

    [Test]
    public async Task A_broker_that_was_never_there_is_waited_for_quietly_and_left_quickly()
    {
        const int seconds = 40;
        await using var node = new Node(Shop, Space, "127.0.0.1:1");
        await Shop.Write(Shop.Events(1_000, keys: 10));
        await node.Topics.StartAsync(CancellationToken.None);
        await node.StartRelay();
        node.StartReader();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var spent = Process.GetCurrentProcess().TotalProcessorTime - before;

        var clock = Stopwatch.StartNew();
        await node.StopRelay();
        await node.StopReaders();
        await node.Topics.StopAsync(CancellationToken.None);
        var stopping = clock.Elapsed;
        await TestContext.Out.WriteLineAsync(
            $"{seconds} s without a broker: {node.Log.All.Count} lines of log, {spent.TotalSeconds / seconds:P1} of a processor; stopped in {stopping.TotalSeconds:F1} s"
        );
        Assert.That(node.Log.All, Has.Count.LessThan(90).And.Count.Positive);
        Assert.That(spent.TotalSeconds / seconds, Is.LessThan(0.25));
        Assert.That(stopping, Is.LessThan(TimeSpan.FromSeconds(5)));
        Assert.That(await Shop.Count("orders.outbox"), Is.EqualTo(1_000));
        Assert.That(await Shop.Scalar<int>("SELECT attempts FROM orders.relay_state"), Is.Zero);
    }

    [Test]
    public async Task While_the_database_does_not_take_them_records_are_kept_and_no_offset_is_committed()
    {
        var told = Shop.Events(200, keys: 10).ToList();
        await Node.StartRelay();
        Node.StartReader();
        await Shop.Write(told[..100]);
        await Shop.Until("billing.inbox", 200);
        var committed = "";
        await Until(async () =>
        {
            committed = await Committed();
            var offsets = committed.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(each => each.Split(':')[1]);
            return offsets.Sum(offset => long.Parse(offset, CultureInfo.InvariantCulture)) >= 100;
        });

        await using (var blocker = await Shop.Connect())
        {
            await using var transaction = await blocker.BeginTransactionAsync();
            await using (var command = new Npgsql.NpgsqlCommand("LOCK TABLE billing.inbox_seen", blocker, transaction))
                await command.ExecuteNonQueryAsync();
            await Shop.Write(told[100..]);
            await Task.Delay(7_000);
            Assert.That(await Committed(), Is.EqualTo(committed));
        }
        await Shop.Until("billing.inbox", 400);

        AssertInOrder(await Shop.Inbox(Shop.Invoices), told);
        Assert.That(await Shop.Count("billing.inbox_dead"), Is.Zero);
        Assert.That(Node.Log.All.Count(line => line.Contains("reader of billing", StringComparison.Ordinal)), Is.InRange(1, 4));
    }

    /// <summary>A broker refuses a batch with all that is in it: neighbours are neither blamed nor let past out of order.</summary>
    [Test]
    public async Task An_event_that_is_too_large_for_the_broker_is_put_aside_and_parks_its_key_alone()
    {
        using (var admin = Node.Clients.Admin())
            await admin.CreateTopicsAsync([
                new TopicSpecification
                {
                    Name = Orders,
                    NumPartitions = 12,
                    ReplicationFactor = 1,
                    Configs = new Dictionary<string, string> { ["max.message.bytes"] = "20000" },
                },
            ]);
        var told = Shop.Events(600, keys: 30).ToList();
        // Not to be made small by compression.
        var noise = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(60_000));
        var large = Shop.Event<OrderPlaced>("ord_7", 21, $$"""{"noise":"{{noise}}"}""");
        var after = Enumerable.Range(22, 5).Select(n => Shop.Event<OrderPlaced>("ord_7", n)).ToList();
        var others = Shop.Events(600, keys: 30, first: 21).Where(each => each.PartitionKey != "ord_7").ToList();
        await Shop.Write([.. told, large, .. after, .. others]);
        Node.StartReader();
        await Node.StartRelay();
        await Shop.Until("orders.outbox_dead", 1);
        await Shop.Until("orders.outbox", after.Count);
        await Shop.Until("billing.inbox", 2 * (told.Count + others.Count));

        AssertInOrder(await Shop.Inbox(Shop.Invoices), [.. told, .. others]);
        Assert.That(await Shop.Scalar<Guid>("SELECT message_id FROM orders.outbox_dead"), Is.EqualTo(large.MessageId));
        Assert.That(await Shop.Scalar<int>("SELECT attempts FROM orders.outbox_dead"), Is.EqualTo(5));
        Assert.That(await Shop.Scalar<string>("SELECT error FROM orders.outbox_dead"), Does.Contain("too large").IgnoreCase);
        var passed = Node.Records(Orders).Select(each => System.Text.Encoding.UTF8.GetString(each.Message.Value)).ToHashSet();
        Assert.That(after.Where(each => passed.Contains(each.Data)), Is.Empty, "went past the one before it");

        await Shop.Execute("UPDATE orders.outbox_dead SET resolved_at = now(), resolution = 'skipped'");
        await Shop.Until("orders.outbox", 0);
        await Shop.Until("billing.inbox", 2 * (told.Count + others.Count + after.Count));
        AssertInOrder(await Shop.Inbox(Shop.Invoices), [.. told, .. others, .. after]);
    }

    private async Task<string> Committed()
    {
        using var admin = Node.Clients.Admin();
        var found = await admin.ListConsumerGroupOffsetsAsync([new ConsumerGroupTopicPartitions(Node.Names.GroupOf("billing"), null)]);
        var partitions = found.Single().Partitions.Where(each => each.Topic == Orders).OrderBy(each => each.Partition.Value);
        return string.Join(' ', partitions.Select(each => $"{each.Partition.Value}:{each.Offset.Value}"));
    }
}
