namespace Procurement.Shop.Domain;

using Procurement.Shop.Ports;

internal sealed class Basket
{
    public static async Task<bool> Fits(IDepotDirectory depot, CancellationToken ct) => await depot.Has("nail", ct);
}
