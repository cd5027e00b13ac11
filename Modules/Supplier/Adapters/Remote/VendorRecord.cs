namespace Procurement.Supplier.Adapters.Remote;

using System.Text.Json;
using System.Text.Json.Serialization;

/// <summary>A vendor in the ERP's words. What it has nothing to say of may be left out; other members are passed over.</summary>
internal sealed record VendorRecord
{
    public required string VendorCode { get; init; }
    public required string? LegalName { get; init; }

    /// <summary>1 or 0, also as texts; or A, S or B.</summary>
    public required JsonElement ActiveFlag { get; init; }
    public string? Iban { get; init; }
    public string? Bic { get; init; }
    public int? PaymentTermsDays { get; init; }
    public string? Email { get; init; }
    public string? Street { get; init; }
    public string? City { get; init; }
    public string? PostalCode { get; init; }
    public string? Country { get; init; }

    /// <summary>Says nothing of the vendor: texts end up in logs.</summary>
    public override string ToString() => nameof(VendorRecord);
}

[JsonSerializable(typeof(VendorRecord))]
internal sealed partial class ErpJson : JsonSerializerContext
{
    /// <summary>Names and types exactly as agreed, nothing twice.</summary>
    public static readonly ErpJson Strict = new(
        new JsonSerializerOptions
        {
            AllowDuplicateProperties = false,
            RespectNullableAnnotations = true,
            MaxDepth = 16,
        }
    );
}
