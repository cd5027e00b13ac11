namespace Deployment.Tests.Cluster;

using System.Text;
using Npgsql;
using TestKit;

/// <summary>What the callers were told, held against what there is in the end.</summary>
internal sealed class Count
{
    private const string Waiting = """
        SELECT (SELECT count(*) FROM purchasing.outbox) + (SELECT count(*) FROM invoicing.outbox) + (SELECT count(*) FROM supplier.outbox)
            + (SELECT count(*) FROM purchasing.inbox) + (SELECT count(*) FROM invoicing.inbox) + (SELECT count(*) FROM supplier.inbox)
        """;

    private const string PutAside = """
        SELECT (SELECT count(*) FROM purchasing.outbox_dead) + (SELECT count(*) FROM invoicing.outbox_dead)
            + (SELECT count(*) FROM purchasing.inbox_dead) + (SELECT count(*) FROM invoicing.inbox_dead)
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Within which whatever takes effect a second time would have done so.</summary>
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(2);

    private readonly List<(string Name, long Expected, long Actual)> rows = [];

    private Count() { }

    public bool Agrees => rows.TrueForAll(row => row.Expected == row.Actual);

    /// <summary>
    /// Counts until all agrees, or for as long as there is patience, and then once more: what is on its way is in a topic and in no table, so
    /// that empty queues alone tell nothing.
    /// </summary>
    public static async Task<Count> Take(string database, Callers callers)
    {
        await using var source = NpgsqlDataSource.Create(Postgres.ConnectionString(database));
        var started = TimeProvider.System.GetTimestamp();
        while (!(await Once(source, callers)).Agrees && TimeProvider.System.GetElapsedTime(started) < Patience)
            await Task.Delay(200);
        await Task.Delay(Afterwards);
        return await Once(source, callers);
    }

    private static async Task<Count> Once(NpgsqlDataSource source, Callers callers)
    {
        var count = new Count();
        var (created, issued) = (callers.Acknowledged("create"), callers.Acknowledged("issue"));
        var changes = created + callers.Acknowledged("submit") + callers.Acknowledged("approve") + issued;

        await Row("orders", created, "SELECT count(*) FROM purchasing.purchase_orders");
        await Row("lines of the audit trail", changes, "SELECT count(*) FROM purchasing.history");
        await Row("events told of new orders", created, Told("purchase-order-created"));
        await Row("events told of issued orders", issued, Told("purchase-order-issued"));
        await Row("outbox and inbox rows left", 0, Waiting);
        await Row("messages put aside", 0, PutAside);
        await Row("taken by invoicing.orders", issued, "SELECT count(*) FROM invoicing.inbox_seen WHERE consumer = 'invoicing.orders'");
        await Row("orders copied by Invoicing", issued, "SELECT count(*) FROM invoicing.orders WHERE status = 'Issued'");
        await Row("mails of them handed on", issued, "SELECT count(*) FROM invoicing.inbox_seen WHERE consumer = 'invoicing.mail'");
        return count;

        async Task Row(string name, long expected, string sql) => count.rows.Add((name, expected, await Ask(source, sql)));
    }

    public override string ToString()
    {
        var text = new StringBuilder("| in the end | acknowledged | counted |\n|---|---|---|\n");
        foreach (var (name, expected, actual) in rows)
            text.Append($"| {name} | {expected} | {actual}{(expected == actual ? "" : " (!)")} |\n");
        return text.ToString();
    }

    private static string Told(string type) => $"SELECT count(*) FROM purchasing.event_log WHERE event_type = 'purchasing.{type}'";

    private static async Task<long> Ask(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
