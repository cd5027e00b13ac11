namespace Procurement.Purchasing.Domain;

/// <summary>What happened and what the order says after it: the audit trail keeps what was ordered, not only that it changed.</summary>
internal abstract record ContentEvent(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Currency { get; init; }
    public required long TotalCents { get; init; }
    public required IReadOnlyList<LineItemFact> LineItems { get; init; }
    public required AddressFact? DeliveryAddress { get; init; }
    public required int? PaymentTermsDays { get; init; }
    public required string? NoteToSupplier { get; init; }

    public ContentFact ToContent() =>
        new()
        {
            Currency = Currency,
            TotalCents = TotalCents,
            LineItems = LineItems,
            DeliveryAddress = DeliveryAddress,
            PaymentTermsDays = PaymentTermsDays,
            NoteToSupplier = NoteToSupplier,
        };
}

internal sealed record PurchaseOrderCreated(Actor Actor, DateTimeOffset At) : ContentEvent(Actor, At)
{
    public required long Number { get; init; }
    public required string SupplierId { get; init; }
    public required string RequestedBy { get; init; }
    public required string? Reference { get; init; }
    public required string? CopyOf { get; init; }
}

internal sealed record LineItemsChanged(Actor Actor, DateTimeOffset At) : ContentEvent(Actor, At);

internal sealed record PurchaseOrderSubmitted(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Currency { get; init; }
    public required long TotalCents { get; init; }
    public required string RequiredApprovalLevel { get; init; }
    public required IReadOnlyList<string>? SplitWith { get; init; }
    public required long? SplitNumber { get; init; }
    public required DateTimeOffset RemindAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }
}

internal sealed record PurchaseOrderApproved(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Level { get; init; }
    public required string Digest { get; init; }
}

internal sealed record PurchaseOrderRejected(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Reason { get; init; }
}

internal sealed record AmendmentProposed(Actor Actor, DateTimeOffset At) : ContentEvent(Actor, At)
{
    public required int ContentVersion { get; init; }
    public required string RequiredApprovalLevel { get; init; }
    public required IReadOnlyList<string>? SplitWith { get; init; }
    public required long? SplitNumber { get; init; }
    public required bool BySupplier { get; init; }
    public required string? Reason { get; init; }
    public required DateOnly? ExpectedDelivery { get; init; }
    public required DateTimeOffset RemindAt { get; init; }
    public required DateTimeOffset DueAt { get; init; }
}

internal sealed record AmendmentApproved(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required int ContentVersion { get; init; }
    public required string Level { get; init; }
    public required string Digest { get; init; }
}

internal sealed record AmendmentRejected(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required int ContentVersion { get; init; }
    public required string Reason { get; init; }
}

/// <summary>It says all of the order that its receivers need, so that nobody has to ask back.</summary>
internal sealed record PurchaseOrderIssued(Actor Actor, DateTimeOffset At) : ContentEvent(Actor, At)
{
    public required string Number { get; init; }
    public required string SupplierId { get; init; }
}

internal sealed record PurchaseOrderAcknowledged(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required DateOnly? ExpectedDelivery { get; init; }
}

internal sealed record GoodsCounted(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string GoodsReceiptId { get; init; }
    public required IReadOnlyList<Counted> Lines { get; init; }
}

internal sealed record GoodsSentBack(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string GoodsReceiptId { get; init; }
    public required IReadOnlyList<Counted> Lines { get; init; }
}

internal sealed record RemainderCancelled(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Reason { get; init; }
    public required IReadOnlyList<Counted> Lines { get; init; }
}

internal sealed record PurchaseOrderCancelled(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Reason { get; init; }
}

internal sealed record PurchaseOrderDisputed(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Reason { get; init; }
    public required string? InvoiceId { get; init; }
}

internal sealed record DisputeResolved(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Outcome { get; init; }
    public required string Reason { get; init; }
}

internal sealed record InvoiceCounted(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string InvoiceId { get; init; }
    public required long NetCents { get; init; }
    public required IReadOnlyList<Counted> Lines { get; init; }
}

internal sealed record InvoiceDisputeNoted(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string InvoiceId { get; init; }
    public required string ReasonCode { get; init; }
}

internal sealed record InvoiceWithdrawn(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string InvoiceId { get; init; }
}

internal sealed record InvoiceSettled(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string InvoiceId { get; init; }
}

internal sealed record PaymentNoted(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string InvoiceId { get; init; }
    public required string PaymentId { get; init; }
    public required long AmountCents { get; init; }
}

internal sealed record PurchaseOrderPaid(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At);

internal sealed record PurchaseOrderClosed(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At);

internal sealed record CommentAdded(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Text { get; init; }
}

internal sealed record ApproversReminded(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Level { get; init; }
    public required DateTimeOffset DueAt { get; init; }
}

internal sealed record ApprovalEscalated(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Level { get; init; }
    public required DateTimeOffset DueAt { get; init; }
}
