namespace Procurement.Purchasing.Adapters.InMemory;

using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class InMemoryPurchaseOrderRepository(
    InMemoryTable<PurchasingModule, PurchaseOrder, PurchaseOrderId> table,
    InMemoryUnitOfWork<PurchasingModule> unitOfWork
) : InMemoryRepository<PurchasingModule, PurchaseOrder, PurchaseOrderId>(table, unitOfWork)
{
    protected override Error? Refusal(PurchaseOrder aggregate, IReadOnlyList<PurchaseOrder> committed) =>
        aggregate.SplitNumber is { } number
        && committed.Any(other => other.Id != aggregate.Id && other.SplitNumber == number && Alike(other, aggregate))
            ? Error.Stale
            : null;

    private static bool Alike(PurchaseOrder one, PurchaseOrder other) =>
        one.SupplierId == other.SupplierId && one.Currency == other.Currency && Person.Same(one.RequestedBy, other.RequestedBy);
}

internal sealed class InMemoryPurchaseOrderQueries(InMemoryTable<PurchasingModule, PurchaseOrder, PurchaseOrderId> orders)
    : IPurchaseOrderQueries
{
    public Task<PurchaseOrderView?> Find(PurchaseOrderId id, CancellationToken ct) =>
        Task.FromResult(orders.Find(id) is { } order ? PurchaseOrderView.Of(order) : null);

    public Task<PurchaseOrderView?> FindAsOf(PurchaseOrderId id, DateTimeOffset moment, CancellationToken ct) =>
        Task.FromResult(
            orders.PastOf(id, moment) is { } past ? PurchaseOrderView.Of(PurchaseOrder.Retold(id, OrderPast.Read(past))) : null
        );

    public Task<IReadOnlyList<RecordedEvent>?> Past(PurchaseOrderId id, CancellationToken ct) =>
        Task.FromResult(orders.PastOf(id, DateTimeOffset.MaxValue) is { } past ? OrderPast.Read(past) : null);

    public Task<Page<PurchaseOrderHeader>> List(PurchaseOrderFilter filter, CancellationToken ct)
    {
        var page = Found(filter);
        return Task.FromResult(new Page<PurchaseOrderHeader>([.. page.Items.Select(PurchaseOrderHeader.Of)], page.Next));
    }

    public Task<Page<PurchaseOrderView>> ListWhole(PurchaseOrderFilter filter, CancellationToken ct)
    {
        var page = Found(filter);
        return Task.FromResult(new Page<PurchaseOrderView>([.. page.Items.Select(PurchaseOrderView.Of)], page.Next));
    }

    public Task<SummaryView> Summarize(SummaryFilter filter, CancellationToken ct) =>
        Task.FromResult(InMemoryOrderSummary.Of(orders.All(), filter));

    public Task<HistoryPage?> History(PurchaseOrderId id, HistoryRange range, CancellationToken ct) =>
        Task.FromResult(orders.HistoryOf(id, range));

    public Task<HistoryItem?> HistoryItem(PurchaseOrderId id, long version, CancellationToken ct) =>
        Task.FromResult(orders.HistoryItemOf(id, version));

    public Task<CommentsPage?> Comments(PurchaseOrderId id, HistoryRange range, CancellationToken ct)
    {
        if (orders.PastOf(id, DateTimeOffset.MaxValue) is not { } past)
            return Task.FromResult<CommentsPage?>(null);
        var found = OrderPast
            .Read(past)
            .Where(recorded => recorded.Version > range.After)
            .Where(recorded => recorded.Event is CommentAdded)
            .Select(recorded => new CommentView(
                ((CommentAdded)recorded.Event).Text,
                recorded.Event.Actor.Subject,
                recorded.Event.At,
                recorded.Version
            ))
            .Take(range.Limit + 1)
            .ToList();
        long? next = found.Count > range.Limit ? found[range.Limit - 1].Version : null;
        return Task.FromResult<CommentsPage?>(new CommentsPage([.. found.Take(range.Limit)], next));
    }

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

    private Page<PurchaseOrder> Found(PurchaseOrderFilter filter)
    {
        var text = filter.Text is { } written ? SearchText.Fold(written) : null;
        var found = orders
            .All()
            .Where(o => filter.Status is null || o.Status == filter.Status)
            .Where(o => filter.SupplierId is null || o.SupplierId == filter.SupplierId)
            .Where(o => filter.RequestedBy is null || o.RequestedBy == filter.RequestedBy)
            .Where(o => filter.Number is null || o.Number == filter.Number)
            .Where(o => filter.Currency is null || o.Currency == filter.Currency)
            .Where(o => filter.MinTotalMinor is null || o.TotalMinor >= filter.MinTotalMinor)
            .Where(o => filter.MaxTotalMinor is null || o.TotalMinor <= filter.MaxTotalMinor)
            .Where(o => filter.CreatedFrom is null || o.CreatedAt >= filter.CreatedFrom)
            .Where(o => filter.CreatedTo is null || o.CreatedAt < filter.CreatedTo)
            .Where(o => filter.After is null || o.Id.Value.CompareTo(filter.After.Value) < 0)
            .Where(o => filter.Sku is null || o.LineItems.Any(line => line.Sku == filter.Sku))
            .Where(o => text is null || SearchText.Of(o).Contains(text, StringComparison.Ordinal))
            .OrderByDescending(o => o.Id.Value)
            .Take(filter.Limit + 1)
            .ToList();
        Guid? next = found.Count > filter.Limit ? found[filter.Limit - 1].Id.Value : null;
        return new Page<PurchaseOrder>([.. found.Take(filter.Limit)], next);
    }
}

internal sealed class InMemoryOrderNumbers : IOrderNumbers
{
    private long last;

    public ValueTask<long> Next(CancellationToken ct) => ValueTask.FromResult(Interlocked.Increment(ref last));
}
