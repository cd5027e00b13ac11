namespace Procurement.Purchasing.Adapters.Events;

using Procurement.Purchasing.Domain;

/// <summary>What an order says, as its receivers are told: they need not ask back.</summary>
internal static class OrderContents
{
    public static Contracts.PurchaseOrderIssued Issued(string order, PurchaseOrderIssued issued) =>
        new()
        {
            PurchaseOrderId = order,
            Number = issued.Number,
            SupplierId = issued.SupplierId,
            Currency = issued.Currency,
            TotalCents = issued.TotalCents,
            LineItems = Told(issued.LineItems),
            DeliveryAddress = Told(issued.DeliveryAddress),
            PaymentTermsDays = issued.PaymentTermsDays,
            NoteToSupplier = issued.NoteToSupplier,
        };

    public static Contracts.PurchaseOrderAmended Amended(PurchaseOrder order, AmendmentApproved amended)
    {
        var content = ContentFact.Of(order.Lines, order.Terms);
        return new()
        {
            PurchaseOrderId = order.Identifier,
            SupplierId = $"{order.SupplierId}",
            ContentVersion = amended.ContentVersion,
            WasIssued = order.IssuedAt is not null,
            Currency = content.Currency,
            TotalCents = content.TotalCents,
            LineItems = Told(content.LineItems),
            DeliveryAddress = Told(content.DeliveryAddress),
            PaymentTermsDays = content.PaymentTermsDays,
            NoteToSupplier = content.NoteToSupplier,
            ExpectedDelivery = order.ExpectedDelivery,
        };
    }

    private static IReadOnlyList<Contracts.IssuedLineItem> Told(IReadOnlyList<LineItemFact> lines) =>
        [
            .. lines.Select(line => new Contracts.IssuedLineItem
            {
                LineNumber = line.LineNumber,
                Sku = line.Sku,
                Description = line.Description,
                Quantity = line.Quantity,
                Unit = line.Unit,
                UnitPriceCents = line.UnitPriceCents,
                Contains = line.Contains is { } inside
                    ? new Contracts.ContainedUnits { Quantity = inside.Quantity, Unit = inside.Unit.ToString() }
                    : null,
                DeliveryDate = line.DeliveryDate,
                CostCenter = line.CostCenter,
                SupplierSku = line.SupplierSku,
            }),
        ];

    private static Contracts.DeliveryAddress? Told(AddressFact? at) =>
        at is null
            ? null
            : new Contracts.DeliveryAddress
            {
                Street = at.Street,
                City = at.City,
                PostalCode = at.PostalCode,
                Country = at.Country,
            };
}
