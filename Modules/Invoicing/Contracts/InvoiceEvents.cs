namespace Procurement.Invoicing.Contracts;

/// <summary>An invoice has come; it was not compared with anything yet.</summary>
[PublicEvent("invoicing.invoice-registered.v1", "invoice")]
public sealed record InvoiceRegistered
{
    /// <summary>The invoice, <c>inv_</c> and a UUID.</summary>
    public required string InvoiceId { get; init; }

    /// <summary>Whose invoice it is, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>The supplier's number of it, as written.</summary>
    public required string InvoiceNumber { get; init; }

    /// <summary>The order that it is for, <c>po_</c> and a UUID; null when it names none.</summary>
    public required string? PurchaseOrderId { get; init; }

    /// <summary>Currency of all amounts, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>What it asks for without tax, in minor units of the currency, greater than 0.</summary>
    public required long NetCents { get; init; }

    /// <summary>What it asks for with tax, in minor units of the currency, greater than 0.</summary>
    public required long GrossCents { get; init; }

    /// <summary>By which day it is to be paid.</summary>
    public required DateOnly DueDate { get; init; }
}

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

    /// <summary>Whose invoice it is, <c>sup_</c> and a UUID; left out by those who did not know it.</summary>
    public string? SupplierId { get; init; }

    /// <summary>Why, as a code of the Peppol invoice response: <c>PRI</c>, <c>QTY</c>; more may come.</summary>
    public required string ReasonCode { get; init; }

    /// <summary>Why, in words; left out by those who had none.</summary>
    public string? Reason { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>An invoice counts no more, as if it had never come; what it billed is open again.</summary>
[PublicEvent("invoicing.invoice-voided.v1", "invoice")]
public sealed record InvoiceVoided
{
    /// <summary>The invoice, <c>inv_</c> and a UUID.</summary>
    public required string InvoiceId { get; init; }

    /// <summary>The order that it was for, <c>po_</c> and a UUID; null when it named none.</summary>
    public required string? PurchaseOrderId { get; init; }

    /// <summary>Whose invoice it was, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>Whether it had been found to agree, so that it billed something.</summary>
    public required bool WasMatched { get; init; }

    /// <summary>Why, as entered.</summary>
    public required string Reason { get; init; }
}

/// <summary>An invoice is paid without a transfer: credit notes have left nothing to pay.</summary>
[PublicEvent("invoicing.invoice-settled.v1", "invoice")]
public sealed record InvoiceSettled
{
    /// <summary>The invoice, <c>inv_</c> and a UUID.</summary>
    public required string InvoiceId { get; init; }

    /// <summary>The order that it is for, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Whose invoice it is, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }
}

/// <summary>A supplier takes something off one of its invoices.</summary>
[PublicEvent("invoicing.credit-note-registered.v1", "credit-note")]
public sealed record CreditNoteRegistered
{
    /// <summary>The credit note, <c>crn_</c> and a UUID.</summary>
    public required string CreditNoteId { get; init; }

    /// <summary>The invoice, <c>inv_</c> and a UUID.</summary>
    public required string InvoiceId { get; init; }

    /// <summary>The order that the invoice is for, <c>po_</c> and a UUID; null when it names none.</summary>
    public required string? PurchaseOrderId { get; init; }

    /// <summary>Whose it is, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>The supplier's number of it, as written.</summary>
    public required string CreditNoteNumber { get; init; }

    /// <summary>Currency of all amounts, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>What it takes off without tax, in minor units of the currency, greater than 0.</summary>
    public required long NetCents { get; init; }

    /// <summary>What it takes off with tax, in minor units of the currency, greater than 0.</summary>
    public required long GrossCents { get; init; }

    /// <summary>Why, as entered.</summary>
    public required string Reason { get; init; }
}
