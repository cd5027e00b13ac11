namespace Procurement.Depot.Contracts;

public interface IDepotApi
{
    Task<Stock?> FindStock(string sku, CancellationToken ct);
}

public sealed record Stock(string Sku, int Quantity, StockState State);

public enum StockState
{
    Counted,
    Estimated,
}
