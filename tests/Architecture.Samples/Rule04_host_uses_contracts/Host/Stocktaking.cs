namespace Procurement.Host;

using Procurement.Depot.Contracts;

internal sealed class Stocktaking(IDepotApi depot)
{
    public Task<Stock?> Take(CancellationToken ct) => depot.FindStock("nail", ct);
}
