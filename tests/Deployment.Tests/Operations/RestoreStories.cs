namespace Deployment.Tests.Operations;

using System.Globalization;
using System.Text.Json;
using Npgsql;
using TestKit;

/// <summary>A database that comes out of a backup goes on where the backup was taken.</summary>
internal sealed class RestoreStories
{
    private const string Consumer = "invoicing.orders";
    private const string Pending =
        $"SELECT (SELECT count(*) FROM purchasing.outbox) || ' ' || (SELECT count(*) FROM invoicing.inbox WHERE consumer = '{Consumer}')";

    private string source = "";
    private string restored = "";
    private string file = "";

    [SetUp]
    public async Task Create()
    {
        (source, restored) = (await Postgres.CreateDatabase("source"), await Postgres.CreateDatabase("restored"));
        file = Path.GetTempFileName();
    }

    [TearDown]
    public async Task Drop()
    {
        File.Delete(file);
        await Postgres.DropDatabase(source);
        await Postgres.DropDatabase(restored);
    }

    [Test]
    public async Task What_waits_in_outbox_and_inbox_is_done_once_after_a_restore_and_nothing_is_counted_anew()
    {
        var held = await Database.Open(source);
        var (supplier, kept) = await LeaveWork(held);
        var pending = await Database.Ask(source, Pending);
        Assert.That(pending, Is.Not.EqualTo(new[] { "0 3" }));

        await Backup();
        await Restore();
        Assert.That(await Database.Ask(restored, Pending), Is.EqualTo(pending));
        var last = await Highest(source);
        await held.DisposeAsync();

        await using (var served = await Instance.Serve(restored))
        {
            await Settled(restored);
            var people = new People(served);
            Assert.That((await people.Order(supplier, "kept")).Id, Is.EqualTo(kept), "the stored answer");
            await people.Order(supplier);
            await Instance.Until(async () => await Database.Ask(restored, Pending) is ["0 0"]);
        }
        // The original, let go on, comes to the same end.
        await using (await Instance.Serve(source))
            await Settled(source);

        Assert.That(await Ends(restored), Is.EqualTo(await Ends(source)).And.Length.EqualTo(5));
        Assert.That(await Told(restored, last), Is.EqualTo(await Told(source, last)).And.Unique);
        Assert.That(await Highest(restored), Is.GreaterThan(last));
        Assert.That(
            await Database.Ask(restored, "SELECT count(*) - count(DISTINCT number) FROM purchasing.purchase_orders"),
            Is.EqualTo(new[] { "0" })
        );
        Assert.That(await Database.Ask(restored, "SELECT count(*) FROM purchasing.purchase_orders"), Is.EqualTo(new[] { "7" }));
    }

    /// <summary>Five issued orders and a draft; of the first three the consumer was told, and does not listen.</summary>
    /// <returns>A supplier, and the draft, whose answer is stored under "kept".</returns>
    private async Task<(string Supplier, string Kept)> LeaveWork(NpgsqlConnection held)
    {
        await Take(held, $"inbox.{Consumer}");
        await using var served = await Instance.Serve(source);
        var people = new People(served);
        var supplier = await people.Supplier("TH-310001");
        for (var i = 0; i < 3; i++)
            await people.Issued(supplier);
        await Instance.Until(async () => await Database.Ask(source, Pending) is ["0 3"]);
        // From here on nobody empties the outbox.
        await Take(held, "relay.purchasing");
        for (var i = 0; i < 2; i++)
            await people.Issued(supplier);
        var kept = (await people.Order(supplier, "kept")).Id;
        Assert.That(await served.Terminate(), Is.Zero, string.Join('\n', served.Log));
        return (supplier, kept);
    }

    private Task Backup() => Programs.Done("pg_dump", ["-Fc", "-f", file, "-d", source]);

    private Task Restore() => Programs.Done("pg_restore", ["--exit-on-error", "--no-owner", "-d", restored, file]);

