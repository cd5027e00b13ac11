namespace Procurement.Invoicing.Domain;

internal sealed record InvoiceRegistered(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required InvoiceFact Content { get; init; }
}

internal sealed record OrderAssigned(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string PurchaseOrderId { get; init; }
}

internal sealed record MatchStarted(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At);

internal sealed record InvoiceMatched(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string PurchaseOrderId { get; init; }
    public required long NetCents { get; init; }
    public required IReadOnlyList<Counted> Lines { get; init; }
    public required string PolicyVersion { get; init; }
    public required long? VarianceCents { get; init; }
}

internal sealed record InvoiceDisputed(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string? PurchaseOrderId { get; init; }
    public required string ReasonCode { get; init; }
    public required string Reason { get; init; }
    public required long? VarianceCents { get; init; }
}

internal sealed record InvoiceCorrected(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required InvoiceFact Content { get; init; }
}

internal sealed record InvoiceVoided(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Reason { get; init; }
    public required bool WasMatched { get; init; }
}

internal sealed record InvoiceCredited(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string CreditNoteId { get; init; }
    public required long NetCents { get; init; }
    public required long GrossCents { get; init; }
}

internal sealed record CreditExpected(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required long ExpectedCents { get; init; }
}

internal sealed record InvoicePaymentScheduled(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string PaymentId { get; init; }
}

internal sealed record InvoiceReleased(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string PaymentId { get; init; }
}

internal sealed record InvoicePaid(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string? PaymentId { get; init; }
}

internal sealed record InvoiceOverdue(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    /// <summary>Whether it is a dispute that nobody settles; otherwise it is not matched.</summary>
    public required bool IsDisputed { get; init; }
}

/// <summary>What an invoice said, as the audit trail keeps it.</summary>
internal sealed record InvoiceFact
{
    public required string SupplierId { get; init; }
    public required string InvoiceNumber { get; init; }
    public required string? PurchaseOrderId { get; init; }
    public required string Currency { get; init; }
    public required DateOnly IssueDate { get; init; }
    public required DateOnly DueDate { get; init; }
    public required long NetCents { get; init; }
    public required IReadOnlyList<TaxLine> Tax { get; init; }
    public required long GrossCents { get; init; }
    public EarlyPaymentDiscount? EarlyPaymentDiscount { get; init; }
    public required IReadOnlyList<InvoiceLineFacts> Lines { get; init; }

    public static InvoiceFact Of(Invoice invoice) =>
        new()
        {
            SupplierId = $"{invoice.SupplierId}",
            InvoiceNumber = invoice.Number,
            PurchaseOrderId = invoice.OrderId?.ToString(),
            Currency = invoice.Currency.Code,
            IssueDate = invoice.IssueDate,
            DueDate = invoice.DueDate,
            NetCents = invoice.NetMinor,
            Tax = invoice.Tax,
            GrossCents = invoice.GrossMinor,
            EarlyPaymentDiscount = invoice.EarlyPaymentDiscount,
            Lines = [.. invoice.Lines.Select(line => line.Facts)],
        };
}
