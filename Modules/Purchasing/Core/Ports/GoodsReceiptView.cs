namespace Procurement.Purchasing.Ports;

using System.Diagnostics.CodeAnalysis;
using Procurement.Purchasing.Domain;

/// <summary>A goods receipt as lists show it: without its lines.</summary>
internal record GoodsReceiptHeader
{
    [Is<GoodsReceiptId>]
    public required string Id { get; init; }

    [Is<PurchaseOrderId>]
    public required string PurchaseOrderId { get; init; }

    [Is<SupplierId>]
    public required string SupplierId { get; init; }

    [Is<DeliveryNote>]
    public required string DeliveryNote { get; init; }

    [Is<NameOf<GoodsReceiptStatus>>]
    public required string Status { get; init; }

    [Is<LineCount>]
    public required int LineCount { get; init; }

    [Is<Subject>]
    public required string ReceivedBy { get; init; }

    [Is<Subject>]
    public required string? ResolvedBy { get; init; }

    [Is<Reason>]
    public required string? ResolutionReason { get; init; }

    [Is<AggregateVersion>]
    public required long Version { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }
    public required DateTimeOffset? ResolvedAt { get; init; }

    public static GoodsReceiptHeader Of(GoodsReceipt receipt) =>
        new()
        {
            Id = receipt.Identifier,
            PurchaseOrderId = receipt.OrderId.ToString(),
            SupplierId = receipt.SupplierId.ToString(),
            DeliveryNote = receipt.DeliveryNote,
            Status = receipt.Status.ToString(),
            LineCount = receipt.Lines.Count(),
            ReceivedBy = receipt.ReceivedBy,
            ResolvedBy = receipt.Resolution?.Resolver,
            ResolutionReason = receipt.Resolution?.Reason,
            Version = receipt.Version,
            ReceivedAt = receipt.CreatedAt,
            UpdatedAt = receipt.UpdatedAt,
            ResolvedAt = receipt.Resolution?.At,
        };
}

/// <summary>A goods receipt as clients see it.</summary>
internal sealed record GoodsReceiptView : GoodsReceiptHeader, IRepresentation
{
    [SetsRequiredMembers]
    private GoodsReceiptView(GoodsReceiptHeader header, IReadOnlyList<ReceiptLineView> lines)
        : base(header) => Lines = lines;

    public static int Representation => 1;

    public IReadOnlyList<ReceiptLineView> Lines { get; }

    public static new GoodsReceiptView Of(GoodsReceipt receipt) =>
        new(GoodsReceiptHeader.Of(receipt), [.. receipt.Lines.Select(ReceiptLineView.Of)]);

    public static GoodsReceiptView Of(GoodsReceiptHeader header, IReadOnlyList<ReceiptLineView> lines) => new(header, lines);
}

internal sealed record ReceiptLineView(
    [property: Is<LineNumber>] int LineNumber,
    [property: Is<Quantity>] decimal Quantity,
    [property: Is<NameOf<Unit>>] string Unit,
    bool QcFailed,
    [property: Is<Reason>] string? Reason,
    [property: Is<CountedQuantity>] decimal ReturnedQuantity
)
{
    public static ReceiptLineView Of(ReceiptLine line) =>
        new(line.LineNumber, line.Quantity, line.Unit.ToString(), line.QcFailed, line.Reason, line.ReturnedShown);
}
