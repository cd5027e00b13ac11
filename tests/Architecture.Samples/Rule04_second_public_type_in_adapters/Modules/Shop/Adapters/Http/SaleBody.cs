namespace Procurement.Shop.Adapters.Http;

public sealed record SaleBody(string Sku);
