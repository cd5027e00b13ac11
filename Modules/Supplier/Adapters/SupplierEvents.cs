namespace Procurement.Supplier.Adapters;

using System.Text.Json.Serialization;
using Procurement.Supplier.Domain;

/// <summary>Serialisation of what the audit trail keeps of each domain event.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(SupplierRegistered))]
[JsonSerializable(typeof(SupplierApproved))]
[JsonSerializable(typeof(SupplierSuspended))]
internal sealed partial class SupplierEvents : JsonSerializerContext;
