namespace Procurement.Depot.Adapters.Neighbours;

using Procurement.Shop.Contracts;

internal sealed class Restocking
{
    public static string Sku(SaleClosed sale) => sale.Sku;
}
