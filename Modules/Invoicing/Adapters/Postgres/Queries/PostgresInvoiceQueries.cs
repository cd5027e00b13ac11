namespace Procurement.Invoicing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Coalescing;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>Reads straight to what is shown: one statement a call. One invoice, with all its parts, is read as the aggregate it is.</summary>
internal sealed class PostgresInvoiceQueries(NpgsqlDataSource database, DbContextOptions<InvoicingContext> options, Coalescer coalescer)
    : IInvoiceQueries,
        IInvoiceFacts
{
    private const string Headers = """
        SELECT id, status, is_void, supplier_id, number, order_id, currency, issue_date, due_date, net_cents, gross_cents, credited_gross_cents,
            variance_cents, expected_credit_cents, resubmissions, dispute_code, dispute_reason, disputed_by, disputed_at, void_reason,
            registered_by, version, created_at, updated_at, matched_at
        FROM invoicing.invoices
        """;

    private const string Similar = """
        SELECT id FROM invoicing.invoices
        WHERE supplier_id = $1 AND currency = $2 AND gross_cents = $3 AND NOT is_void AND number_key <> $4
            AND issue_date BETWEEN $5 AND $6 AND id <> $7
        ORDER BY issue_date, id LIMIT 20
        """;

    private readonly CoalescedReads<InvoiceId, InvoiceView> invoices = coalescer.Reads<InvoiceId, InvoiceView>(
        async (ids, ct) =>
        {
            await using var context = new InvoicingContext(options);
            var found = await context.Invoices.AsNoTracking().Where(invoice => ids.Contains(invoice.Id)).ToListAsync(ct);
            return found.ToDictionary(invoice => invoice.Id, InvoiceView.Of);
        }
    );

    public Task<InvoiceView?> Find(InvoiceId id, CancellationToken ct) => invoices.Find(id, ct);

    public async Task<Invoice?> Load(InvoiceId id, CancellationToken ct)
    {
        await using var context = new InvoicingContext(options);
        return await context.Invoices.AsNoTracking().FirstOrDefaultAsync(invoice => invoice.Id == id, ct);
    }

    public async Task<Page<InvoiceHeader>> List(InvoiceFilter filter, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var conditions = new ListConditions(command)
            .AndStatus(filter.Status)
            .And("supplier_id = ", filter.SupplierId?.Value)
            .And("order_id = ", filter.OrderId?.Value)
            .And("number_key = ", filter.NumberKey)
            .And("currency = ", filter.Currency?.Code)
            .And("is_void = ", filter.IsVoid)
            .And("due_date >= ", filter.DueFrom)
            .And("due_date <= ", filter.DueTo)
            .And("gross_cents >= ", filter.MinGrossMinor)
            .And("gross_cents <= ", filter.MaxGrossMinor)
            .AndCreated(filter.CreatedFrom, filter.CreatedTo)
            .And("id < ", filter.After);
        // One more than asked for tells whether there is a next page.
        command.CommandText = $"{Headers} WHERE {conditions} ORDER BY id DESC LIMIT {filter.Limit + 1}";
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<InvoiceHeader>();
        while (await row.ReadAsync(ct))
            found.Add(ReadHeader(row));
        return ListConditions.Page(found, filter.Limit, shown => TypedId.Parse<InvoiceId>(shown.Id).Value.Value);
    }

    public Task<HistoryPage?> History(InvoiceId id, HistoryRange range, CancellationToken ct) =>
        HistoryQuery.Read(database, InvoicingContext.SchemaName, id.Value, range, ct);

    public Task<HistoryItem?> HistoryItem(InvoiceId id, long version, CancellationToken ct) =>
        HistoryQuery.ReadOne(database, InvoicingContext.SchemaName, id.Value, version, ct);

    public async Task<IReadOnlyList<InvoiceId>> SimilarTo(InvoiceContent invoice, InvoiceId? butNot, int days, CancellationToken ct)
    {
        await using var command = database.CreateCommand(Similar);
        command
            .Parameters.With(invoice.Supplier.Value)
            .With(invoice.Currency.Code)
            .With(invoice.Amounts.GrossMinor)
            .With(invoice.Number.Key)
            .With(Near.From(invoice.IssueDate, days))
            .With(Near.To(invoice.IssueDate, days))
            .With(butNot?.Value ?? Guid.Empty);
        return await command.ReadIds(id => new InvoiceId(id), ct);
    }

    public async Task<bool> Waits(InvoiceId id, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "SELECT order_id IS NOT NULL AND NOT is_void AND status IN ('Registered', 'Matching') FROM invoicing.invoices WHERE id = $1"
        );
        command.Parameters.With(id.Value);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    public async Task<IReadOnlyList<InvoiceId>> WaitingFor(PurchaseOrderId order, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "SELECT id FROM invoicing.invoices WHERE order_id = $1 AND NOT is_void AND status IN ('Registered', 'Matching') ORDER BY id"
        );
        command.Parameters.With(order.Value);
        return await command.ReadIds(id => new InvoiceId(id), ct);
    }

    public async Task<IReadOnlyList<InvoiceId>> OpenOf(PurchaseOrderId order, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "SELECT id FROM invoicing.invoices WHERE order_id = $1 AND NOT is_void AND status <> 'Paid' ORDER BY id"
        );
        command.Parameters.With(order.Value);
        return await command.ReadIds(id => new InvoiceId(id), ct);
    }

    public async Task<IReadOnlyList<OpenAmount>> Open(CancellationToken ct)
    {
        // The states are named for the sake of the index: there are many more that are paid.
        await using var command = database.CreateCommand(
            """
            SELECT status, currency, count(*), sum(gross_cents::numeric - credited_gross_cents)
            FROM invoicing.invoices
            WHERE status IN ('Registered', 'Matching', 'Matched', 'Disputed', 'ScheduledForPayment') AND NOT is_void
            GROUP BY status, currency ORDER BY status COLLATE "C", currency COLLATE "C"
            """
        );
        var open = new List<OpenAmount>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            open.Add(new OpenAmount(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetDecimal(3)));
        return open;
    }

    public async Task<IReadOnlyList<InvoiceId>> Overdue(DateTimeOffset now, int atMost, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "SELECT id FROM invoicing.invoices WHERE remind_at <= $1 AND NOT is_void ORDER BY remind_at LIMIT $2"
        );
        command.Parameters.With(now).With(atMost);
        return await command.ReadIds(id => new InvoiceId(id), ct);
    }

    public async Task<IReadOnlyList<DecidedInvoice>> Decided(DateTimeOffset from, DateTimeOffset to, int atMost, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var conditions = new ListConditions(command).AndCreated(from, to);
        command.CommandText =
            $"SELECT id, match FROM invoicing.invoices WHERE {conditions} AND match IS NOT NULL AND NOT is_void ORDER BY id LIMIT {atMost}";
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<DecidedInvoice>();
        while (await row.ReadAsync(ct))
            found.Add(new DecidedInvoice(new InvoiceId(row.GetGuid(0)), JsonColumns.Read<MatchFacts>(row.GetString(1))));
        return found;
    }

    private static InvoiceHeader ReadHeader(NpgsqlDataReader row) =>
        new()
        {
            Id = new InvoiceId(row.GetGuid(0)).ToString(),
            Status = row.GetString(1),
            Void = row.GetBoolean(2),
            SupplierId = new SupplierId(row.GetGuid(3)).ToString(),
            InvoiceNumber = row.GetString(4),
            PurchaseOrderId = row.IsDBNull(5) ? null : new PurchaseOrderId(row.GetGuid(5)).ToString(),
            Currency = row.GetString(6),
            IssueDate = Day.Format(row.GetFieldValue<DateOnly>(7)),
            DueDate = Day.Format(row.GetFieldValue<DateOnly>(8)),
            NetCents = row.GetInt64(9),
            GrossCents = row.GetInt64(10),
            CreditedCents = row.GetInt64(11),
            VarianceCents = row.IsDBNull(12) ? null : row.GetInt64(12),
            ExpectedCreditCents = row.GetInt64(13),
            Resubmissions = row.GetInt32(14),
            Dispute = row.TextOrNull(15) is { } code
                ? new DisputeView(code, row.GetString(16), row.GetString(17), row.GetFieldValue<DateTimeOffset>(18))
                : null,
            VoidReason = row.TextOrNull(19),
            RegisteredBy = row.GetString(20),
            Version = row.GetInt64(21),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(22),
            UpdatedAt = row.GetFieldValue<DateTimeOffset>(23),
            MatchedAt = row.MomentOrNull(24),
        };
}

/// <summary>Reads of one column of identifiers.</summary>
internal static class Identifiers
{
    public static async Task<IReadOnlyList<TId>> ReadIds<TId>(this NpgsqlCommand command, Func<Guid, TId> wrap, CancellationToken ct)
    {
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<TId>();
        while (await row.ReadAsync(ct))
            found.Add(wrap(row.GetGuid(0)));
        return found;
    }
}
