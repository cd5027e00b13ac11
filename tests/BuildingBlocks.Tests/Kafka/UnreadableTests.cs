namespace BuildingBlocks.Tests.Kafka;

using System.Diagnostics.Metrics;
using System.Text;
using Confluent.Kafka;
using Procurement.BuildingBlocks.Messaging.Transports.Kafka;

/// <summary>Whatever somebody puts into a topic, it holds up nothing.</summary>
internal sealed class UnreadableTests : KafkaCase
{
    [Test]
    public async Task Records_of_every_broken_kind_are_put_aside_and_hold_up_nobody()
    {
        await Node.Topics.Ensure([Orders], CancellationToken.None);
        var broken = Broken().ToList();
        // All of one key, so of one partition, with sound ones between.
        var sound = Enumerable.Range(1, broken.Count).Select(n => Shop.Event<OrderPlaced>("ord_1", n)).ToList();
        for (var i = 0; i < broken.Count; i++)
        {
            await Node.Produce(Orders, broken[i].Record);
            await Node.Produce(Orders, EventRecord.Write(sound[i]));
        }
        Node.StartReader();
        await Shop.Until("billing.inbox", 2 * sound.Count);
        await Shop.Until("billing.inbox_dead", broken.Count);

        AssertInOrder(await Shop.Inbox(Shop.Invoices), sound);
        var dead = await Shop.Table("SELECT * FROM billing.inbox_dead ORDER BY split_part(source, '/', 3)::int");
        for (var i = 0; i < broken.Count; i++)
        {
            var row = dead.Rows[i];
            Assert.That(row["error"], Does.Contain(broken[i].Problem));
            Assert.That(row["raw"], Is.EqualTo((object?)broken[i].Record.Value ?? DBNull.Value), broken[i].Problem);
            Assert.That(row["source"], Does.Match($@"\A{Orders}/\d+/{2 * i}\z"));
            Assert.That(row["error_type"], Is.EqualTo(nameof(UnreadableRecordException)));
            Assert.That(row["consumer"], Is.EqualTo("billing"));
        }
        // It is said once the offsets are committed.
        await Until(() => Task.FromResult(Said() >= broken.Count));

        await Node.StopReaders();
        Assert.That(Said(), Is.EqualTo(broken.Count));
        await ReadAgain();
        Assert.That(await Shop.Count("billing.inbox_dead"), Is.EqualTo(broken.Count), "read again, the same rows");
        Assert.That(await Shop.Count("billing.inbox"), Is.EqualTo(2 * sound.Count));

        int Said() => Node.Log.All.Count(line => line.Contains("is no event", StringComparison.Ordinal));
    }

    [Test]
    public async Task An_event_that_nobody_here_wants_is_counted_and_passed_over()
    {
        using var listener = new MeterListener();
        long skipped = 0;
        listener.InstrumentPublished = (instrument, each) =>
        {
            if (instrument.Name == "kafka_records_skipped")
                each.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref skipped, value));
        listener.Start();
        await Node.Topics.Ensure([Orders], CancellationToken.None);
        var record = EventRecord.Write(Shop.Event<OrderPlaced>("ord_1", 1));
        record.Headers.Remove("ce_type");
        record.Headers.Add("ce_type", "procurement.orders.order-dreamt-of.v7"u8.ToArray());
        await Node.Produce(Orders, record);
        await Node.Produce(Orders, EventRecord.Write(Shop.Event<OrderPlaced>("ord_1", 2)));
        Node.StartReader();
        await Shop.Until("billing.inbox", 2);
        await Node.StopReaders();

