namespace Procurement.Depot.Ports;

internal interface IStockQueries
{
    Task<int?> Quantity(string sku, CancellationToken ct);
}
