namespace Procurement.Purchasing.Contracts;

/// <summary>An order was drafted. Nothing may leave for its supplier yet.</summary>
[PublicEvent("purchasing.purchase-order-created.v1", "purchase-order")]
public sealed record PurchaseOrderCreated
{
    /// <summary>The order, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Whom it would go to, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>Subject of who asked for it.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>Currency of all amounts, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Sum of the lines, in minor units of the currency, greater than 0.</summary>
    public required long TotalCents { get; init; }
}

/// <summary>An order was approved, and may be issued.</summary>
[PublicEvent("purchasing.purchase-order-approved.v1", "purchase-order")]
public sealed record PurchaseOrderApproved
{
    /// <summary>The order, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Whom it goes to, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>Whose authority approved it: <c>L1</c>, <c>L2</c> or <c>L3</c>; more may come.</summary>
    public required string Level { get; init; }

    /// <summary>Currency of all amounts, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Sum of the lines, in minor units of the currency, greater than 0.</summary>
    public required long TotalCents { get; init; }
}

/// <summary>An order will not be carried out.</summary>
[PublicEvent("purchasing.purchase-order-cancelled.v1", "purchase-order")]
public sealed record PurchaseOrderCancelled
{
    /// <summary>The order, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Whom it would have gone to, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>Why, as entered.</summary>
    public required string Reason { get; init; }

    /// <summary>Whether the supplier has it already, and so has to be told.</summary>
    public required bool WasIssued { get; init; }
}

/// <summary>An order has gone out to its supplier. It says all of the order that receiving and matching need.</summary>
[PublicEvent("purchasing.purchase-order-issued.v1", "purchase-order")]
public sealed record PurchaseOrderIssued
{
    /// <summary>The order, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>The number by which people and the supplier call it.</summary>
    public required string Number { get; init; }

    /// <summary>Whom it goes to, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>Currency of all amounts, ISO 4217.</summary>
    public required string Currency { get; init; }

    /// <summary>Sum of the lines, in minor units of the currency, greater than 0.</summary>
    public required long TotalCents { get; init; }

    /// <summary>What is ordered, in order of line number; at least one.</summary>
    public required IReadOnlyList<IssuedLineItem> LineItems { get; init; }

    /// <summary>Where the goods go; null when nobody said.</summary>
    public required DeliveryAddress? DeliveryAddress { get; init; }

    /// <summary>Days from the invoice to its payment; null when nothing was agreed.</summary>
    public required int? PaymentTermsDays { get; init; }

    /// <summary>What the buyer has to say to the supplier; null when nothing.</summary>
    public required string? NoteToSupplier { get; init; }
}

/// <summary>What an order says has changed, with approval. It says all of the order anew, as when it was issued.</summary>
[PublicEvent("purchasing.purchase-order-amended.v1", "purchase-order")]
public sealed record PurchaseOrderAmended
{
    /// <summary>The order, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Whom it goes to, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>Which version of the order's content it is, from 2.</summary>
    public required int ContentVersion { get; init; }

    /// <summary>Whether the supplier has the order already, and so has to be told.</summary>
    public required bool WasIssued { get; init; }

    /// <summary>Currency of all amounts, ISO 4217; never another one than before.</summary>
    public required string Currency { get; init; }

    /// <summary>Sum of the lines, in minor units of the currency, greater than 0.</summary>
    public required long TotalCents { get; init; }

    /// <summary>What is ordered now, in order of line number; at least one.</summary>
    public required IReadOnlyList<IssuedLineItem> LineItems { get; init; }

    /// <summary>Where the goods go; null when nobody said.</summary>
    public required DeliveryAddress? DeliveryAddress { get; init; }

    /// <summary>Days from the invoice to its payment; null when nothing was agreed.</summary>
    public required int? PaymentTermsDays { get; init; }

    /// <summary>What the buyer has to say to the supplier; null when nothing.</summary>
    public required string? NoteToSupplier { get; init; }

    /// <summary>The day on which the goods are expected; null when nobody said.</summary>
    public required DateOnly? ExpectedDelivery { get; init; }
}

/// <summary>The supplier has taken the order.</summary>
[PublicEvent("purchasing.purchase-order-acknowledged.v1", "purchase-order")]
public sealed record PurchaseOrderAcknowledged
{
    /// <summary>The order, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Whom it goes to, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>The day on which the goods are expected; null when nobody said.</summary>
    public required DateOnly? ExpectedDelivery { get; init; }
}

/// <summary>An approver has refused an order, which ends it; its supplier has never had it.</summary>
[PublicEvent("purchasing.purchase-order-rejected.v1", "purchase-order")]
public sealed record PurchaseOrderRejected
{
    /// <summary>The order, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Whom it would have gone to, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>Why, as entered.</summary>
    public required string Reason { get; init; }
}