        Assert.That(Interlocked.Read(ref skipped), Is.EqualTo(1));
        Assert.That(await Shop.Count("billing.inbox_dead"), Is.Zero);
        Assert.That(await Shop.Count("billing.inbox_seen"), Is.EqualTo(2));
    }

    /// <summary>What the tables refuse for a reason that nobody has thought of is found out alone.</summary>
    [Test]
    public async Task An_event_that_no_table_takes_is_put_aside_and_holds_up_nobody()
    {
        await Shop.Execute("ALTER TABLE billing.inbox ADD CHECK (aggregate_version <> 13)");
        var told = Shop.Events(20, keys: 1).ToList();
        await Shop.Write(told);
        await Node.StartRelay();
        Node.StartReader();
        await Shop.Until("billing.inbox", 38);

        AssertInOrder(await Shop.Inbox(Shop.Audit), [.. told.Where(each => each.AggregateVersion != 13)]);
        Assert.That(await Shop.Scalar<string>("SELECT error FROM billing.inbox_dead"), Does.Contain("inbox_aggregate_version_check"));
        Assert.That(await Shop.Scalar<byte[]>("SELECT raw FROM billing.inbox_dead"), Is.EqualTo(Encoding.UTF8.GetBytes(told[12].Data)));
    }

    private async Task ReadAgain()
    {
        using (var admin = Node.Clients.Admin())
            await admin.DeleteGroupsAsync([Node.Names.GroupOf("billing")]);
        Node.StartReader();
        await Task.Delay(3_000);
    }

    private static IEnumerable<(string Problem, Message<byte[], byte[]> Record)> Broken()
    {
        foreach (var name in new[] { "ce_specversion", "ce_id", "ce_type", "ce_subject", "ce_time", "ce_partitionkey", "ce_sequence" })
            yield return ($"The header {name} is missing", With(name, (byte[]?)null));
        yield return ("ce_correlationid is missing", With("ce_correlationid", ""));
        yield return ("ce_specversion is not 1.0", With("ce_specversion", "0.3"));
        yield return ("ce_id is no UUID.", With("ce_id", "seven"));
        yield return ("ce_id is no UUID of version 7", With("ce_id", "0af76519-16cd-43dd-8448-eb211c80319c"));
        yield return ("ce_type is not procurement", With("ce_type", "orders.order-placed"));
        yield return ("ce_type is not procurement", With("ce_type", "procurement.Orders; DROP TABLE x.v1"));
        yield return ("ce_time is no time", With("ce_time", "yesterday"));
        yield return ("ce_sequence is no whole number", With("ce_sequence", "-1"));
        yield return ("ce_sequence is no whole number", With("ce_sequence", "9223372036854775808"));
        yield return ("ce_causationid is no UUID", With("ce_causationid", "nobody"));
        yield return ("ce_subject is no UTF-8", With("ce_subject", [0xC3, 0x28]));
        yield return ("ce_subject has a NUL", With("ce_subject", "a\0b"));
        yield return ("ce_partitionkey is too long", With("ce_partitionkey", new string('x', 4_000)));
        yield return ("ce_tracestate has a NUL", With("ce_tracestate", "\0"));
        yield return ("There is no value", Valued(null));
        yield return ("The value is no JSON", Valued([]));
        yield return ("The value is no JSON", Valued("{\"a\":1"u8.ToArray()));
        yield return ("The value is no JSON", Valued("{} {}"u8.ToArray()));
        yield return ("The value is no JSON object", Valued("[1]"u8.ToArray()));
        yield return ("The value is no UTF-8", Valued([(byte)'{', (byte)'"', 0xFF, (byte)'"', (byte)':', (byte)'1', (byte)'}']));
        yield return ("The value has a NUL", Valued("{\"a\":\"\0\"}"u8.ToArray()));
        yield return ("larger than an event may be", Valued(Encoding.UTF8.GetBytes($$"""{"a":"{{new string('x', 930_000)}}"}""")));
        yield return ("The header ce_type is missing", new Message<byte[], byte[]> { Key = Sound().Key, Value = "{}"u8.ToArray() });
    }

    private static Message<byte[], byte[]> Sound() => EventRecord.Write(Shop.Event<OrderPlaced>("ord_1", 1));

    private static Message<byte[], byte[]> With(string header, string value) => With(header, Encoding.UTF8.GetBytes(value));

    private static Message<byte[], byte[]> With(string header, byte[]? value)
    {
        var record = Sound();
        record.Headers.Remove(header);
        if (value is not null)
            record.Headers.Add(header, value);
        return record;
    }

    private static Message<byte[], byte[]> Valued(byte[]? value)
    {
        var record = Sound();
        record.Value = value!;
        return record;
    }
}
