namespace Procurement.Shop.Ports;

internal interface IDepotDirectory
{
    Task<bool> Has(string sku, CancellationToken ct);
}
