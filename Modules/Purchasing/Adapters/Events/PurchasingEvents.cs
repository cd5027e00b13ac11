namespace Procurement.Purchasing.Adapters.Events;

using Procurement.BuildingBlocks.Persistence;
using Procurement.Purchasing.Domain;

/// <summary>What other modules learn of orders, in the words of Contracts.</summary>
internal sealed class PurchasingEvents : IPublicEvents<PurchasingModule>
{
    public PublicEvent? Of(Aggregate aggregate, DomainEvent happened) =>
        (aggregate, happened) switch
        {
            (PurchaseOrder order, PurchaseOrderCreated created) => PublicEvent.Of(
                new Contracts.PurchaseOrderCreated
                {
                    PurchaseOrderId = order.Name,
                    SupplierId = created.SupplierId,
                    RequestedBy = created.RequestedBy,
                    Currency = created.Currency,
                    TotalCents = created.TotalCents,
                }
            ),
            _ => null,
        };
}
