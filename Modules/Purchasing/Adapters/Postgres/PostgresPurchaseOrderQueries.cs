namespace Procurement.Purchasing.Adapters.Postgres;

using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>Reads straight to what is shown: one statement a call, the lines gathered by the database.</summary>
internal sealed class PostgresPurchaseOrderQueries(NpgsqlDataSource database, TimeProvider clock) : IPurchaseOrderQueries
{
    private const string Header = """
        SELECT o.id, o.number, o.status, o.supplier_id, o.requested_by, o.authors[1] AS created_by, o.currency, o.total_cents,
               o.required_level, o.version, o.approved_by, o.approved_level, o.rejection_reason, o.created_at, o.updated_at, o.submitted_at,
               o.approved_at, o.issued_at, o.disputed_by, o.dispute_reason, o.disputed_from, o.disputed_at
        """;

    /// <summary>The first column behind those of the header.</summary>
    private const int BehindHeader = 22;

    // The lines of one order after the other, by their index: a plan for any number of orders would rather sort and merge whole tables.
    private const string ById =
        Header
        + """
            , l.line_number, l.sku, l.description, l.quantity, l.unit, l.unit_price_cents
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
    private readonly SharedLookup<Guid, PurchaseOrderView> orders = new(ids => ReadOrders(database, ids), clock);

    public async Task<PurchaseOrderView?> Find(PurchaseOrderId id, CancellationToken ct) =>
        (await orders.Ask(id.Value, ct)).GetValueOrDefault(id.Value);

    public async Task<Page<PurchaseOrderHeader>> List(PurchaseOrderFilter filter, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var conditions = new ListConditions(command)
            .AndStatus(filter.Status)
            .And("supplier_id = ", filter.SupplierId?.Value)
            .And("requested_by = ", filter.RequestedBy)
            .AndCreated(filter.CreatedFrom, filter.CreatedTo)
            .And("id < ", filter.After);
        // The inner question is answered by an index alone, however many rows it passes. One more than asked for tells whether there is a
        // next page.
        command.CommandText = $"""
            {Header}, {CountLines}
            FROM (SELECT id FROM purchasing.purchase_orders WHERE {conditions} ORDER BY id DESC LIMIT {filter.Limit + 1}) page
            JOIN purchasing.purchase_orders o ON o.id = page.id ORDER BY o.id DESC
            """;
        await using var row = await command.ExecuteReaderAsync(ct);
        var headers = new List<PurchaseOrderHeader>();
        while (await row.ReadAsync(ct))
            headers.Add(ReadHeader(row, row.GetInt32(BehindHeader)));
        return ListConditions.Page(headers, filter.Limit, shown => TypedId.Parse<PurchaseOrderId>(shown.Id).Value.Value);
    }

    public Task<HistoryPage?> History(PurchaseOrderId id, HistoryRange range, CancellationToken ct) =>
        HistoryQuery.Read(database, PurchasingContext.SchemaName, id.Value, range, ct);

    public Task<HistoryItem?> HistoryItem(PurchaseOrderId id, long version, CancellationToken ct) =>
        HistoryQuery.ReadOne(database, PurchasingContext.SchemaName, id.Value, version, ct);

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
        IReadOnlyCollection<Guid> ids
    )
    {
        await using var command = database.CreateCommand(ById);
        command.Parameters.With<Guid[]>([.. ids]);
        await using var row = await command.ExecuteReaderAsync();
        var found = new Dictionary<Guid, PurchaseOrderView>(ids.Count);
        var more = await row.ReadAsync();
        while (more)
        {
            var id = row.GetGuid(0);
            var header = ReadHeader(row, lineCount: 0);
            var lines = new List<LineItemView>();
            do lines.Add(ReadLine(row, header.Currency));
            while ((more = await row.ReadAsync()) && row.GetGuid(0) == id);
            found.Add(id, PurchaseOrderView.Of(header with { LineCount = lines.Count }, lines));
        }
        return found;
    }

    private static PurchaseOrderHeader ReadHeader(NpgsqlDataReader row, int lineCount) =>
        new()
        {
            Id = new PurchaseOrderId(row.GetGuid(0)).ToString(),
            Number = OrderNumber.Text(row.GetInt64(1)),
            Status = row.GetString(2),
            SupplierId = new SupplierId(row.GetGuid(3)).ToString(),
            RequestedBy = row.GetString(4),
            CreatedBy = row.GetString(5),
            Currency = row.GetString(6),
            TotalCents = row.GetInt64(7),
            RequiredApprovalLevel = row.TextOrNull(8),
            Version = row.GetInt64(9),
            LineCount = lineCount,
            Approvals = row.IsDBNull(10) ? [] : [new ApprovalView(row.GetString(10), row.GetString(11), row.MomentOrNull(16)!.Value)],
            RejectionReason = row.TextOrNull(12),
            DisputeReason = row.TextOrNull(19),
            DisputedBy = row.TextOrNull(18),
            DisputedFrom = row.TextOrNull(20),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(13),
            UpdatedAt = row.GetFieldValue<DateTimeOffset>(14),
            SubmittedAt = row.MomentOrNull(15),
            ApprovedAt = row.MomentOrNull(16),
            IssuedAt = row.MomentOrNull(17),
            DisputedAt = row.MomentOrNull(21),
        };

    private static LineItemView ReadLine(NpgsqlDataReader row, string currency) =>
        new()
        {
            LineNumber = row.GetInt32(BehindHeader),
            Sku = row.GetString(BehindHeader + 1),
            Description = row.TextOrNull(BehindHeader + 2),
            Quantity = row.GetInt32(BehindHeader + 3),
            Unit = row.GetString(BehindHeader + 4),
            UnitPriceCents = row.GetInt64(BehindHeader + 5),
            Currency = currency,
            LineTotalCents = row.GetInt32(BehindHeader + 3) * row.GetInt64(BehindHeader + 5),
        };
}
