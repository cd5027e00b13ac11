namespace Procurement.Shop.UseCases;

using Procurement.Shop.Domain;
using Procurement.Shop.Ports;

internal sealed class CloseSale(IRepository<Sale, SaleId> sales, IDepotDirectory depot, TimeProvider clock)
{
    internal sealed record Arguments(SaleId Id, string Sku);

    public async Task<bool> Execute(Arguments asked, string actor, CancellationToken ct)
    {
        if (await sales.Find(asked.Id, ct) is not { } sale || !await depot.Has(asked.Sku, ct))
            return false;
        sale.Close(Actor.Of(actor), clock.GetUtcNow());
        await sales.Save(sale, ct);
        return true;
    }
}
