namespace Procurement.Supplier.Adapters.Http;

using System.Text.Json.Serialization;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.Supplier.Ports;

/// <summary>Body of POST /suppliers. Members are optional here because what is missing is told with all other field errors.</summary>
internal sealed record RegisterBody(string? Code = null, string? LegalName = null, string? Email = null, int? PaymentTermsDays = null);

internal sealed record ApproveBody(int? RiskScore = null);

internal sealed record ReasonBody(string? Reason = null);

internal sealed record SupplierList(IReadOnlyList<SupplierView> Items, string? Next);

internal sealed record HistoryList(IReadOnlyList<HistoryItem> Items);

[JsonSerializable(typeof(RegisterBody))]
[JsonSerializable(typeof(ApproveBody))]
[JsonSerializable(typeof(ReasonBody))]
[JsonSerializable(typeof(SupplierView))]
[JsonSerializable(typeof(SupplierList))]
[JsonSerializable(typeof(HistoryList))]
internal sealed partial class SupplierJson : JsonSerializerContext
{
    public static readonly SupplierJson Strict = new(StrictJson.Options());
}
