namespace Procurement.Purchasing.Domain;

internal sealed record PurchaseOrderCreated(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string SupplierId { get; init; }
    public required string RequestedBy { get; init; }
    public required string Currency { get; init; }
    public required long TotalCents { get; init; }
    public required IReadOnlyList<LineItemFact> LineItems { get; init; }
}

internal sealed record LineItemsChanged(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Currency { get; init; }
    public required long TotalCents { get; init; }
    public required IReadOnlyList<LineItemFact> LineItems { get; init; }
}

internal sealed record PurchaseOrderSubmitted(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Currency { get; init; }
    public required long TotalCents { get; init; }
    public required string RequiredApprovalLevel { get; init; }
}

internal sealed record PurchaseOrderApproved(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Level { get; init; }
}

internal sealed record PurchaseOrderRejected(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Reason { get; init; }
}

/// <summary>It says all of the order that its receivers need, so that nobody has to ask back.</summary>
internal sealed record PurchaseOrderIssued(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Number { get; init; }
    public required string SupplierId { get; init; }
    public required string Currency { get; init; }
    public required long TotalCents { get; init; }
    public required IReadOnlyList<LineItemFact> LineItems { get; init; }
}

internal sealed record PurchaseOrderDisputed(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Reason { get; init; }
}

/// <summary>A line as it stood: the audit trail keeps what was ordered, not only that it changed.</summary>
internal sealed record LineItemFact
{
    public required int LineNumber { get; init; }
    public required string Sku { get; init; }
    public required string? Description { get; init; }
    public required int Quantity { get; init; }
    public required string Unit { get; init; }
    public required long UnitPriceCents { get; init; }

    public static IReadOnlyList<LineItemFact> Of(IEnumerable<LineItem> lines) =>
        [
            .. lines.Select(line => new LineItemFact
            {
                LineNumber = line.LineNumber,
                Sku = line.Sku,
                Description = line.Description,
                Quantity = line.Quantity,
                Unit = line.Unit.ToString(),
                UnitPriceCents = line.UnitPriceMinor,
            }),
        ];
}
