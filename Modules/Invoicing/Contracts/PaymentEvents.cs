namespace Procurement.Invoicing.Contracts;

/// <summary>An invoice is to be paid when it is due.</summary>
[PublicEvent("invoicing.payment-scheduled.v1", "payment")]
public sealed record PaymentScheduled
{
    /// <summary>The payment, <c>pay_</c> and a UUID.</summary>
    public required string PaymentId { get; init; }

    /// <summary>The invoice, <c>inv_</c> and a UUID.</summary>
    public required string InvoiceId { get; init; }

    /// <summary>Who is paid, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>What is paid if no credit note comes, in minor units of the currency, greater than 0.</summary>
    public required long AmountCents { get; init; }

    /// <summary>Currency of the amount, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>By which day.</summary>
    public required DateOnly DueDate { get; init; }
}

/// <summary>An invoice was paid.</summary>
[PublicEvent("invoicing.payment-disbursed.v1", "payment")]
public sealed record PaymentDisbursed
{
    /// <summary>The payment, <c>pay_</c> and a UUID.</summary>
    public required string PaymentId { get; init; }

    /// <summary>The invoice, <c>inv_</c> and a UUID.</summary>
    public required string InvoiceId { get; init; }

    /// <summary>The order that the invoice is for, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Who was paid, <c>sup_</c> and a UUID; left out by those who did not know it.</summary>
    public string? SupplierId { get; init; }

    /// <summary>The bank's reference; left out when it went out in a file.</summary>
    public string? BankReference { get; init; }

    /// <summary>What was paid, in minor units of the currency, greater than 0.</summary>
    public required long AmountCents { get; init; }

    /// <summary>Currency of the amount, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>The bank would not, or could not, carry out a payment. Somebody has to see to it.</summary>
[PublicEvent("invoicing.payment-failed.v1", "payment")]
public sealed record PaymentFailed
{
    /// <summary>The payment, <c>pay_</c> and a UUID.</summary>
    public required string PaymentId { get; init; }

    /// <summary>The invoice, <c>inv_</c> and a UUID.</summary>
    public required string InvoiceId { get; init; }

    /// <summary>Who was to be paid, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>What was to be paid, in minor units of the currency, greater than 0.</summary>
    public required long AmountCents { get; init; }

    /// <summary>Currency of the amount, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Why, by the bank's code: <c>INVALID_ACCOUNT</c>, <c>INSUFFICIENT_FUNDS</c>, a reason code of ISO 20022; more may come.</summary>
    public required string Code { get; init; }
}
