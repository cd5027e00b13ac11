namespace Procurement.Purchasing.Adapters.Postgres;

using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class PostgresApprovalQueries(NpgsqlDataSource database) : IApprovalQueries
{
    public async Task<SubmittedOrders> SubmittedBeside(
        PurchaseOrderId order,
        SupplierId supplier,
        string requester,
        Currency currency,
        DateTimeOffset since,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand(
            // One statement sees one moment: no order is among the others whose number the last does not count.
            $"""
            SELECT last.number, o.id, o.total_cents
            FROM (
                SELECT coalesce(max(split_number), 0) AS number FROM purchasing.purchase_orders
                WHERE supplier_id = $1 AND upper(requested_by) = upper($3) AND currency = $4 AND split_number IS NOT NULL
            ) AS last
            LEFT JOIN (
                SELECT id, total_cents, submitted_at FROM purchasing.purchase_orders
                WHERE supplier_id = $1 AND submitted_at >= $2 AND upper(requested_by) = upper($3) AND currency = $4 AND id <> $5
                    AND status NOT IN ('Draft', 'Cancelled')
                ORDER BY total_cents DESC, id LIMIT {IApprovalQueries.MostBeside}
            ) AS o ON true
            ORDER BY o.submitted_at, o.id
            """
        );
        command.Parameters.With(supplier.Value).With(since).With(requester).With(currency.Code).With(order.Value);
        await using var row = await command.ExecuteReaderAsync(ct);
        var (last, found) = (0L, new List<SubmittedOrder>());
        while (await row.ReadAsync(ct))
        {
            last = row.GetInt64(0);
            if (!row.IsDBNull(1))
                found.Add(new SubmittedOrder(new PurchaseOrderId(row.GetGuid(1)), row.GetInt64(2)));
        }
        return new SubmittedOrders(last, found);
    }

    public async Task<IReadOnlyList<PurchaseOrderId>> Overdue(DateTimeOffset now, int atMost, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT id FROM (
                (SELECT id, due_at FROM purchasing.purchase_orders
                WHERE due_at <= $1 AND escalated_at IS NULL AND status <> 'Disputed' ORDER BY due_at LIMIT $2)
                UNION
                (SELECT id, due_at FROM purchasing.purchase_orders
                WHERE remind_at <= $1 AND reminded_at IS NULL AND escalated_at IS NULL AND status <> 'Disputed' ORDER BY remind_at LIMIT $2)
            ) late ORDER BY due_at, id LIMIT $2
            """
        );
        command.Parameters.With(now).With((long)atMost);
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<PurchaseOrderId>();
        while (await row.ReadAsync(ct))
            found.Add(new PurchaseOrderId(row.GetGuid(0)));
        return found;
    }

    public async Task<Page<PendingApprovalView>> PendingFor(PendingApprovalFilter filter, CancellationToken ct)
    {
        // The row of the last item is still there when it was decided meanwhile, but tells no place any more: then the list begins anew.
        await using var command = database.CreateCommand(
            """
            SELECT o.id, o.waiting_level, o.waiting_since, o.due_at, o.escalated_at,
                CASE WHEN o.waiting_level > $2 THEN lent.principal END
            FROM purchasing.purchase_orders o
            LEFT JOIN purchasing.purchase_orders last ON last.id = $5 AND last.waiting_level IS NOT NULL
            LEFT JOIN LATERAL (
                SELECT h.principal FROM unnest($3::text[], $4::text[], $7::text[]) AS h (principal, level, key)
                WHERE h.level >= o.waiting_level AND h.key <> ALL (o.waiting_makers)
                ORDER BY h.level, h.key LIMIT 1
            ) lent ON true
            WHERE o.waiting_level IS NOT NULL AND o.status <> 'Disputed' AND $1 <> ALL (o.waiting_makers)
                AND (o.waiting_level <= $2 OR lent.principal IS NOT NULL)
                AND (last.id IS NULL OR o.waiting_level < last.waiting_level
                    OR (o.waiting_level = last.waiting_level AND (o.waiting_since, o.id) > (last.waiting_since, last.id)))
            ORDER BY o.waiting_level DESC, o.waiting_since, o.id LIMIT $6
            """
        );
        command
            .Parameters.With(Person.Key(filter.Subject))
            .With($"{filter.Authority}")
            .With(filter.Held.Select(each => each.From).ToArray())
            .With(filter.Held.Select(each => $"{each.Level}").ToArray())
            .With(filter.After ?? Guid.Empty)
            .With(filter.Limit + 1L)
            .With(filter.Held.Select(each => Person.Key(each.From)).ToArray());
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<PendingApprovalView>();
        while (await row.ReadAsync(ct))
            found.Add(
                new PendingApprovalView(
                    new PurchaseOrderId(row.GetGuid(0)).ToString(),
                    row.GetString(1),
                    row.GetFieldValue<DateTimeOffset>(2),
                    row.GetFieldValue<DateTimeOffset>(3),
                    row.MomentOrNull(4),
                    row.TextOrNull(5)
                )
            );
        return ListConditions.Page(found, filter.Limit, shown => TypedId.Parse<PurchaseOrderId>(shown.PurchaseOrderId).Value.Value);
    }
}
