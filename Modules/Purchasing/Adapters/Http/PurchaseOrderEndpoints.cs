namespace Procurement.Purchasing.Adapters.Http;

using Microsoft.AspNetCore.Routing;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Purchasing.Adapters.Http.Approvals;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Purchasing.UseCases;
using Endpoints = Procurement.BuildingBlocks.Hosting.Http.Resource<
    PurchasingModule,
    Domain.PurchaseOrder,
    Domain.PurchaseOrderId,
    Ports.PurchaseOrderView
>;

internal static class PurchaseOrderEndpoints
{
    public const string Path = "/purchase-orders";

    /// <summary>Enough for the most lines there may be, each of the longest.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    public static string[] Readers => [Roles.Buyer, .. ApproverRoles.All, Roles.Receiver, Roles.Finance];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var orders = new Endpoints(routes, Path, "Purchase orders", Readers, PurchaseOrderView.Of, PurchasingJson.Default);
        MapCreation(orders);
        MapRequest(orders);
        ApprovalEndpoints.Map(orders);
        MapSupplierSide(orders);
        MapEnds(orders);
        PurchaseOrderReads.Map(orders);
        GoodsReceiptEndpoints.Map(routes);
    }

    private static void MapCreation(Endpoints orders)
    {
        orders
            .Create<CreatePurchaseOrder, CreateOrderBody>((use, call) => use.Execute(call.Body.Draft, call.Actor, call.Ct), MostBytes)
            .Allows(Roles.Buyer)
            .Refuses(PurchaseOrderErrors.UnknownSupplier, PurchaseOrderErrors.SupplierNotEligible, PurchaseOrderErrors.LinesDisagree);
        orders
            .CreateMany<CreatePurchaseOrders, CreateOrdersBody>(
                "/batch",
                (use, call) => use.Execute(call.Body.Mode, call.Body.Drafts, call.Actor, call.Ct),
                MostBytes
            )
            .Allows(Roles.Buyer)
            .Refuses(OrderBatch.TooManyLines)
            .RefusesRows(
                OrderBatch.Field,
                PurchaseOrderErrors.UnknownSupplier,
                PurchaseOrderErrors.SupplierNotEligible,
                PurchaseOrderErrors.LinesDisagree
            );
    }

    private static void MapRequest(Endpoints orders)
    {
        orders
            .Put<ChangeLineItems, LineItemsBody>(
                "line-items",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Drafts, call.Actor, call.Ct),
                MostBytes
            )
            .Allows(Roles.Buyer)
            .Refuses(PurchaseOrderErrors.LinesDisagree);
        orders
            .Post<AmendPurchaseOrder, AmendBody>(
                "amend",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Draft, call.Actor, call.Ct),
                MostBytes
            )
            .Allows(Roles.Buyer)
            .Refuses(
                PurchaseOrderErrors.AmendedLinesDisagree,
                PurchaseOrderErrors.AmendmentPending,
                PurchaseOrderErrors.CurrencyGivenUp,
                PurchaseOrderErrors.LinesBelowReceived
            );
        orders
            .CreateUnder<PurchaseOrderId, CopyPurchaseOrder, NoBody>(
                Path,
                "copy",
                (use, call) => use.Execute(call.Id, call.When, call.Actor, call.Ct),
                PurchaseOrderErrors.NotFound,
                PurchaseOrderView.Representation
            )
            .Allows(Roles.Buyer)
            .Refuses(PurchaseOrderErrors.CurrencyGivenUp, PurchaseOrderErrors.SupplierNotEligible);
        orders
            .Post<CommentOnPurchaseOrder, CommentBody>(
                "comments",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Text, call.Actor, call.Ct)
            )
            .Allows(Readers);
    }

    private static void MapSupplierSide(Endpoints orders)
    {
        orders
            .Post<IssuePurchaseOrder>("issue", (use, call) => use.Execute(call.Id, call.When, call.Actor, call.Ct))
            .Allows(Roles.Buyer)
            .Refuses(
                PurchaseOrderErrors.SupplierNotEligible,
                PurchaseOrderErrors.AmendmentPending,
                PurchaseOrderErrors.ContentNotApproved,
                PurchaseOrderErrors.ApprovalTooLow
            );
        orders
            .Post<AcknowledgePurchaseOrder, AcknowledgeBody>(
                "acknowledge",
                (use, call) => use.Execute(call.Id, call.When, call.Body.ExpectedDelivery, call.Body.Proposals, call.Actor, call.Ct),
                MostBytes
            )
            .Allows(Roles.Buyer)
            .Refuses(PurchaseOrderErrors.AmendmentPending, PurchaseOrderErrors.CurrencyGivenUp, PurchaseOrderErrors.ProposalsDisagree);
        orders
            .Post<CloseShort, CloseShortBody>(
                "close-short",
                (use, call) => use.Execute(call.Id, call.When, call.Body.LineNumber, call.Body.Reason, call.Actor, call.Ct)
            )
            .Allows(Roles.Buyer)
            .Refuses(
                PurchaseOrderErrors.AmendmentPending,
                PurchaseOrderErrors.NoSuchLine,
                PurchaseOrderErrors.NothingOpen,
                PurchaseOrderErrors.NothingReceived
            );
    }

    private static void MapEnds(Endpoints orders)
    {
        orders
            .Post<CancelPurchaseOrder, ReasonBody>(
                "cancel",
                (use, call) =>
                    use.Execute(
                        call.Id,
                        call.When,
                        call.Body.Reason,
                        new Canceller(call.Actor, call.Has(Roles.Buyer), call.Has(Roles.Finance)),
                        call.Ct
                    )
            )
            .Allows(Roles.Buyer, Roles.Finance)
            .Refuses(PurchaseOrderErrors.NotYoursToCancel);
        orders
            .Post<DisputePurchaseOrder, ReasonBody>(
                "dispute",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Reason, call.Actor, call.Ct)
            )
            .Allows(Roles.Buyer);
        orders
            .Post<ResolveDispute, ResolveBody>(
                "resolve",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Outcome, call.Body.Reason, call.Actor, call.Ct)
            )
            .Allows(Roles.Finance);
    }
}
