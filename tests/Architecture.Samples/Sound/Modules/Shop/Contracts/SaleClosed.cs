namespace Procurement.Shop.Contracts;

public sealed record SaleClosed(Guid SaleId, string Sku);
