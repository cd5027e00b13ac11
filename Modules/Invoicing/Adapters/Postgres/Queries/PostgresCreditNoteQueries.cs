namespace Procurement.Invoicing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

internal sealed class PostgresCreditNoteQueries(NpgsqlDataSource database, DbContextOptions<InvoicingContext> options) : ICreditNoteQueries
{
    private const string Notes = """
        SELECT id, status, invoice_id, supplier_id, number, currency, net_cents, tax, gross_cents, open_cents, lines, reason, registered_by,
            version, created_at, updated_at
        FROM invoicing.credit_notes
        """;

    private const string OpenOfPaidInvoices = """
        SELECT n.id FROM invoicing.credit_notes n JOIN invoicing.invoices i ON i.id = n.invoice_id
        WHERE n.supplier_id = $1 AND n.currency = $2 AND n.open_cents > 0 AND i.status = 'Paid' ORDER BY n.id
        """;

    public async Task<CreditNoteView?> Find(CreditNoteId id, CancellationToken ct)
    {
        await using var context = new InvoicingContext(options);
        return await context.CreditNotes.AsNoTracking().FirstOrDefaultAsync(note => note.Id == id, ct) is { } note
            ? CreditNoteView.Of(note)
            : null;
    }

    public async Task<Page<CreditNoteView>> List(CreditNoteFilter filter, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var conditions = new ListConditions(command)
            .And("invoice_id = ", filter.InvoiceId?.Value)
            .And("supplier_id = ", filter.SupplierId?.Value)
            .And("id < ", filter.After);
        command.CommandText = $"{Notes} WHERE {conditions} ORDER BY id DESC LIMIT {filter.Limit + 1}";
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<CreditNoteView>();
        while (await row.ReadAsync(ct))
            found.Add(Read(row));
        return ListConditions.Page(found, filter.Limit, shown => TypedId.Parse<CreditNoteId>(shown.Id).Value.Value);
    }

    public Task<HistoryPage?> History(CreditNoteId id, HistoryRange range, CancellationToken ct) =>
        HistoryQuery.Read(database, InvoicingContext.SchemaName, id.Value, range, ct);

    public Task<HistoryItem?> HistoryItem(CreditNoteId id, long version, CancellationToken ct) =>
        HistoryQuery.ReadOne(database, InvoicingContext.SchemaName, id.Value, version, ct);

    public async Task<IReadOnlyList<CreditNoteId>> OfInvoice(InvoiceId invoice, CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT id FROM invoicing.credit_notes WHERE invoice_id = $1 ORDER BY id");
        command.Parameters.With(invoice.Value);
        return await command.ReadIds(id => new CreditNoteId(id), ct);
    }

    public async Task<IReadOnlyList<CreditNoteId>> OpenOfPaid(SupplierId supplier, Currency currency, CancellationToken ct)
    {
        await using var command = database.CreateCommand(OpenOfPaidInvoices);
        command.Parameters.With(supplier.Value).With(currency.Code);
        return await command.ReadIds(id => new CreditNoteId(id), ct);
    }

    private static CreditNoteView Read(NpgsqlDataReader row) =>
        new()
        {
            Id = new CreditNoteId(row.GetGuid(0)).ToString(),
            Status = row.GetString(1),
            InvoiceId = new InvoiceId(row.GetGuid(2)).ToString(),
            SupplierId = new SupplierId(row.GetGuid(3)).ToString(),
            CreditNoteNumber = row.GetString(4),
            Currency = row.GetString(5),
            NetCents = row.GetInt64(6),
            Tax = [.. JsonColumns.Read<List<TaxLine>>(row.GetString(7)).Select(TaxView.Of)],
            GrossCents = row.GetInt64(8),
            OpenCents = row.GetInt64(9),
            Lines =
            [
                .. JsonColumns
                    .Read<List<CreditedLine>>(row.GetString(10))
                    .Select(line => new CreditedLineView(line.LineNumber, line.Quantity)),
            ],
            Reason = row.GetString(11),
            RegisteredBy = row.GetString(12),
            Version = row.GetInt64(13),
            CreatedAt = row.GetFieldValue<DateTimeOffset>(14),
            UpdatedAt = row.GetFieldValue<DateTimeOffset>(15),
        };
}
