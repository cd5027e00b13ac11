namespace Procurement.Purchasing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Purchasing.Domain;

internal sealed class PostgresPurchaseOrderRepository(PurchasingContext context, NewRows<PurchasingModule> added)
    : PostgresRepository<PurchasingModule, PurchasingContext, PurchaseOrder, PurchaseOrderId>(context, added)
{
    private static readonly Func<PurchasingContext, PurchaseOrderId, CancellationToken, Task<PurchaseOrder?>> Load = EF.CompileAsyncQuery(
        (PurchasingContext c, PurchaseOrderId id, CancellationToken ct) =>
            c.Orders.AsTracking().Include("lineItems").FirstOrDefault(order => order.Id == id)
    );

    protected override Func<PurchasingContext, PurchaseOrderId, CancellationToken, Task<PurchaseOrder?>> Query => Load;
}
