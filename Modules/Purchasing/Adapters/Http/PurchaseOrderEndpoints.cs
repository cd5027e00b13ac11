namespace Procurement.Purchasing.Adapters.Http;

using Microsoft.AspNetCore.Routing;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Purchasing.UseCases;
using static Procurement.BuildingBlocks.Hosting.Http.QueryParameter;

internal static class PurchaseOrderEndpoints
{
    /// <summary>Enough for the most lines there may be, each of the longest.</summary>
    private const int MostBytes = 4 * 1024 * 1024;

    private static readonly string[] Approvers = [Roles.ApproverL1, Roles.ApproverL2, Roles.ApproverL3];
    private static readonly Error[] ApproversRefusals =
    [
        PurchaseOrderErrors.NoLines,
        PurchaseOrderErrors.InsufficientAuthority(ApprovalLevel.L3),
    ];
    private static readonly string[] Readers = [Roles.Buyer, .. Approvers, Roles.Receiver, Roles.Finance];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var orders = new Resource<PurchasingModule, PurchaseOrder, PurchaseOrderId, PurchaseOrderView>(
            routes,
            "/purchase-orders",
            "Purchase orders",
            Readers,
            PurchaseOrderView.Of,
            PurchasingJson.Default
        );
        MapRequest(orders);
        MapApproval(orders);
        MapAfterApproval(orders);
        orders.Get<IPurchaseOrderQueries>((queries, id, ct) => queries.Find(id, ct));
        orders.History<IPurchaseOrderQueries>(
            (queries, id, range, ct) => queries.History(id, range, ct),
            (queries, id, version, ct) => queries.HistoryItem(id, version, ct)
        );
        orders.List<IPurchaseOrderQueries, PurchaseOrderFilter, PurchaseOrderHeader>(
            Filters,
            Filter,
            (queries, filter, ct) => queries.List(filter, ct)
        );
    }

    private static void MapRequest(Resource<PurchasingModule, PurchaseOrder, PurchaseOrderId, PurchaseOrderView> orders)
    {
        orders
            .Create<CreatePurchaseOrder, CreateOrderBody>((use, call) => use.Execute(call.Body.Arguments, call.Actor, call.Ct), MostBytes)
            .Allows(Roles.Buyer)
            .Refuses(PurchaseOrderErrors.UnknownSupplier, PurchaseOrderErrors.SupplierNotEligible, PurchaseOrderErrors.LinesDisagree);
        orders
            .Put<ChangeLineItems, LineItemsBody>(
                "line-items",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Drafts, call.Actor, call.Ct),
                MostBytes
            )
            .Allows(Roles.Buyer)
            .Refuses(PurchaseOrderErrors.LinesDisagree);
        orders
            .Post<SubmitPurchaseOrder>("submit", (use, call) => use.Execute(call.Id, call.When, call.Actor, call.Ct))
            .Allows(Roles.Buyer)
            .Refuses(PurchaseOrderErrors.NoLines, PurchaseOrderErrors.CurrencyGivenUp);
    }

    private static void MapApproval(Resource<PurchasingModule, PurchaseOrder, PurchaseOrderId, PurchaseOrderView> orders)
    {
        orders
            .Post<ApprovePurchaseOrder>("approve", (use, call) => use.Execute(call.Id, call.When, ApproverOf(call), call.Ct))
            .Allows(Approvers)
            .Refuses([.. ApproversRefusals, PurchaseOrderErrors.SelfApproval, PurchaseOrderErrors.SupplierNotEligible]);
        orders
            .Post<RejectPurchaseOrder, ReasonBody>(
                "reject",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Reason, ApproverOf(call), call.Ct)
            )
            .Allows(Approvers)
            .Refuses(ApproversRefusals);
    }

    private static void MapAfterApproval(Resource<PurchasingModule, PurchaseOrder, PurchaseOrderId, PurchaseOrderView> orders)
    {
        orders
            .Post<IssuePurchaseOrder>("issue", (use, call) => use.Execute(call.Id, call.When, call.Actor, call.Ct))
            .Allows(Roles.Buyer)
            .Refuses(PurchaseOrderErrors.SupplierNotEligible);
        orders
            .Post<DisputePurchaseOrder, ReasonBody>(
                "dispute",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Reason, call.Actor, call.Ct)
            )
            .Allows(Roles.Buyer);
    }

    private static readonly QueryParameter<PurchaseOrderStatus?> Status = OneOf<PurchaseOrderStatus>("status", "Orders in this state.");
    private static readonly QueryParameter<SupplierId?> Supplier = Id<SupplierId>("supplier_id", "Orders from this supplier.");
    private static readonly QueryParameter<string> RequestedBy = Text(
        "requested_by",
        "Orders that this person asked for, compared exactly.",
        Requester.Facts
    );
    private static readonly QueryParameter<DateTimeOffset?> CreatedFrom = Moment("created_from", "Orders made at this moment or later.");
    private static readonly QueryParameter<DateTimeOffset?> CreatedTo = Moment("created_to", "Orders made before this moment.");
    private static readonly QueryParameter[] Filters = [Status, Supplier, RequestedBy, CreatedFrom, CreatedTo];

    private static PurchaseOrderFilter Filter(ListQuery query) =>
        new()
        {
            Status = query.Get(Status),
            SupplierId = query.Get(Supplier),
            RequestedBy = query.Get(RequestedBy),
            CreatedFrom = query.Get(CreatedFrom),
            CreatedTo = query.Get(CreatedTo),
            Limit = query.Limit,
            After = query.After,
        };

    /// <summary>The highest of the approver's roles counts.</summary>
    private static Approver ApproverOf<TBody>(Call<PurchaseOrderId, TBody> call)
    {
        var authority =
            call.Has(Roles.ApproverL3) ? ApprovalLevel.L3
            : call.Has(Roles.ApproverL2) ? ApprovalLevel.L2
            : ApprovalLevel.L1;
        return new Approver(call.Actor, authority);
    }
}
