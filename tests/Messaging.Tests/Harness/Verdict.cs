namespace Messaging.Tests.Harness;

using System.Diagnostics;
using Npgsql;
using TestKit;

/// <summary>Whether every event took effect once, in order, and nothing is left to do.</summary>
internal sealed record Verdict(long Events, long Effects, long Missing, long Twice, long OutOfOrder, long Waiting, long Dead)
{
    private const string Question = """
        WITH events AS (SELECT 'thing_' || aggregate_id AS subject, version FROM source.history),
        wanted AS (
            SELECT c.consumer, e.subject, e.version FROM events e, (VALUES ('sink.note-thing'), ('sink.note-noted')) AS c (consumer)
        ),
        found AS (SELECT consumer, subject, version, count(*) AS times FROM sink.effects GROUP BY consumer, subject, version),
        steps AS (
            SELECT version, lag(version) OVER (PARTITION BY consumer, subject ORDER BY seq) AS before FROM sink.effects
        )
        SELECT (SELECT count(*) FROM events),
            (SELECT count(*) FROM sink.effects),
            (SELECT count(*) FROM wanted w WHERE NOT EXISTS (
                SELECT FROM found f WHERE (f.consumer, f.subject, f.version) = (w.consumer, w.subject, w.version))),
            (SELECT count(*) FROM found WHERE times > 1),
            (SELECT count(*) FROM steps WHERE version <= before),
            (SELECT (SELECT count(*) FROM source.outbox) + (SELECT count(*) FROM sink.outbox) + (SELECT count(*) FROM sink.inbox)),
            (SELECT (SELECT count(*) FROM source.outbox_dead) + (SELECT count(*) FROM sink.outbox_dead) + (SELECT count(*) FROM sink.inbox_dead))
        """;

    public bool IsSettled => Waiting == 0 && Missing == 0;

    /// <summary>What is wrong; empty when nothing is.</summary>
    public string Wrong =>
        string.Join(
            ", ",
            new[]
            {
                Missing > 0 ? $"{Missing} missing" : "",
                Twice > 0 ? $"{Twice} twice" : "",
                OutOfOrder > 0 ? $"{OutOfOrder} out of order" : "",
                Waiting > 0 ? $"{Waiting} waiting" : "",
                Dead > 0 ? $"{Dead} dead" : "",
            }.Where(each => each.Length > 0)
        );

    public static async Task<Verdict> Of(string url)
    {
        await using var database = NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(Postgres.ConnectionString(url)) { Pooling = false }
        );
        await using var command = database.CreateCommand(Question);
        await using var row = await command.ExecuteReaderAsync();
        await row.ReadAsync();
        long At(int column) => row.GetInt64(column);
        return new Verdict(At(0), At(1), At(2), At(3), At(4), At(5), At(6));
    }

    /// <summary>Waits until everything is done, or for as long as is reasonable.</summary>
    public static async Task<Verdict> Settled(string url, TimeSpan atMost)
    {
        var waited = Stopwatch.StartNew();
        Verdict verdict;
        while (!(verdict = await Of(url)).IsSettled && waited.Elapsed < atMost)
            await Task.Delay(50);
        return verdict;
    }
}
