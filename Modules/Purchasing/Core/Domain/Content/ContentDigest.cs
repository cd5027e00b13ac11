namespace Procurement.Purchasing.Domain;

using System.Globalization;
using System.Text.Json.Nodes;

/// <summary>
/// Tells whether what is issued is what was approved: SHA-256, in hexadecimal, of the commercial content as canonical JSON (RFC 8785).
/// Quantities and prices are texts in it, because that form knows no decimals.
/// </summary>
internal sealed class ContentDigest : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Description = "SHA-256 of the commercial content as canonical JSON (RFC 8785).",
            Pattern = "^[0-9a-f]{64}$",
            Example = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        };

    public static string Of(SupplierId supplier, LineItems lines, OrderTerms terms)
    {
        var content = new JsonObject
        {
            ["supplier_id"] = supplier.ToString(),
            ["currency"] = lines.Total.Currency.Code,
            ["delivery_address"] = Written(terms.DeliveryAddress),
            ["payment_terms_days"] = terms.PaymentTermsDays,
            ["note_to_supplier"] = terms.NoteToSupplier,
            ["line_items"] = new JsonArray([.. lines.Items.Select(Written)]),
        };
        return CanonicalJson.Digest(content);
    }

    private static JsonObject? Written(Address? address) =>
        address is null
            ? null
            : new JsonObject
            {
                ["street"] = address.Street,
                ["city"] = address.City,
                ["postal_code"] = address.PostalCode,
                ["country"] = address.Country.Code,
            };

    private static JsonNode Written(LineItem line) =>
        new JsonObject
        {
            ["line_number"] = line.LineNumber,
            ["sku"] = line.Sku,
            ["description"] = line.Description,
            ["quantity"] = Written(line.Quantity),
            ["unit"] = line.Unit.ToString(),
            ["contains"] = line.Contains is { } inside
                ? new JsonObject { ["quantity"] = Written(inside.Quantity), ["unit"] = inside.Unit.ToString() }
                : null,
            ["unit_price_cents"] = Written(line.UnitPriceMinor),
            ["delivery_date"] = line.DeliveryDate is { } day ? Day.Format(day) : null,
            ["cost_center"] = line.CostCenter,
            ["supplier_sku"] = line.SupplierSku,
        };

    /// <summary>However many zeros it was stored with.</summary>
    private static string Written(decimal value) => value.ToString("0.############", CultureInfo.InvariantCulture);
}
