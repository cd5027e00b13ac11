namespace Procurement.Depot.Adapters.Neighbours;

using Procurement.Shop.Contracts;

internal sealed class Restocking(IShopApi shop)
{
    public Task<int> Needed(CancellationToken ct) => shop.CountSales(ct);
}
