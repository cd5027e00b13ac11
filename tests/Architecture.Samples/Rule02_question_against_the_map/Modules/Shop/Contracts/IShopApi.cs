namespace Procurement.Shop.Contracts;

public interface IShopApi
{
    Task<int> CountSales(CancellationToken ct);
}
