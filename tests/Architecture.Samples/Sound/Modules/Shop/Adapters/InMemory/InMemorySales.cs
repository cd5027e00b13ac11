namespace Procurement.Shop.Adapters.InMemory;

using Procurement.Shop.Domain;
using Procurement.Shop.Ports;

internal sealed class InMemorySales : IRepository<Sale, SaleId>, ISaleQueries
{
    public Task<Sale?> Find(SaleId id, CancellationToken ct) => Task.FromResult<Sale?>(new Sale(id));

    public Task Save(Sale aggregate, CancellationToken ct) => Task.CompletedTask;

    public Task<bool> IsClosed(SaleId id, CancellationToken ct) => Task.FromResult(false);
}
