namespace Procurement.Invoicing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

internal sealed class PostgresPaymentQueries(NpgsqlDataSource database, DbContextOptions<InvoicingContext> options) : IPaymentQueries
{
    private const string Payments = """
        SELECT id, status, invoice_id, order_id, supplier_id, invoice_number, currency, amount_cents, gross_cents, set_offs, due_date,
            account_version, run_id, bank_reference, failure_code, reversal_reason, retries, version, created_at, updated_at, sent_at,
            disbursed_at, early_payment_discount, discount_cents
        FROM invoicing.payments
        """;

    public async Task<PaymentView?> Find(PaymentId id, CancellationToken ct)
    {
        await using var context = new InvoicingContext(options);
        return await context.Payments.AsNoTracking().FirstOrDefaultAsync(payment => payment.Id == id, ct) is { } payment
            ? PaymentView.Of(payment)
            : null;
    }

    public async Task<Page<PaymentView>> List(PaymentFilter filter, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var conditions = new ListConditions(command)
            .AndStatus(filter.Status)
            .And("invoice_id = ", filter.InvoiceId?.Value)
            .And("supplier_id = ", filter.SupplierId?.Value)
            .And("run_id = ", filter.RunId?.Value)
            .And("due_date >= ", filter.DueFrom)
            .And("due_date <= ", filter.DueTo)
            .And("id < ", filter.After);
        command.CommandText = $"{Payments} WHERE {conditions} ORDER BY id DESC LIMIT {filter.Limit + 1}";
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<PaymentView>();
        while (await row.ReadAsync(ct))
            found.Add(Read(row));
        return ListConditions.Page(found, filter.Limit, shown => TypedId.Parse<PaymentId>(shown.Id).Value.Value);
    }

    public Task<HistoryPage?> History(PaymentId id, HistoryRange range, CancellationToken ct) =>
        HistoryQuery.Read(database, InvoicingContext.SchemaName, id.Value, range, ct);

    public Task<HistoryItem?> HistoryItem(PaymentId id, long version, CancellationToken ct) =>
        HistoryQuery.ReadOne(database, InvoicingContext.SchemaName, id.Value, version, ct);

    public async Task<PaymentId?> OfInvoice(InvoiceId invoice, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "SELECT id FROM invoicing.payments WHERE invoice_id = $1 AND status <> 'Reversed'"
        );
        command.Parameters.With(invoice.Value);
        return await command.ReadIds(id => new PaymentId(id), ct) is [var only] ? only : null;
    }

    public async Task<IReadOnlyList<PaymentId>> Due(DateOnly cutOff, DateOnly today, SupplierId? supplier, int atMost, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT id FROM invoicing.payments
            WHERE status = 'Scheduled' AND run_id IS NULL AND ($4::uuid IS NULL OR supplier_id = $4)
                AND (due_date <= $1 OR (early_payment_discount ->> 'until')::date BETWEEN $2 AND $1)
            ORDER BY due_date, id LIMIT $3
            """
        );
        command.Parameters.With(cutOff).With(today).With(atMost).AddWithValue(supplier is { } only ? only.Value : DBNull.Value);
        return await command.ReadIds(id => new PaymentId(id), ct);
    }

    public async Task<IReadOnlyList<PaymentId>> InRun(PaymentRunId run, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            "SELECT id FROM invoicing.payments WHERE run_id = $1 AND status <> 'Reversed' ORDER BY id"
        );
        command.Parameters.With(run.Value);
        return await command.ReadIds(id => new PaymentId(id), ct);
    }

    public async Task<IReadOnlyList<PaymentId>> ForBank(bool withUnsettled, PaymentId? after, int atMost, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            """
            SELECT p.id FROM invoicing.payments p JOIN invoicing.payment_runs r ON r.id = p.run_id AND r.channel = 'bank'
            WHERE p.status = ANY ($1) AND p.id > $2 ORDER BY p.id LIMIT $3
            """
        );
        PaymentStatus[] wanted = withUnsettled ? [PaymentStatus.Scheduled, PaymentStatus.Disbursed] : [PaymentStatus.Scheduled];
        command.Parameters.With(Array.ConvertAll(wanted, status => $"{status}")).With(after?.Value ?? Guid.Empty).With(atMost);
        return await command.ReadIds(id => new PaymentId(id), ct);
    }

    private static PaymentView Read(NpgsqlDataReader row) =>
        new()
        {
            Id = new PaymentId(row.GetGuid(0)).ToString(),
            Status = row.GetString(1),
            InvoiceId = new InvoiceId(row.GetGuid(2)).ToString(),
            PurchaseOrderId = new PurchaseOrderId(row.GetGuid(3)).ToString(),
            SupplierId = new SupplierId(row.GetGuid(4)).ToString(),
            InvoiceNumber = row.GetString(5),
            Currency = row.GetString(6),
            AmountCents = row.GetInt64(7),
            GrossCents = row.GetInt64(8),
            SetOffs =
            [
                .. JsonColumns
                    .Read<List<SetOffCredit>>(row.GetString(9))
                    .Select(credit => new SetOffView(credit.CreditNoteId, credit.AmountCents)),
            ],
            EarlyPaymentDiscount = DiscountView.Of(
                row.TextOrNull(22) is { } discount ? JsonColumns.Read<EarlyPaymentDiscount>(discount) : null
            ),
            DiscountCents = row.GetInt64(23),
            DueDate = Day.Format(row.GetFieldValue<DateOnly>(10)),
            AccountVersion = row.IsDBNull(11) ? null : row.GetInt32(11),
            PaymentRunId = row.IsDBNull(12) ? null : new PaymentRunId(row.GetGuid(12)).ToString(),
            BankReference = row.TextOrNull(13),
            FailureCode = row.TextOrNull(14),
            ReversalReason = row.TextOrNull(15),
            Retries = row.GetInt32(16),
            Version = row.GetInt64(17),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(18),
            UpdatedAt = row.GetFieldValue<DateTimeOffset>(19),
            SentAt = row.MomentOrNull(20),
            DisbursedAt = row.MomentOrNull(21),
        };
}
