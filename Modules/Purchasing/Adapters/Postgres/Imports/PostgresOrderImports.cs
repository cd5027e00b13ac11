namespace Procurement.Purchasing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class PostgresOrderImports(PurchasingContext context) : IOrderImports
{
    public async Task<PurchaseOrderId?> Find(string creator, string reference, CancellationToken ct)
    {
        var found = await context
            .Set<OrderImport>()
            .AsNoTracking()
            .FirstOrDefaultAsync(import => import.Creator == creator && import.Reference == reference, ct);
        return found?.OrderId;
    }

    public Task Add(OrderImport import, CancellationToken ct)
    {
        context.Add(import);
        return Task.CompletedTask;
    }
}
