namespace Procurement.Purchasing.Adapters.Http;

using Microsoft.AspNetCore.Routing;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Purchasing.UseCases;
using static Procurement.BuildingBlocks.Hosting.Http.QueryParameter;
using Receipts = Procurement.BuildingBlocks.Hosting.Http.Resource<
    PurchasingModule,
    Domain.GoodsReceipt,
    Domain.GoodsReceiptId,
    Ports.GoodsReceiptView
>;

internal static class GoodsReceiptEndpoints
{
    private static readonly QueryParameter<PurchaseOrderId?> Order = Id<PurchaseOrderId>("purchase_order_id", "Receipts for this order.");
    private static readonly QueryParameter<GoodsReceiptStatus?> Status = OneOf<GoodsReceiptStatus>("status", "Receipts in this state.");

    public static void Map(IEndpointRouteBuilder routes)
    {
        var receipts = new Receipts(
            routes,
            "/goods-receipts",
            "Goods receipts",
            PurchaseOrderEndpoints.Readers,
            GoodsReceiptView.Of,
            PurchasingJson.Default
        );
        MapChanges(receipts);
        MapReads(receipts);
    }

    private static void MapChanges(Receipts receipts)
    {
        receipts
            .CreateUnder<PurchaseOrderId, RecordGoodsReceipt, GoodsReceiptBody>(
                PurchaseOrderEndpoints.Path,
                "goods-receipts",
                (use, call) => use.Execute(call.Id, call.When, call.Body.DeliveryNote, call.Body.Drafts, call.Actor, call.Ct),
                PurchaseOrderErrors.NotFound,
                PurchaseOrderView.Representation,
                PurchaseOrderEndpoints.MostBytes
            )
            .Allows(Roles.Receiver)
            .Refuses(PurchaseOrderErrors.LinesOverReceipt, GoodsReceiptErrors.NoteTaken, GoodsReceiptErrors.NotAsOrdered);
        receipts
            .Post<ReturnGoods, ReturnBody>(
                "return",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Drafts, call.Body.Reason, call.Actor, call.Ct),
                PurchaseOrderEndpoints.MostBytes
            )
            .Allows(Roles.Receiver)
            .Refuses(GoodsReceiptErrors.LinesReturnTooMuch, GoodsReceiptErrors.NotAsOrdered);
        receipts
            .Post<ResolveGoodsReceipt, ReasonBody>(
                "resolve",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Reason, call.Actor, call.Ct)
            )
            .Allows(Roles.Buyer)
            .Refuses(PurchaseOrderErrors.LinesOverReceipt, GoodsReceiptErrors.OrderedOtherwise);
    }

    private static void MapReads(Receipts receipts)
    {
        receipts.Get<IGoodsReceiptQueries>((queries, id, ct) => queries.Find(id, ct));
        receipts.History<IGoodsReceiptQueries>(
            (queries, id, range, ct) => queries.History(id, range, ct),
            (queries, id, version, ct) => queries.HistoryItem(id, version, ct)
        );
        receipts.List<IGoodsReceiptQueries, GoodsReceiptFilter, GoodsReceiptHeader>(
            [Order, Status],
            query =>
                new()
                {
                    OrderId = query.Get(Order),
                    Status = query.Get(Status),
                    Limit = query.Limit,
                    After = query.After,
                },
            (queries, filter, ct) => queries.List(filter, ct)
        );
    }
}
