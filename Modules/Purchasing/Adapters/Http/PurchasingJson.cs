namespace Procurement.Purchasing.Adapters.Http;

using System.Text.Json.Serialization;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.Purchasing.Ports;

[JsonSerializable(typeof(CreateOrderBody))]
[JsonSerializable(typeof(CreateOrdersBody))]
[JsonSerializable(typeof(LineItemsBody))]
[JsonSerializable(typeof(AmendBody))]
[JsonSerializable(typeof(AcknowledgeBody))]
[JsonSerializable(typeof(ResolveBody))]
[JsonSerializable(typeof(CloseShortBody))]
[JsonSerializable(typeof(CommentBody))]
[JsonSerializable(typeof(GoodsReceiptBody))]
[JsonSerializable(typeof(ReturnBody))]
[JsonSerializable(typeof(PurchaseOrderView))]
[JsonSerializable(typeof(VersionsView))]
[JsonSerializable(typeof(DiffView))]
[JsonSerializable(typeof(SummaryView))]
[JsonSerializable(typeof(GoodsReceiptView))]
[JsonSerializable(typeof(Items<PurchaseOrderHeader>))]
[JsonSerializable(typeof(Items<GoodsReceiptHeader>))]
[JsonSerializable(typeof(Items<CommentView>))]
[JsonSerializable(typeof(Items<PendingApprovalView>))]
internal sealed partial class PurchasingJson : JsonSerializerContext;
