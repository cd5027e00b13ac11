namespace Procurement.Purchasing.Adapters;

using System.Text.Json.Serialization;
using Procurement.Purchasing.Domain;

/// <summary>Serialisation of what the audit trail keeps of each domain event.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(PurchaseOrderCreated))]
[JsonSerializable(typeof(LineItemsChanged))]
[JsonSerializable(typeof(PurchaseOrderSubmitted))]
[JsonSerializable(typeof(PurchaseOrderApproved))]
[JsonSerializable(typeof(PurchaseOrderRejected))]
internal sealed partial class PurchasingEvents : JsonSerializerContext;
