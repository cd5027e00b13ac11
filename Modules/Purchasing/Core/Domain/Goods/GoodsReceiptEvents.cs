namespace Procurement.Purchasing.Domain;

internal sealed record GoodsReceived(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string PurchaseOrderId { get; init; }
    public required string DeliveryNote { get; init; }
    public required IReadOnlyList<ReceivedLineFact> Lines { get; init; }
}

internal sealed record GoodsReceiptDisputed(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string PurchaseOrderId { get; init; }
    public required string DeliveryNote { get; init; }
    public required IReadOnlyList<ReceivedLineFact> Lines { get; init; }
}

internal sealed record GoodsReceiptResolved(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string PurchaseOrderId { get; init; }
    public required string Reason { get; init; }
    public required IReadOnlyList<ReceivedLineFact> Lines { get; init; }
}

internal sealed record GoodsReturned(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string PurchaseOrderId { get; init; }
    public required string Reason { get; init; }
    public required IReadOnlyList<Counted> Lines { get; init; }
}

/// <summary>Goods of a line as they came.</summary>
/// <param name="Counted">The quantity in the unit that the order's line is counted in.</param>
internal sealed record ReceivedLineFact(int LineNumber, decimal Quantity, string Unit, decimal Counted, bool QcFailed, string? Reason)
{
    public static ReceivedLineFact Of(ReceiptLine line) =>
        new(line.LineNumber, line.Quantity, line.Unit.ToString(), line.Counted, line.QcFailed, line.Reason);
}
