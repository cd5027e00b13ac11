namespace Procurement.Purchasing.Adapters.Postgres;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>
/// Makes orders searchable soon after they are stored, many at a time, so that storing one costs nothing for it (ADR 0021). Of several
/// processes one does it at a time. A process that starts looks through all orders once, whatever was left undone.
/// </summary>
internal sealed partial class SearchIndexer(NpgsqlDataSource database, TimeProvider clock, ILogger<SearchIndexer> log) : BackgroundService
{
    private const int LookedThrough = 10_000;
    private const int AtATime = 2_000;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Longer than a request takes as a rule, from the making of an identifier to the commit.</summary>
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(2);

    /// <summary>Longer than a request may take. So far is looked back as seldom: under load that is a look at twenty thousand orders.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(15);

    private const string Lock = "SELECT pg_try_advisory_xact_lock(hashtext('purchasing.order_search'))";

    /// <summary>
    /// Those without an entry among the orders behind one, how many were looked through, and the last of them. Entries are read between
    /// bounds: a plan that is made while there are few would otherwise read all of them each time.
    /// </summary>
    private const string Missing = """
        WITH part AS MATERIALIZED (SELECT id FROM purchasing.purchase_orders WHERE id > $1 ORDER BY id LIMIT $2),
        last AS MATERIALIZED (SELECT id FROM part ORDER BY id DESC LIMIT 1),
        known AS MATERIALIZED (
            SELECT order_id FROM purchasing.order_search WHERE order_id > $1 AND order_id <= (SELECT id FROM last)
        )
        SELECT ARRAY(SELECT id FROM (SELECT id FROM part EXCEPT SELECT order_id FROM known) AS missing ORDER BY id LIMIT $3),
            (SELECT count(*) FROM part), (SELECT id FROM last)
        """;

    /// <summary>The index of the events that change what is searched is made for this.</summary>
    private const string Changed = """
        WITH changed AS MATERIALIZED (
            SELECT aggregate_id, max(version) AS version FROM purchasing.history
            WHERE event IN ('LineItemsChanged', 'AmendmentApproved') AND at > $1 AND at < 'infinity'
            GROUP BY aggregate_id
        )
        SELECT ARRAY(
            SELECT aggregate_id FROM changed c
            WHERE (SELECT s.version FROM purchasing.order_search s WHERE s.order_id = c.aggregate_id) < c.version LIMIT $2
        )
        """;

    private const string Texts = """
        SELECT o.id, o.version, o.number, o.supplier_id, o.requested_by, o.reference, o.note_to_supplier, l.skus, l.descriptions, l.others
        FROM purchasing.purchase_orders o CROSS JOIN LATERAL (
            SELECT array_agg(sku::text) AS skus, array_agg(description) AS descriptions, array_agg(supplier_sku::text) AS others
            FROM purchasing.line_items WHERE order_id = o.id
        ) l
        WHERE o.id = ANY ($1)
        """;

    private const string Write = """
        INSERT INTO purchasing.order_search AS known (order_id, version, content, grams)
        SELECT id, version, content, array_to_tsvector(string_to_array(lexemes, E'\n'))
        FROM unnest($1::uuid[], $2::bigint[], $3::text[], $4::text[]) AS new (id, version, content, lexemes)
        ON CONFLICT (order_id) DO UPDATE SET version = excluded.version, content = excluded.content, grams = excluded.grams
        WHERE known.version < excluded.version
        """;

    private Guid reached = Guid.Empty;
    private Guid settled = Guid.Empty;
    private DateTimeOffset lookedBack = DateTimeOffset.MinValue;
    private DateTimeOffset changesReached = DateTimeOffset.MinValue;

