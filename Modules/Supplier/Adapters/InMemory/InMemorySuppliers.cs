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

    public Task<Supplier?> Load(SupplierId id, CancellationToken ct) => Task.FromResult(suppliers.Find(id));

    public Task<Page<SupplierHeaderView>> List(SupplierFilter filter, CancellationToken ct)
    {
        var found = suppliers
            .All()
            .Where(s => filter.Status is null || s.Status == filter.Status)
            .Where(s => filter.CodePrefix is not { } prefix || s.Code.Value.StartsWith(prefix, StringComparison.Ordinal))
            .Where(s =>
                filter.NamePrefix?.ToUpperInvariant() is not { } prefix || s.SearchName.StartsWith(prefix, StringComparison.Ordinal)
            )
            .Where(s => filter.Country is null || s.Address?.Country == filter.Country)
            .Where(s => filter.MinRiskScore is not { } least || s.RiskScore?.Value >= least.Value)
            .Where(s => filter.MaxRiskScore is not { } most || s.RiskScore?.Value <= most.Value)
            .Where(s => filter.DocumentExpiresBefore is not { } day || s.Documents.Any(document => document.ValidUntil < day))
            .Where(s => filter.After is null || s.Id.Value.CompareTo(filter.After.Value) < 0)
            .OrderByDescending(s => s.Id.Value)
            .Take(filter.Limit + 1)
            .ToList();
        Guid? next = found.Count > filter.Limit ? found[filter.Limit - 1].Id.Value : null;
        return Task.FromResult(new Page<SupplierHeaderView>([.. found.Take(filter.Limit).Select(SupplierHeaderView.Of)], next));
    }

    public Task<HistoryPage?> History(SupplierId id, HistoryRange range, CancellationToken ct) =>
        Task.FromResult(suppliers.HistoryOf(id, range));

    public Task<HistoryItem?> HistoryItem(SupplierId id, long version, CancellationToken ct) =>
        Task.FromResult(suppliers.HistoryItemOf(id, version));

    public Task<Standing?> FindStanding(SupplierId id, CancellationToken ct) =>
        Task.FromResult(
            suppliers.Find(id) is { } supplier
                ? new Standing(
                    supplier.Status,
                    supplier.Hold?.Scope,
                    supplier.Code.Value,
                    supplier.LegalName,
                    supplier.MatchTolerance?.BasisPoints,
                    supplier.PayableAccount?.Version,
                    supplier.PaymentTerms?.Days
                )
                : null
        );

    public Task<IReadOnlyList<SupplierId>> WithAccountToVerify(DateTimeOffset now, int atMost, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<SupplierId>>([
            .. suppliers
                .All()
                .Where(s => s.Status != SupplierStatus.Blacklisted)
                .Where(s => s.BankAccount is { State: BankAccountState.CoolingOff } account && account.UsableFrom <= now)
                .OrderBy(s => s.BankAccount!.UsableFrom)
                .Take(atMost)
                .Select(s => s.Id),
        ]);
}
