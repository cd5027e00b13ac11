namespace Procurement.Purchasing.Adapters.InMemory;

using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class InMemoryGoodsReceiptRepository(
    InMemoryTable<PurchasingModule, GoodsReceipt, GoodsReceiptId> table,
    InMemoryUnitOfWork<PurchasingModule> unitOfWork
) : InMemoryRepository<PurchasingModule, GoodsReceipt, GoodsReceiptId>(table, unitOfWork)
{
    protected override Error? Refusal(GoodsReceipt aggregate, IReadOnlyList<GoodsReceipt> committed) =>
        committed.Any(other =>
            other.Id != aggregate.Id && other.OrderId == aggregate.OrderId && other.DeliveryNote == aggregate.DeliveryNote
        )
            ? GoodsReceiptErrors.NoteTaken
            : null;
}

internal sealed class InMemoryGoodsReceiptQueries(InMemoryTable<PurchasingModule, GoodsReceipt, GoodsReceiptId> receipts)
    : IGoodsReceiptQueries
{
    public Task<GoodsReceiptView?> Find(GoodsReceiptId id, CancellationToken ct) =>
        Task.FromResult(receipts.Find(id) is { } receipt ? GoodsReceiptView.Of(receipt) : null);

    public Task<Page<GoodsReceiptHeader>> List(GoodsReceiptFilter filter, CancellationToken ct)
    {
        var found = receipts
            .All()
            .Where(r => filter.Status is null || r.Status == filter.Status)
            .Where(r => filter.OrderId is null || r.OrderId == filter.OrderId)
            .Where(r => filter.After is null || r.Id.Value.CompareTo(filter.After.Value) < 0)
            .OrderByDescending(r => r.Id.Value)
            .Take(filter.Limit + 1)
            .ToList();
        Guid? next = found.Count > filter.Limit ? found[filter.Limit - 1].Id.Value : null;
        return Task.FromResult(new Page<GoodsReceiptHeader>([.. found.Take(filter.Limit).Select(GoodsReceiptHeader.Of)], next));
    }

    public Task<HistoryPage?> History(GoodsReceiptId id, HistoryRange range, CancellationToken ct) =>
        Task.FromResult(receipts.HistoryOf(id, range));

    public Task<HistoryItem?> HistoryItem(GoodsReceiptId id, long version, CancellationToken ct) =>
        Task.FromResult(receipts.HistoryItemOf(id, version));
}
