namespace Procurement.Purchasing.Adapters.Http;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Purchasing.UseCases;

internal static class PurchaseOrderEndpoints
{
    private static readonly string[] Approvers = [Roles.ApproverL1, Roles.ApproverL2, Roles.ApproverL3];
    private static readonly string[] Filters = ["status", "supplier_id", "requested_by", "created_from", "created_to"];
    private static readonly string[] Readers = [Roles.Buyer, .. Approvers, Roles.Receiver, Roles.Finance];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var orders = routes.MapGroup("/purchase-orders").WithTags("Purchase orders");
        orders.MapPost("", Create).Describes<CreateBody, PurchaseOrderView>(StatusCodes.Status201Created).Allows(Roles.Buyer);
        orders.MapGet("", List).DescribesList<PurchaseOrderList>(Filters).Allows(Readers);
        orders.MapGet("/{id}", Get).DescribesRead<PurchaseOrderView>().Allows(Readers);
        orders.MapGet("/{id}/history", History).DescribesRead<PurchaseOrderHistory>().Allows(Readers);
        orders.MapPut("/{id}/line-items", ChangeLines).Describes<LineItemsBody, PurchaseOrderView>().Allows(Roles.Buyer);
        orders.MapPost("/{id}/submit", Submit).Describes<PurchaseOrderView>().Allows(Roles.Buyer);
        orders.MapPost("/{id}/approve", Approve).Describes<PurchaseOrderView>().Allows(Approvers);
        orders.MapPost("/{id}/reject", Reject).Describes<ReasonBody, PurchaseOrderView>().Allows(Approvers);
    }

    private static Task Create(ChangeRequest request, Edge<PurchasingModule> edge)
    {
        var body = request.Json(PurchasingJson.Strict.CreateBody);
        return edge.Create(
            request,
            body.Error ?? (Result<CreatePurchaseOrder.Arguments>)CreateArguments(body.Value),
            (CreatePurchaseOrder create, CreatePurchaseOrder.Arguments asked, CancellationToken ct) =>
                create.Execute(asked, request.Actor, ct),
            order =>
            {
                var view = PurchaseOrderView.Of(order);
                return Answer.Created(view, PurchasingJson.Strict.PurchaseOrderView, order.Version, $"/purchase-orders/{view.Id}");
            }
        );
    }

    private static Task ChangeLines(string id, ChangeRequest request, Edge<PurchasingModule> edge)
    {
        var order = request.Id<PurchaseOrderId>(id);
        var body = request.Json(PurchasingJson.Strict.LineItemsBody);
        return edge.Change(
            request,
            order.Error
                ?? body.Error
                ?? (Result<ChangeLineItems.Arguments>)new ChangeLineItems.Arguments(order.Value, LineItemBody.Drafts(body.Value.LineItems)),
            (ChangeLineItems change, ChangeLineItems.Arguments asked, CancellationToken ct) =>
                change.Execute(asked, request.Actor, request.Precondition, ct),
            Ok
        );
    }

    private static Task Submit(string id, ChangeRequest request, Edge<PurchasingModule> edge) =>
        edge.Change(
            request,
            request.IdOnly<PurchaseOrderId>(id),
            (SubmitPurchaseOrder submit, PurchaseOrderId order, CancellationToken ct) =>
                submit.Execute(order, request.Actor, request.Precondition, ct),
            Ok
        );

    private static Task Approve(string id, ChangeRequest request, Edge<PurchasingModule> edge) =>
        edge.Change(
            request,
            request.IdOnly<PurchaseOrderId>(id),
            (ApprovePurchaseOrder approve, PurchaseOrderId order, CancellationToken ct) =>
                approve.Execute(order, ApproverOf(request), request.Precondition, ct),
            Ok
        );

    private static Task Reject(string id, ChangeRequest request, Edge<PurchasingModule> edge)
    {
        var order = request.Id<PurchaseOrderId>(id);
        var body = request.Json(PurchasingJson.Strict.ReasonBody);
        return edge.Change(
            request,
            order.Error
                ?? body.Error
                ?? (Result<RejectPurchaseOrder.Arguments>)new RejectPurchaseOrder.Arguments(order.Value, body.Value.Reason),
            (RejectPurchaseOrder reject, RejectPurchaseOrder.Arguments asked, CancellationToken ct) =>
                reject.Execute(asked, ApproverOf(request), request.Precondition, ct),
            Ok
        );
    }

    private static Task Get(string id, HttpContext http, IPurchaseOrderQueries orders) =>
        Resource.Send(
            http,
            RouteId.Parse<PurchaseOrderId>(id),
            orders.Find,
            view => Answer.Ok(view, PurchasingJson.Strict.PurchaseOrderView, view.Version),
            PurchaseOrderErrors.NotFound
        );

    private static Task History(string id, HttpContext http, IPurchaseOrderQueries orders) =>
        Resource.Send(
            http,
            RouteId.Parse<PurchaseOrderId>(id),
            orders.History,
            items => Answer.Ok(new PurchaseOrderHistory(items), PurchasingJson.Strict.PurchaseOrderHistory, items[^1].Version),
            PurchaseOrderErrors.NotFound
        );

    private static Task List(HttpContext http, IPurchaseOrderQueries orders)
    {
        var query = new ListQuery(http.Request, Filters);
        var filter = query.Build(() =>
            new PurchaseOrderFilter(
                query.OneOf<PurchaseOrderStatus>("status"),
                query.Id<SupplierId>("supplier_id"),
                query.Read("requested_by", text => Text.Parse(text, CreatePurchaseOrder.LongestRequester)),
                query.Moment("created_from"),
                query.Moment("created_to"),
                query.Limit,
                query.After
            )
        );
        return query.Send(
            http,
            filter,
            orders.List,
            (items, next) => Answer.Ok(new PurchaseOrderList(items, next), PurchasingJson.Strict.PurchaseOrderList)
        );
    }

    private static CreatePurchaseOrder.Arguments CreateArguments(CreateBody body) =>
        new(body.SupplierId, body.RequestedBy, LineItemBody.Drafts(body.LineItems));

    /// <summary>The highest of the approver's roles counts.</summary>
    private static Approver ApproverOf(ChangeRequest request)
    {
        var user = request.Http.User;
        var authority =
            user.IsInRole(Roles.ApproverL3) ? ApprovalLevel.L3
            : user.IsInRole(Roles.ApproverL2) ? ApprovalLevel.L2
            : ApprovalLevel.L1;
        return new Approver(request.Actor, authority);
    }

    private static Answer Ok(PurchaseOrder order) =>
        Answer.Ok(PurchaseOrderView.Of(order), PurchasingJson.Strict.PurchaseOrderView, order.Version);
}
