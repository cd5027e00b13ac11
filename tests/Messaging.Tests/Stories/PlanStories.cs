namespace Messaging.Tests.Stories;

using Messaging.Tests.Harness;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.BuildingBlocks.Messaging.Transports;
using TestKit;

/// <summary>
/// Statements are planned once for a session, which is while the queues are still empty. A plan that reads a whole table looks good then, and
/// takes longer with each message that comes or has been there.
/// </summary>
internal sealed class PlanStories
{
    [Test]
    public async Task No_queue_is_read_as_a_whole_by_a_plan_that_was_made_when_it_was_empty()
    {
        var url = await Postgres.CreateDatabase("plans");
        await Post.Create(url);
        await using var post = await Post.Start(url, replace: Post.WithoutWorkers);
        var handOver = ((InProcessTransport)post.Services.GetRequiredService<IEventTransport>()).Statement("source", 500);
        var sink = InboxStatements.Of("sink");

        Assert.That(await Plan(url, "bigint", "0", handOver), Does.Contain(" on outbox").And.Not.Contain("Seq Scan on outbox"));
        Assert.That(
            await Plan(url, "bigint, boolean", "1, true", sink.Take),
            Does.Contain(" on inbox").And.Not.Contain("Seq Scan on inbox")
        );
    }

    [Test]
    public async Task The_next_messages_are_read_in_their_order_whatever_is_known_of_the_queue([Values(0, 20_000)] int messages)
    {
        var url = await Postgres.CreateDatabase("plans");
        await Post.Create(url);
        await using var database = NpgsqlDataSource.Create(Postgres.ConnectionString(url));
        await using var session = await database.OpenConnectionAsync();
        await Execute(
            session,
            $"""
            INSERT INTO sink.inbox (consumer, message_id, event_type, event_version, subject, partition_key, aggregate_version, correlation_id,
                occurred_at, data, source)
            SELECT 'sink.note-' || i % 3, gen_random_uuid(), 'thing', 1, 'thing_' || i, 'thing_' || i, 1, gen_random_uuid(), now(), '', ''
            FROM generate_series(1, {messages}) i
            """
        );
        // What it learns by that is how many rows there are, and nothing of what is in them.
        await Execute(session, "VACUUM sink.inbox");
        var sink = InboxStatements.Of("sink");
        await Execute(session, $"BEGIN; {sink.InOrder}");

        Assert.That(
            await Plan(
                session,
                "text, bigint, bigint[]",
                "'sink.note-1', 0, '{}'",
                $"{sink.Fresh}{sink.NotParked} ORDER BY i.seq LIMIT 128"
            ),
            Does.Contain("Index Scan using inbox_next on inbox i").And.Not.Contain("Sort")
        );
    }

    private static async Task<string> Plan(string url, string types, string values, string statement)
    {
        await using var database = NpgsqlDataSource.Create(Postgres.ConnectionString(url));
        await using var session = await database.OpenConnectionAsync();
        return await Plan(session, types, values, statement);
    }

    private static async Task<string> Plan(NpgsqlConnection session, string types, string values, string statement)
    {
        await Execute(session, "SET plan_cache_mode = force_generic_plan");
        await Execute(session, $"PREPARE asked ({types}) AS {statement}");
        await using var explain = new NpgsqlCommand($"EXPLAIN EXECUTE asked ({values})", session);
        var lines = new List<string>();
        await using var row = await explain.ExecuteReaderAsync();
        while (await row.ReadAsync())
            lines.Add(row.GetString(0));
        return string.Join('\n', lines);
    }

    private static async Task Execute(NpgsqlConnection session, string sql)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync();
    }
}
