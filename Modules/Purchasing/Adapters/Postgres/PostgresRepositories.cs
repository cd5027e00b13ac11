namespace Procurement.Purchasing.Adapters.Postgres;

using Microsoft.EntityFrameworkCore;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Purchasing.Domain;

internal sealed class PostgresPurchaseOrderRepository(PurchasingContext context, NewRows<PurchasingModule> added)
    : PostgresRepository<PurchasingModule, PurchasingContext, PurchaseOrder, PurchaseOrderId>(context, added)
{
    private static readonly Func<PurchasingContext, PurchaseOrderId, CancellationToken, Task<PurchaseOrder?>> Load = EF.CompileAsyncQuery(
        (PurchasingContext c, PurchaseOrderId id, CancellationToken ct) =>
            c.Orders.AsTracking().Include("lineItems").Include("invoices").FirstOrDefault(order => order.Id == id)
    );

    protected override Func<PurchasingContext, PurchaseOrderId, CancellationToken, Task<PurchaseOrder?>> Query => Load;
}

internal sealed class PostgresGoodsReceiptRepository(PurchasingContext context, NewRows<PurchasingModule> added)
    : PostgresRepository<PurchasingModule, PurchasingContext, GoodsReceipt, GoodsReceiptId>(context, added)
{
    private static readonly Func<PurchasingContext, GoodsReceiptId, CancellationToken, Task<GoodsReceipt?>> Load = EF.CompileAsyncQuery(
        (PurchasingContext c, GoodsReceiptId id, CancellationToken ct) =>
            c.Receipts.AsTracking().Include("lines").FirstOrDefault(receipt => receipt.Id == id)
    );

    protected override Func<PurchasingContext, GoodsReceiptId, CancellationToken, Task<GoodsReceipt?>> Query => Load;
}
