namespace Procurement.Supplier.Adapters.Http;

using System.Text.Json.Serialization;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.Supplier.Ports;
using Procurement.Supplier.UseCases;

/// <summary>Body of POST /suppliers. Members are optional here because what is missing is told with all other field errors.</summary>
internal sealed record RegisterBody(string? Code = null, string? LegalName = null, string? Email = null, int? PaymentTermsDays = null)
{
    [JsonIgnore]
    public RegisterSupplier.Arguments Arguments => new(Code, LegalName, Email, PaymentTermsDays);
}

internal sealed record ApproveBody(int? RiskScore = null);

[JsonSerializable(typeof(RegisterBody))]
[JsonSerializable(typeof(ApproveBody))]
[JsonSerializable(typeof(SupplierView))]
[JsonSerializable(typeof(Items<SupplierView>))]
internal sealed partial class SupplierJson : JsonSerializerContext;
