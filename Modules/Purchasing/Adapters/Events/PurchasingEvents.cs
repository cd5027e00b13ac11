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
                    PurchaseOrderId = order.Identifier,
                    SupplierId = created.SupplierId,
                    RequestedBy = created.RequestedBy,
                    Currency = created.Currency,
                    TotalCents = created.TotalCents,
                }
            ),
            (PurchaseOrder order, PurchaseOrderApproved approved) => PublicEvent.Of(
                new Contracts.PurchaseOrderApproved
                {
                    PurchaseOrderId = order.Identifier,
                    SupplierId = $"{order.SupplierId}",
                    Level = approved.Level,
                    Currency = order.Currency.Code,
                    TotalCents = order.TotalMinor,
                }
            ),
            (PurchaseOrder order, PurchaseOrderRejected rejected) => PublicEvent.Of(
                new Contracts.PurchaseOrderCancelled
                {
                    PurchaseOrderId = order.Identifier,
                    SupplierId = $"{order.SupplierId}",
                    Reason = rejected.Reason,
                    WasIssued = false,
                }
            ),
            (PurchaseOrder order, PurchaseOrderIssued issued) => PublicEvent.Of(Told(order, issued)),
            (PurchaseOrder order, PurchaseOrderDisputed disputed) => PublicEvent.Of(
                new Contracts.PurchaseOrderDisputed
                {
                    PurchaseOrderId = order.Identifier,
                    SupplierId = $"{order.SupplierId}",
                    Reason = disputed.Reason,
                }
            ),
            _ => null,
        };

    private static Contracts.PurchaseOrderIssued Told(PurchaseOrder order, PurchaseOrderIssued issued) =>
        new()
        {
            PurchaseOrderId = order.Identifier,
            Number = issued.Number,
            SupplierId = issued.SupplierId,
            Currency = issued.Currency,
            TotalCents = issued.TotalCents,
            LineItems =
            [
                .. issued.LineItems.Select(line => new Contracts.IssuedLineItem
                {
                    LineNumber = line.LineNumber,
                    Sku = line.Sku,
                    Description = line.Description,
                    Quantity = line.Quantity,
                    Unit = line.Unit,
                    UnitPriceCents = line.UnitPriceCents,
                }),
            ],
        };
}
