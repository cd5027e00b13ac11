namespace Procurement.Purchasing.Adapters.Http;

using System.Text.Json.Serialization;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Purchasing.UseCases;

/// <summary>Body of POST /purchase-orders. Members are optional here because what is missing is told with all other field errors.</summary>
internal sealed record CreateOrderBody(
    [property: Is<SupplierId>] string? SupplierId = null,
    [property: Is<Requester>] string? RequestedBy = null,
    [property: Is<LineItems>] IReadOnlyList<LineItemBody?>? LineItems = null
)
{
    [JsonIgnore]
    public CreatePurchaseOrder.Arguments Arguments => new(SupplierId, RequestedBy, LineItemBody.Drafts(LineItems));
}

internal sealed record LineItemBody(
    [property: Is<Sku>] string? Sku = null,
    [property: Is<LineDescription>(Optional = true)] string? Description = null,
    [property: Is<Quantity>] int? Quantity = null,
    [property: Is<NameOf<Unit>>(Optional = true)] string? Unit = null,
    [property: Is<UnitPrice>] long? UnitPriceCents = null,
    [property: Is<Currency>] string? Currency = null
)
{
    public static IReadOnlyList<LineItemDraft?>? Drafts(IReadOnlyList<LineItemBody?>? bodies) =>
        bodies
            ?.Select(b => b is null ? null : new LineItemDraft(b.Sku, b.Description, b.Quantity, b.Unit, b.UnitPriceCents, b.Currency))
            .ToList();
}

internal sealed record LineItemsBody([property: Is<LineItems>] IReadOnlyList<LineItemBody?>? LineItems = null)
{
    [JsonIgnore]
    public IReadOnlyList<LineItemDraft?>? Drafts => LineItemBody.Drafts(LineItems);
}

[JsonSerializable(typeof(CreateOrderBody))]
[JsonSerializable(typeof(LineItemsBody))]
[JsonSerializable(typeof(PurchaseOrderView))]
[JsonSerializable(typeof(Items<PurchaseOrderHeader>))]
internal sealed partial class PurchasingJson : JsonSerializerContext;
