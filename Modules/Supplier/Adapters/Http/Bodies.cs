namespace Procurement.Supplier.Adapters.Http;

using System.Text.Json.Serialization;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;
using Procurement.Supplier.UseCases;

/// <summary>Body of POST /suppliers. Members are optional here because what is missing is told with all other field errors.</summary>
internal sealed record RegisterSupplierBody(
    [property: Is<SupplierCode>] string? Code = null,
    [property: Is<LegalName>] string? LegalName = null,
    [property: Is<EmailAddress>] string? Email = null,
    [property: Is<PaymentTerms>(Optional = true)] int? PaymentTermsDays = null
)
{
    [JsonIgnore]
    public RegisterSupplier.Arguments Arguments => new(Code, LegalName, Email, PaymentTermsDays);
}

internal sealed record ApproveSupplierBody([property: Is<RiskScore>] int? RiskScore = null);

[JsonSerializable(typeof(RegisterSupplierBody))]
[JsonSerializable(typeof(ApproveSupplierBody))]
[JsonSerializable(typeof(SupplierView))]
[JsonSerializable(typeof(Items<SupplierView>))]
internal sealed partial class SupplierJson : JsonSerializerContext;
