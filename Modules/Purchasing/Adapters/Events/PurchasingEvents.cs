namespace Procurement.Purchasing.Adapters.Events;

using Procurement.BuildingBlocks.Persistence;
using Procurement.Purchasing.Domain;
using static Procurement.Purchasing.Domain.PurchaseOrderStatus;

/// <summary>What other modules learn of orders and goods, in the words of Contracts.</summary>
internal sealed class PurchasingEvents : IPublicEvents<PurchasingModule>
{
    public PublicEvent? Of(Aggregate aggregate, DomainEvent happened) =>
        aggregate switch
        {
            PurchaseOrder order => OfOrder(order, order.Identifier, $"{order.SupplierId}", happened),
            GoodsReceipt receipt => GoodsEvents.Of(receipt, happened),
            _ => null,
        };

    private static PublicEvent? OfOrder(PurchaseOrder order, string id, string supplier, DomainEvent happened) =>
        happened switch
        {
            PurchaseOrderCreated created => PublicEvent.Of(
                new Contracts.PurchaseOrderCreated
                {
                    PurchaseOrderId = id,
                    SupplierId = supplier,
                    RequestedBy = created.RequestedBy,
                    Currency = created.Currency,
                    TotalCents = created.TotalCents,
                }
            ),
            PurchaseOrderApproved approved => PublicEvent.Of(
                new Contracts.PurchaseOrderApproved
                {
                    PurchaseOrderId = id,
                    SupplierId = supplier,
                    Level = approved.Level,
                    Currency = order.Currency.Code,
                    TotalCents = order.TotalMinor,
                }
            ),
            PurchaseOrderRejected rejected => PublicEvent.Of(
                new Contracts.PurchaseOrderRejected
                {
                    PurchaseOrderId = id,
                    SupplierId = supplier,
                    Reason = rejected.Reason,
                }
            ),
            PurchaseOrderIssued issued => PublicEvent.Of(OrderContents.Issued(id, issued)),
            AmendmentApproved amended => PublicEvent.Of(OrderContents.Amended(order, amended)),
            // What the supplier asked for was decided, which stands for its acknowledgement.
            AmendmentRejected when order.Status == Acknowledged && order.AcknowledgedAt == happened.At => Acknowledgement(
                order,
                id,
                supplier
            ),
            PurchaseOrderAcknowledged => Acknowledgement(order, id, supplier),
            _ => OfEnd(order, id, supplier, happened),
        };

    private static PublicEvent Acknowledgement(PurchaseOrder order, string id, string supplier) =>
        PublicEvent.Of(
            new Contracts.PurchaseOrderAcknowledged
            {
                PurchaseOrderId = id,
                SupplierId = supplier,
                ExpectedDelivery = order.ExpectedDelivery,
            }
        );

    private static PublicEvent? OfEnd(PurchaseOrder order, string id, string supplier, DomainEvent happened) =>
        happened switch
        {
            PurchaseOrderCancelled cancelled => PublicEvent.Of(
                new Contracts.PurchaseOrderCancelled
                {
                    PurchaseOrderId = id,
                    SupplierId = supplier,
                    Reason = cancelled.Reason,
                    WasIssued = order.IssuedAt is not null,
                }
            ),
            PurchaseOrderDisputed disputed => PublicEvent.Of(
                new Contracts.PurchaseOrderDisputed
                {
                    PurchaseOrderId = id,
                    SupplierId = supplier,
                    Reason = disputed.Reason,
                }
            ),
            DisputeResolved resolved => PublicEvent.Of(
                new Contracts.PurchaseOrderDisputeResolved
                {
                    PurchaseOrderId = id,
                    SupplierId = supplier,
                    Status = $"{order.Recorded.Single(each => each.Event == happened).To}",
                    Reason = resolved.Reason,
                }
            ),
            RemainderCancelled rest => PublicEvent.Of(
                new Contracts.PurchaseOrderClosedShort
                {
                    PurchaseOrderId = id,
                    SupplierId = supplier,
                    Reason = rest.Reason,
                    Lines = GoodsEvents.Told(rest.Lines),
                }
            ),
            PurchaseOrderClosed => PublicEvent.Of(new Contracts.PurchaseOrderClosed { PurchaseOrderId = id, SupplierId = supplier }),
            ApproversReminded reminded => Overdue(order, id, reminded.Level, reminded.DueAt, isEscalated: false),
            ApprovalEscalated escalated => Overdue(order, id, escalated.Level, escalated.DueAt, isEscalated: true),
            _ => null,
        };

    private static PublicEvent Overdue(PurchaseOrder order, string id, string level, DateTimeOffset dueAt, bool isEscalated) =>
        PublicEvent.Of(
            new Contracts.ApprovalOverdue
            {
                PurchaseOrderId = id,
                Number = OrderNumber.Text(order.Number),
                Level = level,
                DueAt = dueAt,
                IsEscalated = isEscalated,
            }
        );
}
