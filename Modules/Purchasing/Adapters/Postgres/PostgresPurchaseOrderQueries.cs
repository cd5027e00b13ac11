namespace Procurement.Purchasing.Adapters.Postgres;

using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Coalescing;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>Reads straight to what is shown: one statement a call, the lines gathered by the database.</summary>
internal sealed class PostgresPurchaseOrderQueries(NpgsqlDataSource database, Coalescer coalescer) : IPurchaseOrderQueries
{
    // The lines of one order after the other, by their index: a plan for any number of orders would rather sort and merge whole tables.
    private const string ById = $"""
        SELECT {PurchaseOrderRows.Header}, {PurchaseOrderRows.Details}, {PurchaseOrderRows.Line}
        FROM purchasing.purchase_orders o CROSS JOIN LATERAL (
            SELECT * FROM purchasing.line_items WHERE order_id = o.id ORDER BY line_number OFFSET 0
        ) l
        WHERE o.id = ANY ($1)
        """;

    private const string CountLines = "(SELECT count(*)::int FROM purchasing.line_items l WHERE l.order_id = o.id)";

    /// <summary>The index has the state in it, so that orders which are done with are passed without visiting their rows.</summary>
    internal const string OpenOrders = """
        SELECT id FROM purchasing.purchase_orders
        WHERE supplier_id = $1 AND id > $2 AND status = ANY ($3) ORDER BY id LIMIT $4
        """;

    // Orders are read by many at the same time: those who ask while a statement is on its way go together in the next.
    private readonly CoalescedReads<Guid, PurchaseOrderView> orders = coalescer.Reads<Guid, PurchaseOrderView>(
        (ids, ct) => ReadOrders(database, ids, ct)
    );

    public Task<PurchaseOrderView?> Find(PurchaseOrderId id, CancellationToken ct) => orders.Find(id.Value, ct);

    public async Task<PurchaseOrderView?> FindAsOf(PurchaseOrderId id, DateTimeOffset moment, CancellationToken ct) =>
        await HistoryQuery.Past(database, PurchasingContext.SchemaName, id.Value, moment, ct) is { } past
            ? PurchaseOrderView.Of(PurchaseOrder.Retold(id, OrderPast.Read(past)))
            : null;

    public async Task<IReadOnlyList<RecordedEvent>?> Past(PurchaseOrderId id, CancellationToken ct) =>
        await HistoryQuery.Past(database, PurchasingContext.SchemaName, id.Value, DateTimeOffset.MaxValue, ct) is { } past
            ? OrderPast.Read(past)
            : null;

    public async Task<Page<PurchaseOrderHeader>> List(PurchaseOrderFilter filter, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        // The inner question is answered by indexes alone, however many rows it passes. One more than asked for tells whether there is a
        // next page.
        command.CommandText = $"""
            SELECT {PurchaseOrderRows.Header}, {CountLines}
            FROM ({OrderSearch.Sql(command, filter)}) page
            JOIN purchasing.purchase_orders o ON o.id = page.id ORDER BY o.id DESC
            """;
        await using var row = await command.ExecuteReaderAsync(ct);
        var headers = new List<PurchaseOrderHeader>();
        while (await row.ReadAsync(ct))
            headers.Add(PurchaseOrderRows.ReadHeader(row, out var at) with { LineCount = row.GetInt32(at) });
        return ListConditions.Page(headers, filter.Limit, shown => TypedId.Parse<PurchaseOrderId>(shown.Id).Value.Value);
    }

    public async Task<Page<PurchaseOrderView>> ListWhole(PurchaseOrderFilter filter, CancellationToken ct)
    {
        var page = await List(filter, ct);
        var ids = page.Items.Select(header => TypedId.Parse<PurchaseOrderId>(header.Id).Value.Value).ToList();
        var found = await ReadOrders(database, ids, ct);
        return new Page<PurchaseOrderView>([.. ids.Where(found.ContainsKey).Select(id => found[id])], page.Next);
    }

    public Task<SummaryView> Summarize(SummaryFilter filter, CancellationToken ct) => new OrderSummary(database, filter, ct).Read();

    public Task<HistoryPage?> History(PurchaseOrderId id, HistoryRange range, CancellationToken ct) =>
        HistoryQuery.Read(database, PurchasingContext.SchemaName, id.Value, range, ct);

    public Task<HistoryItem?> HistoryItem(PurchaseOrderId id, long version, CancellationToken ct) =>
        HistoryQuery.ReadOne(database, PurchasingContext.SchemaName, id.Value, version, ct);

    public async Task<CommentsPage?> Comments(PurchaseOrderId id, HistoryRange range, CancellationToken ct)
    {
        // One more than asked for tells whether there is a next part; the first line of the trail tells whether there is an order.
        await using var command = database.CreateCommand(
            """
            SELECT c.version, c.actor, c.at, c.details ->> 'text'
            FROM purchasing.history first LEFT JOIN LATERAL (
                SELECT * FROM purchasing.history
                WHERE aggregate_id = $1 AND version > $2 AND event = 'CommentAdded' ORDER BY version LIMIT $3
            ) c ON true
            WHERE first.aggregate_id = $1 AND first.version = 1 ORDER BY c.version
            """
        );
        command.Parameters.With(id.Value).With(range.After).With(range.Limit + 1L);
        await using var row = await command.ExecuteReaderAsync(ct);
        if (!await row.ReadAsync(ct))
            return null;
        var comments = new List<CommentView>();
        if (row.IsDBNull(0))
            return new CommentsPage(comments, null);
        do comments.Add(new CommentView(row.GetString(3), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetInt64(0)));
        while (await row.ReadAsync(ct));
        if (comments.Count <= range.Limit)
            return new CommentsPage(comments, null);
        comments.RemoveAt(range.Limit);
        return new CommentsPage(comments, comments[^1].Version);
    }

    public async Task<IReadOnlyList<PurchaseOrderId>> OpenOrdersOf(
        SupplierId supplier,
        PurchaseOrderId? after,
        int atMost,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand(OpenOrders);
        // The identifier of zeros comes before that of every order.
        command
            .Parameters.With(supplier.Value)
            .With(after?.Value ?? Guid.Empty)
            .With(PurchaseOrder.OpenStates.Select(state => state.ToString()).ToArray())
            .With(atMost);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<PurchaseOrderId>();
        while (await row.ReadAsync(ct))
            found.Add(new PurchaseOrderId(row.GetGuid(0)));
        return found;
    }

    private static async Task<IReadOnlyDictionary<Guid, PurchaseOrderView>> ReadOrders(
        NpgsqlDataSource database,
        IReadOnlyCollection<Guid> ids,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand(ById);
        command.Parameters.With<Guid[]>([.. ids]);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new Dictionary<Guid, PurchaseOrderView>(ids.Count);
        var more = await row.ReadAsync(ct);
        while (more)
        {
            var id = row.GetGuid(0);
            var header = PurchaseOrderRows.ReadHeader(row, out var at);
            var details = PurchaseOrderRows.ReadDetails(row, ref at);
            var lines = new List<LineItemView>();
            do lines.Add(PurchaseOrderRows.ReadLine(row, at, header.Currency));
            while ((more = await row.ReadAsync(ct)) && row.GetGuid(0) == id);
            found.Add(id, PurchaseOrderView.Of(header with { LineCount = lines.Count }, details with { LineItems = lines }));
        }
        return found;
    }
}
