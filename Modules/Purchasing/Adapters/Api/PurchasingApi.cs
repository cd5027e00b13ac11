namespace Procurement.Purchasing.Adapters.Api;

using Procurement.Purchasing.Contracts;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.UseCases;

/// <summary>Answers other modules in the words of the contract.</summary>
internal sealed class PurchasingApi(FindOrder orders) : IPurchasingApi
{
    public async Task<OrderStanding?> FindOrder(Guid purchaseOrderId, CancellationToken ct) =>
        await orders.Execute(new PurchaseOrderId(purchaseOrderId), ct) is { } order
            ? new OrderStanding
            {
                SupplierId = TypedId.Parse<SupplierId>(order.SupplierId).Value.Value,
                Currency = order.Currency,
                IsIssued = order.IssuedAt is not null,
                IsCancelled = order.Status == nameof(PurchaseOrderStatus.Cancelled),
            }
            : null;
}
