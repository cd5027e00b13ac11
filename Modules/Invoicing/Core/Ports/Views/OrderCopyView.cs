namespace Procurement.Invoicing.Ports;

using Procurement.Invoicing.Domain;

/// <summary>What may be billed of an order, and what is: Invoicing's own copy of it.</summary>
internal sealed record OrderCopyView : IRepresentation
{
    public static int Representation => 1;

    [Is<PurchaseOrderId>]
    public required string Id { get; init; }

    [Is<NameOf<OrderCopyStatus>>]
    public required string Status { get; init; }

    /// <summary>The number by which people call it; null before it is issued.</summary>
    public required string? Number { get; init; }

    [Is<SupplierId>]
    public required string? SupplierId { get; init; }

    [Is<Currency>]
    public required string? Currency { get; init; }

    /// <summary>What was agreed for the order; null when nothing was.</summary>
    public required AgreedToleranceView? Tolerance { get; init; }

    /// <summary>Receipts of which something failed the check, and nobody has decided on it yet: nothing matches meanwhile.</summary>
    [Is<ReceiptId>]
    public required IReadOnlyList<string> OpenDiscrepancies { get; init; }
    public required IReadOnlyList<OrderCopyLineView> Lines { get; init; }
    public required IReadOnlyList<BillingView> Billings { get; init; }

    [Is<AggregateVersion>]
    public required long Version { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public required DateTimeOffset UpdatedAt { get; init; }

    public static OrderCopyView Of(OrderCopy order) =>
        new()
        {
            Id = order.Identifier,
            Status = order.Status.ToString(),
            Number = order.Number,
            SupplierId = order.SupplierId?.ToString(),
            Currency = order.CurrencyCode,
            Tolerance = AgreedToleranceView.Of(order.Tolerance),
            OpenDiscrepancies = [.. order.Discrepancies],
            Lines = [.. order.Lines.Select(OrderCopyLineView.Of)],
            Billings =
            [
                .. order.Billings.Select(billing => new BillingView(
                    $"{billing.InvoiceId}",
                    billing.LineNumber,
                    billing.Quantity,
                    billing.Credited
                )),
            ],
            Version = order.Version,
            CreatedAt = order.CreatedAt,
            UpdatedAt = order.UpdatedAt,
        };
}

/// <summary>Quantities as the order's line is counted: in the unit that its own contains, if it contains any.</summary>
/// <param name="OpenToBill">What came, was kept and is not billed; below zero where what was billed went back.</param>
internal sealed record OrderCopyLineView(
    [property: Is<LineNumber>] int LineNumber,
    string? Sku,
    [property: Is<Compared>] decimal Ordered,
    [property: Is<InvoicedPrice>] decimal UnitPriceCents,
    [property: Is<InvoicedQuantity>] decimal UnitSize,
    [property: Is<Compared>] decimal Received,
    [property: Is<Compared>] decimal Returned,
    [property: Is<Compared>] decimal Billed,
    [property: Is<Difference>] decimal OpenToBill,
    AgreedToleranceView? Tolerance
)
{
    public static OrderCopyLineView Of(OrderCopyLine line) =>
        new(
            line.LineNumber,
            line.Sku,
            Math.Max(0, line.Ordered - line.Cancelled),
            line.UnitPriceMinor,
            line.UnitSize,
            line.Received,
            line.Returned,
            line.Billed,
            line.Received - line.Returned - line.Billed,
            AgreedToleranceView.Of(line.Tolerance)
        );
}

/// <summary>What a matched invoice bills of a line.</summary>
internal sealed record BillingView(
    [property: Is<InvoiceId>] string InvoiceId,
    [property: Is<LineNumber>] int LineNumber,
    [property: Is<Compared>] decimal Quantity,
    [property: Is<Compared>] decimal Credited
);

/// <summary>A tolerance that was agreed on; where both a part and an amount are said both must hold.</summary>
internal sealed record AgreedToleranceView(
    [property: Is<ToleranceBps>] int? ToleranceBps,
    [property: Is<MinorUnits>] long? ToleranceCents,
    [property: Is<ToleranceBps>] int? UnderToleranceBps,
    [property: Is<MinorUnits>] long? UnderToleranceCents
)
{
    public static AgreedToleranceView? Of(Tolerance? agreed) =>
        agreed is null ? null : new(agreed.OverBps, agreed.OverMinor, agreed.UnderBps, agreed.UnderMinor);
}
