namespace Procurement.Purchasing.Adapters.Http.Approvals;

using Microsoft.AspNetCore.Builder;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Observability;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Purchasing.UseCases;
using Endpoints = Procurement.BuildingBlocks.Hosting.Http.Resource<
    PurchasingModule,
    Domain.PurchaseOrder,
    Domain.PurchaseOrderId,
    Ports.PurchaseOrderView
>;

internal static class ApprovalEndpoints
{
    private static readonly Error[] Refusals = [PurchaseOrderErrors.NoLines, PurchaseOrderErrors.InsufficientAuthority(ApprovalLevel.L3)];

    private static readonly CountedAs Approved = new("po_approvals", "Decisions on orders, by what became of them", "approved");

    public static void Map(Endpoints orders)
    {
        orders
            .Post<SubmitPurchaseOrder>("submit", (use, call) => use.Execute(call.Id, call.When, call.Actor, call.Ct))
            .Allows(Roles.Buyer)
            .Refuses(PurchaseOrderErrors.NoLines, PurchaseOrderErrors.CurrencyGivenUp);
        orders
            .Post<ApprovePurchaseOrder>("approve", (use, call) => use.Execute(call.Id, call.When, call.Approver(), call.Ct))
            .WithMetadata(Approved)
            .Allows(ApproverRoles.All)
            .Refuses([
                .. Refusals,
                PurchaseOrderErrors.SelfApproval,
                PurchaseOrderErrors.SupplierNotEligible,
                PurchaseOrderErrors.BelowReceived,
            ]);
        orders
            .Post<RejectPurchaseOrder, ReasonBody>(
                "reject",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Reason, call.Approver(), call.Ct)
            )
            .WithMetadata(Approved with { Done = "rejected" })
            .Allows(ApproverRoles.All)
            .Refuses(Refusals);
        orders.ListAt<ListPendingApprovals, PendingQuestion, PendingApprovalView>(
            "ListApprovals",
            "/approvals",
            "Approvals",
            ApproverRoles.All,
            [],
            query => new PendingQuestion(query.Subject, ApproverRoles.Level(query.Has), query.Limit, query.After),
            (use, asked, ct) => use.Execute(asked, ct)
        );
    }
}
