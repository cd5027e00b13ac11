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
