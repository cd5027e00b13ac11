namespace Procurement.Shop.Adapters.Http;

using Procurement.Shop.Adapters.InMemory;
using Procurement.Shop.Domain;

internal static class SaleCount
{
    public static async Task<int> Of(SaleId id, CancellationToken ct) => await new InMemorySales().IsClosed(id, ct) ? 1 : 0;
}
