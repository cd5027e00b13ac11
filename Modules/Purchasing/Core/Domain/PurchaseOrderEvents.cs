namespace Procurement.Purchasing.Domain;

internal sealed record PurchaseOrderCreated(
    string Actor,
    DateTimeOffset At,
    string SupplierId,
    string RequestedBy,
    string Currency,
    long TotalCents,
    IReadOnlyList<LineItemFact> LineItems
) : DomainEvent(Actor, At);

internal sealed record LineItemsChanged(
    string Actor,
    DateTimeOffset At,
    string Currency,
    long TotalCents,
    IReadOnlyList<LineItemFact> LineItems
) : DomainEvent(Actor, At);

internal sealed record PurchaseOrderSubmitted(
    string Actor,
    DateTimeOffset At,
    string Currency,
    long TotalCents,
    string RequiredApprovalLevel
) : DomainEvent(Actor, At);

internal sealed record PurchaseOrderApproved(string Actor, DateTimeOffset At, string Level) : DomainEvent(Actor, At);

internal sealed record PurchaseOrderRejected(string Actor, DateTimeOffset At, string Reason) : DomainEvent(Actor, At);

/// <summary>A line as it stood: the audit trail keeps what was ordered, not only that it changed.</summary>
internal sealed record LineItemFact(int LineNumber, string Sku, string? Description, int Quantity, string Unit, long UnitPriceCents)
{
    public static IReadOnlyList<LineItemFact> Of(LineItems lines) =>
        [.. lines.Items.Select(l => new LineItemFact(l.LineNumber, l.Sku, l.Description, l.Quantity, l.Unit.ToString(), l.UnitPriceMinor))];
}
