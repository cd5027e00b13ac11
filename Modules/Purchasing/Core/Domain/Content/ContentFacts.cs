namespace Procurement.Purchasing.Domain;

/// <summary>The commercial content of an order, written down.</summary>
internal sealed record ContentFact
{
    public required string Currency { get; init; }
    public required long TotalCents { get; init; }
    public required IReadOnlyList<LineItemFact> LineItems { get; init; }
    public required AddressFact? DeliveryAddress { get; init; }
    public required int? PaymentTermsDays { get; init; }
    public required string? NoteToSupplier { get; init; }

    public static ContentFact Of(LineItems lines, OrderTerms terms) =>
        new()
        {
            Currency = lines.Total.Currency.Code,
            TotalCents = lines.Total.MinorUnits,
            LineItems = LineItemFact.Of(lines.Items),
            DeliveryAddress = AddressFact.Of(terms.DeliveryAddress),
            PaymentTermsDays = terms.PaymentTermsDays,
            NoteToSupplier = terms.NoteToSupplier,
        };

    /// <summary>The lines as they were accepted, with nothing delivered.</summary>
    public LineItems ToLines() =>
        Domain.LineItems.Of([.. LineItems.Select(line => LineItem.Of(line, BuildingBlocks.Currency.Parse(Currency).Value))]);

    public OrderTerms ToTerms() =>
        new()
        {
            DeliveryAddress = DeliveryAddress?.ToAddress(),
            PaymentTermsDays = PaymentTermsDays,
            NoteToSupplier = NoteToSupplier,
        };

    public string Digest(SupplierId supplier) => ContentDigest.Of(supplier, ToLines(), ToTerms());
}

/// <summary>A line as it was ordered.</summary>
internal sealed record LineItemFact
{
    public required int LineNumber { get; init; }
    public required string Sku { get; init; }
    public required string? Description { get; init; }
    public required decimal Quantity { get; init; }
    public required string Unit { get; init; }
    public required decimal UnitPriceCents { get; init; }
    public required Contents? Contains { get; init; }
    public required DateOnly? DeliveryDate { get; init; }
    public required string? CostCenter { get; init; }
    public required string? SupplierSku { get; init; }

    public static IReadOnlyList<LineItemFact> Of(IEnumerable<LineItem> lines) =>
        [
            .. lines.Select(line => new LineItemFact
            {
                LineNumber = line.LineNumber,
                Sku = line.Sku,
                Description = line.Description,
                Quantity = line.Quantity,
                Unit = line.Unit.ToString(),
                UnitPriceCents = line.UnitPriceMinor,
                Contains = line.Contains,
                DeliveryDate = line.DeliveryDate,
                CostCenter = line.CostCenter,
                SupplierSku = line.SupplierSku,
            }),
        ];
}

/// <summary>An address, written down.</summary>
internal sealed record AddressFact(string Street, string City, string? PostalCode, string Country)
{
    public static AddressFact? Of(Address? at) => at is null ? null : new(at.Street, at.City, at.PostalCode, at.Country.Code);

    public Address ToAddress() => new(Street, City, PostalCode, BuildingBlocks.Country.Parse(Country).Value);
}
