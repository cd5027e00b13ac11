namespace Procurement.Purchasing.Adapters.Http;

using System.Text.Json.Serialization;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Purchasing.UseCases;

/// <summary>Body of POST /purchase-orders. Members are optional here because what is missing is told with all other field errors.</summary>
internal sealed record CreateBody(string? SupplierId = null, string? RequestedBy = null, IReadOnlyList<LineItemBody?>? LineItems = null)
{
    [JsonIgnore]
    public CreatePurchaseOrder.Arguments Arguments => new(SupplierId, RequestedBy, LineItemBody.Drafts(LineItems));
}

internal sealed record LineItemBody(
    string? Sku = null,
    string? Description = null,
    int? Quantity = null,
    string? Unit = null,
    long? UnitPriceCents = null,
    string? Currency = null
)
{
    public static IReadOnlyList<LineItemDraft?>? Drafts(IReadOnlyList<LineItemBody?>? bodies) =>
        bodies
            ?.Select(b => b is null ? null : new LineItemDraft(b.Sku, b.Description, b.Quantity, b.Unit, b.UnitPriceCents, b.Currency))
            .ToList();
}

internal sealed record LineItemsBody(IReadOnlyList<LineItemBody?>? LineItems = null)
{
    [JsonIgnore]
    public IReadOnlyList<LineItemDraft?>? Drafts => LineItemBody.Drafts(LineItems);
}

[JsonSerializable(typeof(CreateBody))]
[JsonSerializable(typeof(LineItemsBody))]
[JsonSerializable(typeof(PurchaseOrderView))]
[JsonSerializable(typeof(Items<PurchaseOrderHeader>))]
internal sealed partial class PurchasingJson : JsonSerializerContext;