    /// <summary>Makes searchable what is stored now; nothing when another process is at it.</summary>
    public async Task CatchUp(CancellationToken ct)
    {
        var now = clock.Now();
        // What has changed during a day covers any time between a commit and the end of its process.
        var changesFrom = changesReached == DateTimeOffset.MinValue ? now.AddDays(-1) : changesReached;
        var looksBack = now - lookedBack >= Margin;
        if (looksBack)
            reached = settled;
        while (await IndexSome(changesFrom, ct) is { } more)
            if (!more)
            {
                if (looksBack)
                    (settled, lookedBack) = (Earlier(reached, now - Margin), now);
                reached = Earlier(reached, now - Usual);
                changesReached = now - Margin;
                return;
            }
    }

    /// <summary>Begins with the first order again.</summary>
    public Task CatchUpFromStart(CancellationToken ct)
    {
        (settled, lookedBack, changesReached) = (Guid.Empty, DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch);
        return CatchUp(ct);
    }

    private static Guid Earlier(Guid id, DateTimeOffset time)
    {
        var then = IdTime.NoneBefore(time + IdTime.Margin);
        return id.CompareTo(then) < 0 ? id : then;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(Interval, clock, CatchUp, fault => Failed(log, fault), stoppingToken);

    /// <returns>Whether there may be more; null when another process is at it.</returns>
    private async Task<bool?> IndexSome(DateTimeOffset changesFrom, CancellationToken ct)
    {
        await using var connection = await database.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var mine = new NpgsqlCommand(Lock, connection, transaction);
        if (!(bool)(await mine.ExecuteScalarAsync(ct))!)
            return null;
        var (missing, count, last) = await FindMissing(connection, ct);
        // Once all are there; until then there is enough to do.
        var changed = missing.Length < AtATime ? await FindChanged(connection, changesFrom, ct) : [];
        if (missing.Length + changed.Length > 0)
            await Index(connection, [.. missing, .. changed], ct);
        await transaction.CommitAsync(ct);
        reached = missing.Length == AtATime ? missing[^1] : last ?? reached;
        return missing.Length == AtATime || changed.Length == AtATime || count == LookedThrough;
    }

    private async Task<(Guid[] Missing, long Count, Guid? Last)> FindMissing(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand(Missing, connection);
        find.Parameters.With(reached).With(LookedThrough).With(AtATime);
        await using var row = await find.ExecuteReaderAsync(ct);
        await row.ReadAsync(ct);
        return (row.GetFieldValue<Guid[]>(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetGuid(2));
    }

    private static async Task<Guid[]> FindChanged(NpgsqlConnection connection, DateTimeOffset from, CancellationToken ct)
    {
        await using var find = new NpgsqlCommand(Changed, connection);
        find.Parameters.With(from).With(AtATime);
        return (Guid[])(await find.ExecuteScalarAsync(ct))!;
    }

    private static async Task Index(NpgsqlConnection connection, Guid[] ids, CancellationToken ct)
    {
        await using var read = new NpgsqlCommand(Texts, connection);
        read.Parameters.With(ids);
        var (orders, versions, contents, lexemes) = (new List<Guid>(), new List<long>(), new List<string>(), new List<string>());
        await using (var row = await read.ExecuteReaderAsync(ct))
            while (await row.ReadAsync(ct))
            {
                var requester = row.GetString(4);
                var skus = row.GetFieldValue<string[]>(7);
                var (descriptions, others) = (row.GetFieldValue<string?[]>(8), row.GetFieldValue<string?[]>(9));
                var content = SearchText.Of([
                    OrderNumber.Text(row.GetInt64(2)),
                    requester,
                    row.TextOrNull(5),
                    row.TextOrNull(6),
                    .. skus,
                    .. descriptions,
                    .. others,
                ]);
                orders.Add(row.GetGuid(0));
                versions.Add(row.GetInt64(1));
                contents.Add(content);
                lexemes.Add(SearchLexemes.Of(new SupplierId(row.GetGuid(3)), requester, skus, content));
            }
        await using var write = new NpgsqlCommand(Write, connection);
        write.Parameters.With(orders.ToArray()).With(versions.ToArray()).With(contents.ToArray()).With(lexemes.ToArray());
        await write.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(LogLevel.Warning, "Orders could not be made searchable; it is tried again soon")]
    private static partial void Failed(ILogger log, Exception fault);
}
