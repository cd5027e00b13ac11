namespace Procurement.Shop.Ports;

using Procurement.Shop.Domain;

internal interface ISaleQueries
{
    Task<bool> IsClosed(SaleId id, CancellationToken ct);
}
