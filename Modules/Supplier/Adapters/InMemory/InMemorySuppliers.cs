namespace Procurement.Supplier.Adapters.InMemory;

using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;

internal sealed class InMemorySupplierRepository(
    InMemoryTable<SupplierModule, Supplier, SupplierId> table,
    InMemoryUnitOfWork<SupplierModule> unitOfWork
) : InMemoryRepository<SupplierModule, Supplier, SupplierId>(table, unitOfWork)
{
    protected override Error? Refusal(Supplier aggregate, IReadOnlyList<Supplier> committed) =>
        committed.Any(other => other.Id != aggregate.Id && other.Code == aggregate.Code) ? SupplierErrors.CodeTaken : null;
}

internal sealed class InMemorySupplierQueries(InMemoryTable<SupplierModule, Supplier, SupplierId> suppliers) : ISupplierQueries
{
    public Task<SupplierView?> Find(SupplierId id, CancellationToken ct) =>
        Task.FromResult(suppliers.Find(id) is { } supplier ? SupplierView.Of(supplier) : null);

    public Task<Page<SupplierView>> List(SupplierFilter filter, CancellationToken ct)
    {
        var found = suppliers
            .All()
            .Where(s => filter.Status is null || s.Status == filter.Status)
            .Where(s => filter.Code is null || s.Code == filter.Code)
            .Where(s => filter.After is null || s.Id.Value.CompareTo(filter.After.Value) < 0)
            .OrderByDescending(s => s.Id.Value)
            .Take(filter.Limit + 1)
            .ToList();
        Guid? next = found.Count > filter.Limit ? found[filter.Limit - 1].Id.Value : null;
        return Task.FromResult(new Page<SupplierView>([.. found.Take(filter.Limit).Select(SupplierView.Of)], next));
    }

    public Task<HistoryPage?> History(SupplierId id, HistoryRange range, CancellationToken ct) =>
        Task.FromResult(suppliers.HistoryOf(id, range));

    public Task<HistoryItem?> HistoryItem(SupplierId id, long version, CancellationToken ct) =>
        Task.FromResult(suppliers.HistoryItemOf(id, version));

    public Task<SupplierStatus?> FindStanding(SupplierId id, CancellationToken ct) => Task.FromResult(suppliers.Find(id)?.Status);
}
