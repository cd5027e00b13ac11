namespace Procurement.Invoicing.Domain;

internal sealed record OrderHeardOf(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At);

internal sealed record OrderCopied(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Number { get; init; }
    public required OrderedContentFact Content { get; init; }
}

internal sealed record OrderAmended(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required OrderedContentFact Content { get; init; }
}

internal sealed record OrderCancelled(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Reason { get; init; }
}

internal sealed record RemainderWithdrawn(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required IReadOnlyList<Counted> Lines { get; init; }
}

internal sealed record GoodsCounted(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string GoodsReceiptId { get; init; }
    public required IReadOnlyList<Counted> Lines { get; init; }
}

internal sealed record GoodsTakenBack(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string GoodsReceiptId { get; init; }
    public required IReadOnlyList<Counted> Lines { get; init; }
}

internal sealed record DiscrepancyNoted(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string GoodsReceiptId { get; init; }
}

internal sealed record OrderBilled(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string InvoiceId { get; init; }
    public required IReadOnlyList<Counted> Lines { get; init; }
}

internal sealed record BillingGivenBack(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string InvoiceId { get; init; }
    public required IReadOnlyList<Counted> Lines { get; init; }
}

internal sealed record OrderCredited(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string InvoiceId { get; init; }
    public required string CreditNoteId { get; init; }
    public required IReadOnlyList<Counted> Lines { get; init; }
}

internal sealed record ToleranceAgreed(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required int? LineNumber { get; init; }
    public required Tolerance? Tolerance { get; init; }
}

/// <summary>What an order said, as the audit trail keeps it.</summary>
internal sealed record OrderedContentFact(
    string SupplierId,
    string Currency,
    long TotalCents,
    int? PaymentTermsDays,
    IReadOnlyList<OrderedLine> Lines
)
{
    public static OrderedContentFact Of(OrderedContent content) =>
        new($"{content.Supplier}", content.Currency, content.TotalMinor, content.PaymentTermsDays, content.Lines);
}
