namespace Procurement.Invoicing.Domain;

internal sealed record PaymentScheduled(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string InvoiceId { get; init; }
    public required long AmountCents { get; init; }
    public required int? AccountVersion { get; init; }
}

internal sealed record CreditDeducted(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string CreditNoteId { get; init; }
    public required long AmountCents { get; init; }
}

internal sealed record PaymentPutIntoRun(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string PaymentRunId { get; init; }
}

internal sealed record PaymentTakenOut(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required int? AccountVersion { get; init; }
    public required bool IsHeld { get; init; }
}

internal sealed record DiscountTaken(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required long AmountCents { get; init; }
}

internal sealed record PaymentSent(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At);

internal sealed record PaymentDisbursed(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string InvoiceId { get; init; }
    public required string PurchaseOrderId { get; init; }
    public required long AmountCents { get; init; }
    public required string? BankReference { get; init; }
}

internal sealed record PaymentRemitted(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string? BankReference { get; init; }
}

internal sealed record PaymentFailed(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string InvoiceId { get; init; }
    public required string Code { get; init; }
}

internal sealed record PaymentRetried(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At);

internal sealed record PaymentReversed(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string Reason { get; init; }
}

internal sealed record PaymentRunPlanned(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required DateOnly CutOff { get; init; }
    public required string Channel { get; init; }
    public required IReadOnlyList<string> PaymentIds { get; init; }
}

internal sealed record PaymentRunHandedOut(Actor Actor, DateTimeOffset At) : DomainEvent(Actor, At)
{
    public required string MessageId { get; init; }
    public required IReadOnlyList<string> TakenOut { get; init; }
}
