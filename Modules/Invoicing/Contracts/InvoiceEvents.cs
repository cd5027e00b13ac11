namespace Procurement.Invoicing.Contracts;

/// <summary>An invoice agrees with what was ordered and received, for the first time or after a correction.</summary>
[PublicEvent("invoicing.invoice-matched.v1", "invoice")]
public sealed record InvoiceMatched
{
    /// <summary>The invoice, <c>inv_</c> and a UUID.</summary>
    public required string InvoiceId { get; init; }

    /// <summary>The order that it is for, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Whose invoice it is, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>What it asks for without tax, in minor units of the currency, greater than 0.</summary>
    public required long NetCents { get; init; }

    /// <summary>Currency of all amounts, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>What it bills of the order's lines.</summary>
    public required IReadOnlyList<MatchedLine> Lines { get; init; }

    /// <summary>When it was found to agree, in UTC.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>What an invoice bills of one line of the order.</summary>
public sealed record MatchedLine
{
    /// <summary>The line of the order, from 1.</summary>
    public required int LineNumber { get; init; }

    /// <summary>How much, greater than 0, in the unit that the line is counted in: the one that its own contains, if it contains any.</summary>
    public required decimal Quantity { get; init; }
}

/// <summary>Something stands against an invoice: it is not paid before that is settled, and what it billed is open again.</summary>
[PublicEvent("invoicing.invoice-disputed.v1", "invoice")]
public sealed record InvoiceDisputed
{
    /// <summary>The invoice, <c>inv_</c> and a UUID.</summary>
    public required string InvoiceId { get; init; }

    /// <summary>The order that it is for, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Why, as a code of the Peppol invoice response: <c>PRI</c>, <c>QTY</c>; more may come.</summary>
    public required string ReasonCode { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }
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

    /// <summary>What was paid, in minor units of the currency, greater than 0.</summary>
    public required long AmountCents { get; init; }

    /// <summary>Currency of the amount, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }
}
