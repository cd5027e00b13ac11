namespace Procurement.Purchasing.Adapters.Postgres;

using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>What dashboards show, one statement a part: each is bounded by the orders of the time that is asked for.</summary>
internal sealed class OrderSummary(NpgsqlDataSource database, SummaryFilter filter, CancellationToken ct)
{
    private const string Orders = "purchasing.purchase_orders o";
    private const string Lines = $"{Orders} JOIN purchasing.line_items l ON l.order_id = o.id";

    /// <summary>A sum beyond what fits is the most that fits: nobody spends that.</summary>
    private const string Most = "9223372036854775807";
    private const string Total = $"least(sum(o.total_cents), {Most})::bigint";
    private const string LineTotal = "round(l.quantity * l.unit_price_cents)";
    private const string Ordered = "(l.quantity * coalesce(l.contains_quantity, 1))";

    public async Task<SummaryView> Read() =>
        new()
        {
            CreatedFrom = filter.CreatedFrom,
            CreatedTo = filter.CreatedTo,
            ByStatus = await ByStatus(),
            BySupplier = await BySupplier(),
            CycleTimes = new CycleTimesView(await CycleTime("submitted_at", "approved_at"), await CycleTime("issued_at", "received_at")),
            SpendByMonth = await SpendByMonth(),
            OpenCommitments = await OpenCommitments(),
        };

    private Task<List<StatusSumView>> ByStatus() =>
        Rows(
            where =>
                $"""
                    SELECT o.status, o.currency, count(*), {Total} FROM {Orders} WHERE {where}
                    GROUP BY 1, 2 ORDER BY o.status COLLATE "C", o.currency COLLATE "C"
                    """,
            row => new StatusSumView(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3))
        );

    private Task<List<SupplierSumView>> BySupplier() =>
        Rows(
            where =>
                $"""
                    SELECT supplier_id, currency, orders, total FROM (
                        SELECT o.supplier_id, o.currency, count(*) AS orders, {Total} AS total,
                            row_number() OVER (PARTITION BY o.currency ORDER BY sum(o.total_cents) DESC, o.supplier_id) AS place
                        FROM {Orders} WHERE {where} GROUP BY 1, 2
                    ) s WHERE place <= {SummaryView.MostSuppliers} ORDER BY currency COLLATE "C", place
                    """,
            row => new SupplierSumView($"{new SupplierId(row.GetGuid(0))}", row.GetString(1), row.GetInt64(2), row.GetInt64(3))
        );

    private async Task<CycleTimeView> CycleTime(string from, string to) =>
        (
            await Rows(
                where =>
                    $"""
                        SELECT count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY seconds), percentile_disc(0.9) WITHIN GROUP (ORDER BY seconds)
                        FROM (
                            SELECT floor(extract(epoch FROM o.{to} - o.{from}))::bigint AS seconds
                            FROM {Orders} WHERE {where} AND o.{to} >= o.{from}
                        ) t
                        """,
                row => new CycleTimeView(row.GetInt64(0), NumberOrNull(row, 1), NumberOrNull(row, 2))
            )
        )[0];

    private Task<List<MonthSumView>> SpendByMonth() =>
        Rows(
            where =>
                $"""
                    SELECT month, cost_center, currency, least(sum(total), {Most})::bigint FROM (
                        SELECT to_char(o.issued_at AT TIME ZONE 'UTC', 'YYYY-MM') AS month, l.cost_center, o.currency, {LineTotal} AS total
                        FROM {Lines} WHERE {where} AND o.issued_at IS NOT NULL AND o.status <> 'Cancelled'
                    ) s GROUP BY 1, 2, 3 ORDER BY month COLLATE "C", currency COLLATE "C", cost_center COLLATE "C" NULLS FIRST
                    """,
            row => new MonthSumView(row.GetString(0), row.TextOrNull(1), row.GetString(2), row.GetInt64(3))
        );

    private Task<List<CurrencySumView>> OpenCommitments() =>
        Rows(
            where =>
                $"""
                    SELECT o.currency,
                        least(sum(round({LineTotal} * greatest(0, {Ordered} - l.cancelled - l.billed) / {Ordered})), {Most})::bigint
                    FROM {Lines} WHERE {where} AND o.issued_at IS NOT NULL AND o.status NOT IN ('Closed', 'Cancelled')
                    GROUP BY 1 ORDER BY o.currency COLLATE "C"
                    """,
            row => new CurrencySumView(row.GetString(0), row.GetInt64(1))
        );

    private async Task<List<T>> Rows<T>(Func<ListConditions, string> question, Func<NpgsqlDataReader, T> read)
    {
        await using var command = database.CreateCommand();
        var where = new ListConditions(command)
            .And("o.id >= ", IdTime.NoneBefore(filter.CreatedFrom))
            .And("o.created_at >= ", filter.CreatedFrom)
            .And("o.id < ", IdTime.NoneFrom(filter.CreatedTo))
            .And("o.created_at < ", filter.CreatedTo)
            .And("o.supplier_id = ", filter.SupplierId?.Value)
            .And("o.currency = ", filter.Currency?.Code);
        command.CommandText = question(where);
        await using var row = await command.ExecuteReaderAsync(ct);
        var rows = new List<T>();
        while (await row.ReadAsync(ct))
            rows.Add(read(row));
        return rows;
    }

    private static long? NumberOrNull(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