    /// <summary>The broker is ahead of the database that comes back, and is left for topics of another name.</summary>
    [Test]
    public async Task With_a_broker_a_restore_goes_on_under_another_namespace()
    {
        await KafkaBroker.StartFirst();
        try
        {
            var (supplier, lost) = await BackupAndGoOn();
            await Restore();
            await Lose(restored, lost);

            var (code, output, error) = await Instance.Run(
                restored,
                OnKafka("after"),
                "ops",
                "replay-consumer",
                Consumer,
                "--from",
                "2026-01-31T12:00:00Z",
                "--missed",
                "--reason",
                "Restored."
            );
            Assert.That((code, error), Is.EqualTo((0, "")));
            Assert.That(JsonElement.Parse(output).GetProperty("replayed").GetInt64(), Is.EqualTo(1));
            await using (var served = await Instance.Serve(restored, OnKafka("after")))
            {
                await new People(served).Issued(supplier);
                await Issued(restored, 4);
                await Instance.Until(async () => await Database.Ask(restored, Pending) is ["0 0"]);
            }
            Assert.That(await Ends(restored), Has.Length.EqualTo(4));
            Assert.That(
                await Database.Ask(restored, "SELECT DISTINCT version FROM invoicing.orders"),
                Has.Count.EqualTo(1),
                "each was handled once"
            );
        }
        finally
        {
            await KafkaBroker.StopLast();
        }
    }

    /// <summary>Of four issued orders three are in the backup, the third of them still in the outbox.</summary>
    /// <returns>A supplier, and the first order.</returns>
    private async Task<(string Supplier, string Order)> BackupAndGoOn()
    {
        await using var served = await Instance.Serve(source, OnKafka("before"));
        var people = new People(served);
        var supplier = await people.Supplier("TH-330001");
        var first = await people.Issued(supplier);
        await people.Issued(supplier);
        await Issued(source, 2);
        await using (var held = await Database.Open(source))
        {
            await Take(held, "relay.purchasing");
            await people.Issued(supplier);
            await Backup();
        }
        // The broker is told of this one, and the backup is not.
        await people.Issued(supplier);
        await Issued(source, 4);
        return (supplier, first);
    }

    /// <summary>As if what was told of an order had been on its way through the broker when the backup was taken.</summary>
    private static async Task Lose(string database, string order)
    {
        var id = order[(order.IndexOf('_') + 1)..];
        await Database.Ask(
            database,
            $"""
            DELETE FROM invoicing.history WHERE aggregate_id = '{id}';
            DELETE FROM invoicing.order_lines WHERE order_id = '{id}';
            DELETE FROM invoicing.orders WHERE id = '{id}';
            DELETE FROM invoicing.inbox_seen WHERE consumer = '{Consumer}' AND message_id IN (
                SELECT message_id FROM purchasing.event_log WHERE subject = '{order}'
            )
            """
        );
    }

    private static (string Name, string Value)[] OnKafka(string space) =>
        [
            ("EVENT_TRANSPORT", "kafka"),
            ("KAFKA_BROKERS", KafkaBroker.Address),
            ("KAFKA_NAMESPACE", space),
            ("KAFKA_PARTITIONS", "3"),
            ("KAFKA_REPLICATION", "1"),
        ];

    private static Task Issued(string database, int orders) =>
        Instance.Until(async () =>
            await Database.Ask(database, "SELECT count(*) FROM invoicing.orders WHERE status = 'Issued'") is [var count]
            && count == $"{orders}"
        );

    /// <summary>Takes what a process must have to do some work, for as long as the session lasts.</summary>
    private static async Task Take(NpgsqlConnection session, string work)
    {
        await using var command = new NpgsqlCommand($"SELECT pg_advisory_lock(hashtextextended('{work}', 0))", session);
        await command.ExecuteNonQueryAsync();
    }

    private static Task Settled(string database) =>
        Instance.Until(async () =>
            await Database.Ask(database, Pending) is ["0 0"]
            && await Database.Ask(database, "SELECT count(*) FROM invoicing.orders WHERE status = 'Issued'") is ["5"]
        );

    /// <summary>What the consumer made of what it was told: one version for each message that it has handled.</summary>
    private static async Task<string[]> Ends(string database)
    {
        Assert.That(await Database.Ask(database, "SELECT count(*) FROM invoicing.inbox_dead"), Is.EqualTo(new[] { "0" }));
        return
        [
            .. await Database.Ask(
                database,
                "SELECT id || ' ' || version || ' ' || status || ' ' || number FROM invoicing.orders ORDER BY id"
            ),
        ];
    }

    /// <summary>Which message was told under which number, of those that there were when the backup was taken.</summary>
    private static async Task<List<string>> Told(string database, long last) =>
        await Database.Ask(database, $"SELECT seq || ' ' || message_id FROM purchasing.event_log WHERE seq <= {last} ORDER BY seq");

    private static async Task<long> Highest(string database) =>
        long.Parse(
            (
                await Database.Ask(
                    database,
                    "SELECT greatest((SELECT max(seq) FROM purchasing.outbox), (SELECT max(seq) FROM purchasing.event_log))"
                )
            )[0],
            CultureInfo.InvariantCulture
        );
}
