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

    private static readonly Func<PurchasingContext, PurchaseOrderId, IAsyncEnumerable<OrderInvoice>> LoadInvoices = EF.CompileAsyncQuery(
        (PurchasingContext c, PurchaseOrderId id) =>
            c.Set<OrderInvoice>().AsTracking().Where(invoice => EF.Property<PurchaseOrderId>(invoice, "OrderId") == id)
    );

    protected override Func<PurchasingContext, PurchaseOrderId, CancellationToken, Task<PurchaseOrder?>> Query => LoadWhole;

    /// <summary>Invoices apart, or each would come once with every line; and only where there can be some.</summary>
    private static async Task<PurchaseOrder?> LoadWhole(PurchasingContext context, PurchaseOrderId id, CancellationToken ct)
    {
        var order = await Load(context, id, ct);
        if (order?.Approval is null)
            return order;
        // Each finds its place in the order by itself.
        await foreach (var _ in LoadInvoices(context, id).WithCancellation(ct)) { }
        return order;
    }
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
