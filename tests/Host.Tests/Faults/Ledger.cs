namespace Host.Tests.Faults;

using System.Collections.Concurrent;
using System.Net;
using Npgsql;
using TestKit;

/// <summary>What was ordered under which key and what came of it, to be held against what the database says in the end.</summary>
internal sealed class Ledger(string supplier)
{
    private readonly ConcurrentDictionary<string, string> acknowledged = new();
    private readonly ConcurrentDictionary<string, bool> unknown = new();
    private readonly ConcurrentQueue<(HttpStatusCode Status, TimeSpan Took, bool RetryAfter)> answers = new();
    private int last;

    public int Acknowledged => acknowledged.Count;

    public IReadOnlyCollection<(HttpStatusCode Status, TimeSpan Took, bool RetryAfter)> Answers => answers;

    /// <summary>Orders under new keys until told to stop, or until the server is gone.</summary>
    public async Task Stream(HttpClient buyer, CancellationToken stop)
    {
        try
        {
            while (!stop.IsCancellationRequested)
                // A refused caller comes back when it was told to.
                if (await Order(buyer, $"key-{Interlocked.Increment(ref last)}") == HttpStatusCode.ServiceUnavailable)
                    await Task.Delay(TimeSpan.FromSeconds(1), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (HttpRequestException)
        {
            // Killed: the key of this request stays unknown.
        }
    }

    /// <summary>Orders under a key. Whatever is not a 201 leaves its outcome unknown.</summary>
    public async Task<HttpStatusCode> Order(HttpClient buyer, string key)
    {
        if (!acknowledged.ContainsKey(key))
            unknown[key] = true;
        var started = TimeProvider.System.GetTimestamp();
        var answer = await buyer.Post("/purchase-orders", Api.Body(supplier), ("Idempotency-Key", $"\"{key}\""));
        answers.Enqueue((answer.Status, TimeProvider.System.GetElapsedTime(started), answer.Headers.RetryAfter is not null));
        if (answer.Status == HttpStatusCode.Created)
        {
            var id = answer.Text("id");
            Assert.That(acknowledged.GetOrAdd(key, id), Is.EqualTo(id), $"{key} names two orders");
            unknown.TryRemove(key, out _);
        }
        return answer.Status;
    }

    /// <summary>Repeats every key, known or not: each must end as one order, and the known ones as the order they were.</summary>
    public async Task Settle(HttpClient buyer)
    {
        foreach (var key in unknown.Keys.Concat(acknowledged.Keys.Take(50)).ToList())
            // A pooled connection that was killed while idle may still cost a caller one 503; it says to come again.
            await Eventually.Holds(() => Order(buyer, key), Is.EqualTo(HttpStatusCode.Created));
        Assert.That(unknown, Is.Empty);
    }

    /// <summary>Each acknowledged order is there, once, with its first version and its stored answer, and nothing else is.</summary>
    public async Task Agrees(string database)
    {
        var stored = await Column(database, "SELECT id::text FROM purchasing.purchase_orders");
        var firstVersions = await Column(database, "SELECT aggregate_id::text FROM purchasing.history WHERE version = 1");
        var keys = await Column(database, "SELECT key FROM purchasing.idempotency");
        var ids = acknowledged.Values.Select(id => Guid.Parse(id[(id.LastIndexOf('_') + 1)..]).ToString()).ToList();
        Assert.Multiple(() =>
        {
            Assert.That(stored, Is.EquivalentTo(ids));
            Assert.That(firstVersions, Is.EquivalentTo(ids));
            Assert.That(keys, Is.EquivalentTo(acknowledged.Keys));
        });
    }

    public static async Task<NpgsqlConnection> Session(string database)
    {
        var options = new NpgsqlConnectionStringBuilder(Postgres.ConnectionString(database)) { Pooling = false };
        var session = new NpgsqlConnection(options.ConnectionString);
        await session.OpenAsync();
        return session;
    }

    public static async Task<List<string>> Column(string database, string sql)
    {
        await using var session = await Session(database);
        await using var command = new NpgsqlCommand(sql, session);
        await using var row = await command.ExecuteReaderAsync();
        var values = new List<string>();
        while (await row.ReadAsync())
            values.Add(Convert.ToString(row.GetValue(0), System.Globalization.CultureInfo.InvariantCulture)!);
        return values;
    }

    /// <summary>Nobody else gets at the orders until the session is closed.</summary>
    public static async Task<NpgsqlConnection> LockOrders(string database)
    {
        var session = await Session(database);
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE purchasing.purchase_orders IN ACCESS EXCLUSIVE MODE", session);
        await command.ExecuteNonQueryAsync();
        return session;
    }

    /// <summary>Sessions that wait for a lock on behalf of a caller; jobs look at orders too, whenever the clock says so.</summary>
    public static async Task<long> Waiting(string database) =>
        long.Parse(
            (
                await Column(
                    database,
                    """
                    SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
                        AND query NOT LIKE '%part AS MATERIALIZED%' AND query NOT LIKE '%DISTINCT h.aggregate_id%'
                        AND query NOT LIKE '%remind_at <=%'
                    """
                )
            )[0],
            System.Globalization.CultureInfo.InvariantCulture
        );
}
