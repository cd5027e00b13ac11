namespace Procurement.Shop.Adapters.Neighbours;

using Procurement.Depot.Contracts;
using Procurement.Shop.Ports;

internal sealed class DepotDirectory(IDepotApi depot) : IDepotDirectory
{
    public async Task<bool> Has(string sku, CancellationToken ct) => await depot.FindStock(sku, ct) is { Quantity: > 0 };
}
