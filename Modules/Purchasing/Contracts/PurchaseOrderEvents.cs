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
}

/// <summary>One line of an issued order.</summary>
public sealed record IssuedLineItem
{
    /// <summary>Identifies the line within the order, from 1.</summary>
    public required int LineNumber { get; init; }

    /// <summary>What is ordered, by our own code.</summary>
    public required string Sku { get; init; }

    /// <summary>What it is, in words; null when nobody said.</summary>
    public required string? Description { get; init; }

    /// <summary>How much, in units of <see cref="Unit"/>, greater than 0.</summary>
    public required int Quantity { get; init; }

    /// <summary>What is counted: <c>EACH</c>, <c>BOX</c>, <c>KG</c>, <c>LITRE</c>, <c>HOUR</c>; more may come.</summary>
    public required string Unit { get; init; }

    /// <summary>Price of one unit, in minor units of the order's currency, greater than 0.</summary>
    public required long UnitPriceCents { get; init; }
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
