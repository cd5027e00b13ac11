namespace Procurement.Invoicing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

internal sealed class PostgresPaymentRunQueries(NpgsqlDataSource database, DbContextOptions<InvoicingContext> options) : IPaymentRunQueries
{
    private const string Headers =
        "SELECT id, status, channel, cut_off, supplier_id, version, created_at, updated_at, handed_out_at FROM invoicing.payment_runs";

    public async Task<PaymentRunView?> Find(PaymentRunId id, CancellationToken ct)
    {
        await using var context = new InvoicingContext(options);
        return await context.PaymentRuns.AsNoTracking().FirstOrDefaultAsync(run => run.Id == id, ct) is { } run
            ? PaymentRunView.Of(run)
            : null;
    }

    public async Task<Page<PaymentRunHeader>> List(PaymentRunFilter filter, CancellationToken ct)
    {
        await using var command = database.CreateCommand();
        var conditions = new ListConditions(command).And("id < ", filter.After);
        command.CommandText = $"{Headers} WHERE {conditions} ORDER BY id DESC LIMIT {filter.Limit + 1}";
        await using var row = await command.ExecuteReaderAsync(ct);
        var found = new List<PaymentRunHeader>();
        while (await row.ReadAsync(ct))
            found.Add(
                new PaymentRunHeader
                {
                    Id = new PaymentRunId(row.GetGuid(0)).ToString(),
                    Status = row.GetString(1),
                    Channel = row.GetString(2),
                    CutOff = Day.Format(row.GetFieldValue<DateOnly>(3)),
                    SupplierId = row.IsDBNull(4) ? null : new SupplierId(row.GetGuid(4)).ToString(),
                    Version = row.GetInt64(5),
                    CreatedAt = row.GetFieldValue<DateTimeOffset>(6),
                    UpdatedAt = row.GetFieldValue<DateTimeOffset>(7),
                    HandedOutAt = row.MomentOrNull(8),
                }
            );
        return ListConditions.Page(found, filter.Limit, shown => TypedId.Parse<PaymentRunId>(shown.Id).Value.Value);
    }

    public Task<HistoryPage?> History(PaymentRunId id, HistoryRange range, CancellationToken ct) =>
        HistoryQuery.Read(database, InvoicingContext.SchemaName, id.Value, range, ct);

    public Task<HistoryItem?> HistoryItem(PaymentRunId id, long version, CancellationToken ct) =>
        HistoryQuery.ReadOne(database, InvoicingContext.SchemaName, id.Value, version, ct);

    public async Task<bool> HasDaily(DateOnly day, CancellationToken ct)
    {
        await using var command = database.CreateCommand("SELECT EXISTS (SELECT FROM invoicing.payment_runs WHERE daily_of = $1)");
        command.Parameters.With(day);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }
}
