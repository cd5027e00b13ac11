namespace Procurement.Depot.Adapters.Modules;

using Procurement.Shop.Contracts;

internal sealed class Restocking
{
    public static string Sku(SaleClosed sale) => sale.Sku;
}
