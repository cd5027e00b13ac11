namespace Procurement.Depot.Adapters.Api;

using Procurement.Depot.Contracts;
using Procurement.Depot.Ports;

internal sealed class DepotApi(IStockQueries stock) : IDepotApi
{
    public async Task<Stock?> FindStock(string sku, CancellationToken ct) =>
        await stock.Quantity(sku, ct) is { } quantity ? new Stock(sku, quantity, StockState.Counted) : null;
}
