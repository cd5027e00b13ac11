namespace Procurement.Purchasing.Adapters.InMemory;

using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class InMemoryPurchaseOrderQueries(InMemoryTable<PurchasingModule, PurchaseOrder, PurchaseOrderId> orders)
    : IPurchaseOrderQueries
{
    public Task<PurchaseOrderView?> Find(PurchaseOrderId id, CancellationToken ct) =>
        Task.FromResult(orders.Find(id) is { } order ? PurchaseOrderView.Of(order) : null);

    public Task<Page<PurchaseOrderHeader>> List(PurchaseOrderFilter filter, CancellationToken ct)
    {
        var found = orders
            .All()
            .Where(o => filter.Status is null || o.Status == filter.Status)
            .Where(o => filter.SupplierId is null || o.SupplierId == filter.SupplierId)
            .Where(o => filter.RequestedBy is null || o.RequestedBy == filter.RequestedBy)
            .Where(o => filter.CreatedFrom is null || o.CreatedAt >= filter.CreatedFrom)
            .Where(o => filter.CreatedTo is null || o.CreatedAt < filter.CreatedTo)
            .Where(o => filter.After is null || o.Id.Value.CompareTo(filter.After.Value) < 0)
            .OrderByDescending(o => o.Id.Value)
            .Take(filter.Limit + 1)
            .ToList();
        Guid? next = found.Count > filter.Limit ? found[filter.Limit - 1].Id.Value : null;
        return Task.FromResult(new Page<PurchaseOrderHeader>([.. found.Take(filter.Limit).Select(PurchaseOrderHeader.Of)], next));
    }

    public Task<HistoryPage?> History(PurchaseOrderId id, HistoryRange range, CancellationToken ct) =>
        Task.FromResult(orders.HistoryOf(id, range));

    public Task<HistoryItem?> HistoryItem(PurchaseOrderId id, long version, CancellationToken ct) =>
        Task.FromResult(orders.HistoryItemOf(id, version));

    public Task<IReadOnlyList<PurchaseOrderId>> OpenOrdersOf(
        SupplierId supplier,
        PurchaseOrderId? after,
        int atMost,
        CancellationToken ct
    ) =>
        Task.FromResult<IReadOnlyList<PurchaseOrderId>>([
            .. orders
                .All()
                .Where(o => o.SupplierId == supplier && PurchaseOrder.OpenStates.Contains(o.Status))
                .Where(o => after is null || o.Id.Value.CompareTo(after.Value.Value) > 0)
                .OrderBy(o => o.Id.Value)
                .Take(atMost)
                .Select(o => o.Id),
        ]);
}

internal sealed class InMemoryOrderNumbers : IOrderNumbers
{
    private long last;

    public ValueTask<long> Next(CancellationToken ct) => ValueTask.FromResult(Interlocked.Increment(ref last));
}
