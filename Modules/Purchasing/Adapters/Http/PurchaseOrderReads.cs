namespace Procurement.Purchasing.Adapters.Http;

using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using static Procurement.BuildingBlocks.Hosting.Http.QueryParameter;
using Endpoints = Procurement.BuildingBlocks.Hosting.Http.Resource<
    PurchasingModule,
    Domain.PurchaseOrder,
    Domain.PurchaseOrderId,
    Ports.PurchaseOrderView
>;

/// <summary>What is read of orders.</summary>
internal static class PurchaseOrderReads
{
    private static readonly QueryParameter<DateTimeOffset?> AsOf = Moment(
        "as_of",
        "As it stood at this moment; as it stands when it is left out."
    );
    private static readonly QueryParameter<long?> From = Number("from", "The earlier version of the content.", 1, int.MaxValue);
    private static readonly QueryParameter<long?> To = Number("to", "The later version of the content.", 1, int.MaxValue);

    public static void Map(Endpoints orders)
    {
        orders.Get<IPurchaseOrderQueries, DateTimeOffset?>(
            [AsOf],
            query => query.Get(AsOf),
            (queries, id, moment, ct) => moment is { } then ? queries.FindAsOf(id, then, ct) : queries.Find(id, ct)
        );
        orders.History<IPurchaseOrderQueries>(
            (queries, id, range, ct) => queries.History(id, range, ct),
            (queries, id, version, ct) => queries.HistoryItem(id, version, ct)
        );
        orders.ListPart<IPurchaseOrderQueries, CommentView>(
            "ListPurchaseOrderComments",
            "comments",
            comment => comment.Version,
            async (queries, id, range, ct) => await queries.Comments(id, range, ct) is { } page ? (page.Items, page.Next) : null
        );
        orders.Part<IPurchaseOrderQueries, bool, VersionsView>(
            "ListPurchaseOrderVersions",
            "versions",
            [],
            _ => true,
            async (queries, id, _, ct) => await queries.Past(id, ct) is { } past ? VersionsView.Of(past) : (VersionsView?)null,
            view => ETag.Of(1, view.OrderVersion)
        );
        orders
            .Part<IPurchaseOrderQueries, (long? From, long? To), DiffView>(
                "CompareVersions",
                "diff",
                [From, To],
                query => (query.Get(From), query.Get(To)),
                async (queries, id, asked, ct) =>
                    await queries.Past(id, ct) is { } past ? DiffView.Between(past, asked.From, asked.To) : (DiffView?)null,
                view => ETag.Of(1, view.OrderVersion)
            )
            .Refuses(PurchaseOrderErrors.NoSuchVersion);
        PurchaseOrderLists.Map(orders);
    }
}
