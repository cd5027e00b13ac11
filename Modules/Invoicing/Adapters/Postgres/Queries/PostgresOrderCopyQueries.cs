namespace Procurement.Invoicing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

internal sealed class PostgresOrderCopyQueries(NpgsqlDataSource database, DbContextOptions<InvoicingContext> options) : IOrderCopyQueries
{
    public async Task<OrderCopy?> Find(PurchaseOrderId id, CancellationToken ct)
    {
        await using var context = new InvoicingContext(options);
        return await context.Orders.AsNoTracking().FirstOrDefaultAsync(order => order.Id == id, ct);
    }

    public Task<HistoryPage?> History(PurchaseOrderId id, HistoryRange range, CancellationToken ct) =>
        HistoryQuery.Read(database, InvoicingContext.SchemaName, id.Value, range, ct);

    public Task<HistoryItem?> HistoryItem(PurchaseOrderId id, long version, CancellationToken ct) =>
        HistoryQuery.ReadOne(database, InvoicingContext.SchemaName, id.Value, version, ct);

    public async Task<IReadOnlyList<OrderCopy>> IssuedTo(SupplierId supplier, int atMost, CancellationToken ct)
    {
        await using var context = new InvoicingContext(options);
        return await context
            .Orders.AsNoTracking()
            .Where(order => order.SupplierId == supplier && order.Status == OrderCopyStatus.Issued)
            .OrderByDescending(order => order.Id)
            .Take(atMost)
            .ToListAsync(ct);
    }
}
