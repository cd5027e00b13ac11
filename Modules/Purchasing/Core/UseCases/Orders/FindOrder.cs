namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>An order as it stands; null when there is no such order.</summary>
internal sealed class FindOrder(IPurchaseOrderQueries orders)
{
    public Task<PurchaseOrderView?> Execute(PurchaseOrderId id, CancellationToken ct) => orders.Find(id, ct);
}
