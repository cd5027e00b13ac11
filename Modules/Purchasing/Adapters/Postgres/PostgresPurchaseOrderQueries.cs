namespace Procurement.Purchasing.Adapters.Postgres;

using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>Reads straight to what is shown: one statement a call, the lines gathered by the database.</summary>
internal sealed class PostgresPurchaseOrderQueries(PooledDatabase database) : IPurchaseOrderQueries
{
    private const string Columns = """
        SELECT o.id, o.number, o.status, o.supplier_id, o.requested_by, o.authors[1], o.currency, o.total_cents, o.required_level, o.version,
               o.approved_by, o.approved_level, o.rejection_reason, o.created_at, o.updated_at, o.submitted_at, o.approved_at,
               l.line_number, l.sku, l.description, l.quantity, l.unit, l.unit_price_cents
        """;

    private const string ById =
        Columns
        + """

            FROM purchasing.purchase_orders o JOIN purchasing.line_items l ON l.order_id = o.id
            WHERE o.id = $1 ORDER BY l.line_number
            """;

    public async Task<PurchaseOrderView?> Find(PurchaseOrderId id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(ById);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = id.Value });
        return (await Read(command, ct)).FirstOrDefault();
    }

    public async Task<Page<PurchaseOrderView>> List(PurchaseOrderFilter filter, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var conditions = new ListConditions(command)
            .AndStatus(filter.Status)
            .And("supplier_id = ", filter.SupplierId?.Value)
            .And("requested_by = ", filter.RequestedBy)
            .And("created_at >= ", filter.CreatedFrom)
            .And("created_at < ", filter.CreatedTo)
            .And("id < ", filter.After);
        // One more than asked for tells whether there is a next page.
        command.CommandText = $"""
            WITH page AS (
                SELECT * FROM purchasing.purchase_orders WHERE {conditions} ORDER BY id DESC LIMIT {filter.Limit + 1}
            )
            {Columns} FROM page o JOIN purchasing.line_items l ON l.order_id = o.id ORDER BY o.id DESC, l.line_number
            """;
        return ListConditions.Page(await Read(command, ct), filter.Limit, shown => TypedId.Parse<PurchaseOrderId>(shown.Id).Value.Value);
    }

    public Task<IReadOnlyList<HistoryItem>?> History(PurchaseOrderId id, CancellationToken ct) =>
        HistoryQuery.Read(database, PurchasingContext.SchemaName, id.Value, ct);

    private static async Task<List<PurchaseOrderView>> Read(PooledCommand command, CancellationToken ct)
    {
        await using var reader = await command.ExecuteReaderAsync(ct);
        var orders = new List<PurchaseOrderView>();
        var current = Guid.Empty;
        var lines = new List<LineItemView>();
        while (await reader.ReadAsync(ct))
        {
            if (reader.GetGuid(0) is var id && id != current)
            {
                current = id;
                lines = [];
                orders.Add(Order(reader, lines));
            }
            lines.Add(Line(reader));
        }
        return orders;
    }

    private static PurchaseOrderView Order(NpgsqlDataReader row, IReadOnlyList<LineItemView> lines) =>
        new(
            new PurchaseOrderId(row.GetGuid(0)).ToString(),
            PurchaseOrderView.NumberText(row.GetInt64(1)),
            row.GetString(2),
            new SupplierId(row.GetGuid(3)).ToString(),
            row.GetString(4),
            row.GetString(5),
            row.GetString(6),
            row.GetInt64(7),
            row.TextOrNull(8),
            row.GetInt64(9),
            lines,
            row.IsDBNull(10) ? [] : [new ApprovalView(row.GetString(10), row.GetString(11), row.MomentOrNull(16)!.Value)],
            row.TextOrNull(12),
            row.GetFieldValue<DateTimeOffset>(13),
            row.GetFieldValue<DateTimeOffset>(14),
            row.MomentOrNull(15),
            row.MomentOrNull(16)
        );

    private static LineItemView Line(NpgsqlDataReader row) =>
        new(
            row.GetInt32(17),
            row.GetString(18),
            row.TextOrNull(19),
            row.GetInt32(20),
            row.GetString(21),
            row.GetInt64(22),
            row.GetString(6),
            row.GetInt32(20) * row.GetInt64(22)
        );
}
