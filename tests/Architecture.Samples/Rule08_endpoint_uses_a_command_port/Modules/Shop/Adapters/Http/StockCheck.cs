namespace Procurement.Shop.Adapters.Http;

using Procurement.Shop.Ports;

internal sealed class StockCheck(IDepotDirectory depot)
{
    public Task<bool> Run(CancellationToken ct) => depot.Has("nail", ct);
}
