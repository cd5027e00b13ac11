namespace Procurement.Purchasing.Ports;

using Procurement.Purchasing.Domain;

/// <summary>A line as it is ordered.</summary>
internal record OrderedLineView
{
    [Is<LineNumber>]
    public required int LineNumber { get; init; }

    [Is<Sku>]
    public required string Sku { get; init; }

    [Is<LineDescription>]
    public required string? Description { get; init; }

    [Is<Quantity>]
    public required decimal Quantity { get; init; }

    [Is<NameOf<Unit>>]
    public required string Unit { get; init; }

    /// <summary>What one unit of it contains.</summary>
    public required ContentsView? Contains { get; init; }

    [Is<UnitPrice>]
    public required decimal UnitPriceCents { get; init; }

    [Is<Currency>]
    public required string Currency { get; init; }

    [Is<MinorUnits>]
    public required long LineTotalCents { get; init; }

    [Is<Day>]
    public required string? DeliveryDate { get; init; }

    [Is<CostCenter>]
    public required string? CostCenter { get; init; }

    [Is<Sku>]
    public required string? SupplierSku { get; init; }

    public static OrderedLineView Of(LineItem line) => new(LineItemView.Of(line));
}

/// <summary>A line as it is ordered, and how far it has come: all in the line's unit.</summary>
internal sealed record LineItemView : OrderedLineView
{
    [Is<CountedQuantity>]
    public required decimal ReceivedQuantity { get; init; }

    [Is<CountedQuantity>]
    public required decimal ReturnedQuantity { get; init; }

    [Is<CountedQuantity>]
    public required decimal BilledQuantity { get; init; }

    [Is<CountedQuantity>]
    public required decimal CancelledQuantity { get; init; }

    /// <summary>What may still come.</summary>
    [Is<CountedQuantity>]
    public required decimal OpenQuantity { get; init; }

    public static new LineItemView Of(LineItem line) =>
        new()
        {
            LineNumber = line.LineNumber,
            Sku = line.Sku,
            Description = line.Description,
            Quantity = line.Quantity,
            Unit = line.Unit.ToString(),
            Contains = line.Contains is { } inside ? new ContentsView(inside.Quantity, inside.Unit.ToString()) : null,
            UnitPriceCents = line.UnitPriceMinor,
            Currency = line.Currency.Code,
            LineTotalCents = line.Total.MinorUnits,
            DeliveryDate = line.DeliveryDate is { } day ? Day.Format(day) : null,
            CostCenter = line.CostCenter,
            SupplierSku = line.SupplierSku,
            ReceivedQuantity = line.Shown(line.Received),
            ReturnedQuantity = line.Shown(line.Returned),
            BilledQuantity = line.Shown(line.Billed),
            CancelledQuantity = line.Shown(line.Cancelled),
            OpenQuantity = line.Shown(line.Open),
        };
}

internal sealed record ContentsView([property: Is<ContainedQuantity>] decimal Quantity, [property: Is<ContainedUnit>] string Unit);
