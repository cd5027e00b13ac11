namespace Procurement.Purchasing.Adapters.Events;

using Procurement.BuildingBlocks.Persistence;
using Procurement.Purchasing.Domain;

/// <summary>What other modules learn of goods.</summary>
internal static class GoodsEvents
{
    public static PublicEvent? Of(GoodsReceipt receipt, DomainEvent happened) =>
        happened switch
        {
            GoodsReceived received => Received(receipt, received.Lines, wasDisputed: false),
            GoodsReceiptResolved resolved => Received(receipt, resolved.Lines, wasDisputed: true),
            GoodsReceiptDisputed disputed => PublicEvent.Of(
                new Contracts.GoodsReceiptDiscrepancyDetected
                {
                    GoodsReceiptId = receipt.Identifier,
                    PurchaseOrderId = $"{receipt.OrderId}",
                    SupplierId = $"{receipt.SupplierId}",
                    DeliveryNote = receipt.DeliveryNote,
                    Lines =
                    [
                        .. disputed
                            .Lines.Where(line => line.QcFailed)
                            .Select(line => new Contracts.FailedLine
                            {
                                LineNumber = line.LineNumber,
                                Quantity = line.Counted,
                                Reason = line.Reason,
                            }),
                    ],
                }
            ),
            GoodsReturned returned => PublicEvent.Of(
                new Contracts.GoodsReturned
                {
                    GoodsReceiptId = receipt.Identifier,
                    PurchaseOrderId = $"{receipt.OrderId}",
                    SupplierId = $"{receipt.SupplierId}",
                    Reason = returned.Reason,
                    Lines = Told(returned.Lines),
                }
            ),
            _ => null,
        };

    public static IReadOnlyList<Contracts.CountedLine> Told(IEnumerable<Counted> lines) =>
        [.. lines.Select(line => new Contracts.CountedLine { LineNumber = line.LineNumber, Quantity = line.Quantity })];

    private static PublicEvent Received(GoodsReceipt receipt, IEnumerable<ReceivedLineFact> lines, bool wasDisputed) =>
        PublicEvent.Of(
            new Contracts.GoodsReceived
            {
                GoodsReceiptId = receipt.Identifier,
                PurchaseOrderId = $"{receipt.OrderId}",
                SupplierId = $"{receipt.SupplierId}",
                DeliveryNote = receipt.DeliveryNote,
                Lines = Told(lines.Select(line => new Counted(line.LineNumber, line.Counted))),
                WasDisputed = wasDisputed,
            }
        );
}
