namespace Procurement.Shop.Adapters.Neighbours;

using Procurement.Shop.Ports;

internal sealed class DepotDirectory : IDepotDirectory
{
    public Task<bool> Has(string sku, CancellationToken ct) => Task.FromResult(true);
}