/// <summary>A dispute is over: the order goes on, or was cancelled.</summary>
[PublicEvent("purchasing.purchase-order-dispute-resolved.v1", "purchase-order")]
public sealed record PurchaseOrderDisputeResolved
{
    /// <summary>The order, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Whom it goes to, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>State of the order after it, such as <c>Received</c>; <c>Cancelled</c> when it does not go on.</summary>
    public required string Status { get; init; }

    /// <summary>Why, as entered.</summary>
    public required string Reason { get; init; }
}

/// <summary>What is still open of lines will not come any more, and is not waited for.</summary>
[PublicEvent("purchasing.purchase-order-closed-short.v1", "purchase-order")]
public sealed record PurchaseOrderClosedShort
{
    /// <summary>The order, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Whom it goes to, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>Why, as entered.</summary>
    public required string Reason { get; init; }

    /// <summary>What will not come.</summary>
    public required IReadOnlyList<CountedLine> Lines { get; init; }
}

/// <summary>An order is delivered, billed and paid, and done with.</summary>
[PublicEvent("purchasing.purchase-order-closed.v1", "purchase-order")]
public sealed record PurchaseOrderClosed
{
    /// <summary>The order, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Whom it went to, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }
}

/// <summary>Half of the time to decide on an order is over, or, when it is overdue, all of it.</summary>
[PublicEvent("purchasing.approval-overdue.v1", "purchase-order")]
public sealed record ApprovalOverdue
{
    /// <summary>The order, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>The number by which people call it.</summary>
    public required string Number { get; init; }

    /// <summary>Whose decision is awaited: <c>L1</c>, <c>L2</c> or <c>L3</c>; more may come.</summary>
    public required string Level { get; init; }

    /// <summary>Until when it should have been, or should be, decided, in UTC.</summary>
    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Whether that is over; otherwise it is a reminder.</summary>
    public required bool IsEscalated { get; init; }
}

/// <summary>A quantity of a line of an order.</summary>
public sealed record CountedLine
{
    /// <summary>The line of the order, from 1.</summary>
    public required int LineNumber { get; init; }

    /// <summary>How much, greater than 0, in the unit that the line is counted in: the one that its own contains, if it contains any.</summary>
    public required decimal Quantity { get; init; }
}

/// <summary>One line of an issued order. What nobody said is left out, because an order may have thousands.</summary>
public sealed record IssuedLineItem
{
    /// <summary>Identifies the line within the order, from 1.</summary>
    public required int LineNumber { get; init; }

    /// <summary>What is ordered, by our own code.</summary>
    public required string Sku { get; init; }

    /// <summary>What it is, in words; null when nobody said.</summary>
    public string? Description { get; init; }

    /// <summary>How much, in units of <see cref="Unit"/>, greater than 0, with at most 6 decimal places.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>What is counted: <c>EACH</c>, <c>BOX</c>, <c>KG</c>, <c>LITRE</c>, <c>HOUR</c>; more may come.</summary>
    public required string Unit { get; init; }

    /// <summary>Price of one unit, in minor units of the order's currency, greater than 0, with at most 6 decimal places.</summary>
    public required decimal UnitPriceCents { get; init; }

    /// <summary>
    /// What one unit contains, if it contains anything: then goods are counted in that. A ratio that was agreed with the line and never changes
    /// once something has come.
    /// </summary>
    public ContainedUnits? Contains { get; init; }

    /// <summary>On which day it is wanted; null when nobody said.</summary>
    public DateOnly? DeliveryDate { get; init; }

    /// <summary>Who bears the cost, by our own code; null when nobody said.</summary>
    public string? CostCenter { get; init; }

    /// <summary>What it is, by the supplier's code; null when nobody said.</summary>
    public string? SupplierSku { get; init; }
}

/// <summary>What one unit of a line contains.</summary>
public sealed record ContainedUnits
{
    /// <summary>How many of <see cref="Unit"/>, greater than 0, with at most 6 decimal places.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>What is counted: <c>EACH</c>, <c>BOX</c>, <c>KG</c>, <c>LITRE</c>, <c>HOUR</c>; more may come.</summary>
    public required string Unit { get; init; }
}

/// <summary>Where the goods of an order go.</summary>
public sealed record DeliveryAddress
{
    /// <summary>Street and number.</summary>
    public required string Street { get; init; }

    /// <summary>Town.</summary>
    public required string City { get; init; }

    /// <summary>Postal code; null where there is none.</summary>
    public required string? PostalCode { get; init; }

    /// <summary>Country, ISO 3166-1 alpha-2.</summary>
    public required string Country { get; init; }
}

/// <summary>Something stands against an order, and it rests until that is resolved.</summary>
[PublicEvent("purchasing.purchase-order-disputed.v1", "purchase-order")]
public sealed record PurchaseOrderDisputed
{
    /// <summary>The order, <c>po_</c> and a UUID.</summary>
    public required string PurchaseOrderId { get; init; }

    /// <summary>Whom it goes to, <c>sup_</c> and a UUID.</summary>
    public required string SupplierId { get; init; }

    /// <summary>Why, as entered or as another module told.</summary>
    public required string Reason { get; init; }
}
