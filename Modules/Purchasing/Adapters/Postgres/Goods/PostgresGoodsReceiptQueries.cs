namespace Procurement.Purchasing.Adapters.Postgres;

using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class PostgresGoodsReceiptQueries(NpgsqlDataSource database) : IGoodsReceiptQueries
{
    private const string Header = """
        r.id, r.order_id, r.supplier_id, r.delivery_note, r.status, r.received_by, r.resolved_by, r.resolution_reason, r.version, r.created_at,
        r.updated_at, r.resolved_at
        """;

    public async Task<GoodsReceiptView?> Find(GoodsReceiptId id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT {Header}, l.line_number, l.quantity, l.unit, l.counted, l.qc_failed, l.reason, l.returned, l.place
            FROM purchasing.goods_receipts r JOIN purchasing.receipt_lines l ON l.receipt_id = r.id WHERE r.id = $1 ORDER BY l.place
            """
        );
        command.Parameters.With(id.Value);
        await using var row = await command.ExecuteReaderAsync(ct);
        GoodsReceiptHeader? header = null;
        var lines = new List<ReceiptLineView>();
        while (await row.ReadAsync(ct))
        {
            header ??= ReadHeader(row, out _);
            lines.Add(ReadLine(row, 12));
        }
        return header is null ? null : GoodsReceiptView.Of(header with { LineCount = lines.Count }, lines);
    }

    public async Task<Page<GoodsReceiptHeader>> List(GoodsReceiptFilter filter, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var conditions = new ListConditions(command)
            .AndStatus(filter.Status)
            .And("order_id = ", filter.OrderId?.Value)
            .And("id < ", filter.After);
        command.CommandText = $"""
            SELECT {Header}, (SELECT count(*)::int FROM purchasing.receipt_lines l WHERE l.receipt_id = r.id)
            FROM purchasing.goods_receipts r WHERE {conditions} ORDER BY id DESC LIMIT {filter.Limit + 1}
            """;
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<GoodsReceiptHeader>();
        while (await row.ReadAsync(ct))
            found.Add(ReadHeader(row, out var at) with { LineCount = row.GetInt32(at) });
        return ListConditions.Page(found, filter.Limit, shown => TypedId.Parse<GoodsReceiptId>(shown.Id).Value.Value);
    }

    public Task<HistoryPage?> History(GoodsReceiptId id, HistoryRange range, CancellationToken ct) =>
        HistoryQuery.Read(database, PurchasingContext.SchemaName, id.Value, range, ct);

    public Task<HistoryItem?> HistoryItem(GoodsReceiptId id, long version, CancellationToken ct) =>
        HistoryQuery.ReadOne(database, PurchasingContext.SchemaName, id.Value, version, ct);

    private static GoodsReceiptHeader ReadHeader(NpgsqlDataReader row, out int at)
    {
        var i = 0;
        var header = new GoodsReceiptHeader
        {
            Id = new GoodsReceiptId(row.GetGuid(i++)).ToString(),
            PurchaseOrderId = new PurchaseOrderId(row.GetGuid(i++)).ToString(),
            SupplierId = new SupplierId(row.GetGuid(i++)).ToString(),
            DeliveryNote = row.GetString(i++),
            Status = row.GetString(i++),
            ReceivedBy = row.GetString(i++),
            ResolvedBy = row.TextOrNull(i++),
            ResolutionReason = row.TextOrNull(i++),
            Version = row.GetInt64(i++),
            ReceivedAt = row.GetFieldValue<DateTimeOffset>(i++),
            UpdatedAt = row.GetFieldValue<DateTimeOffset>(i++),
            ResolvedAt = row.MomentOrNull(i++),
            LineCount = 0,
        };
        at = i;
        return header;
    }

    private static ReceiptLineView ReadLine(NpgsqlDataReader row, int at)
    {
        var (quantity, counted, returned) = (row.GetDecimal(at + 1), row.GetDecimal(at + 3), row.GetDecimal(at + 6));
        return new ReceiptLineView(
            row.GetInt32(at),
            quantity,
            row.GetString(at + 2),
            row.GetBoolean(at + 4),
            row.TextOrNull(at + 5),
            ReceiptLine.Shown(quantity, counted, returned)
        );
    }
}
