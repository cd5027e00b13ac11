namespace Procurement.Supplier.Adapters.Http;

using Microsoft.AspNetCore.Routing;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;
using Procurement.Supplier.UseCases;
using static Procurement.BuildingBlocks.Hosting.Http.QueryParameter;

internal static class SupplierEndpoints
{
    /// <summary>A buyer must find whom to order from (ADR 0010).</summary>
    private static readonly string[] Readers = [Roles.SupplierManager, Roles.Compliance, Roles.Finance, Roles.Buyer];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var suppliers = new Resource<SupplierModule, Supplier, SupplierId, SupplierView>(
            routes,
            "/suppliers",
            "Suppliers",
            Readers,
            SupplierView.Of,
            SupplierJson.Default
        );
        suppliers
            .Create<RegisterSupplier, RegisterSupplierBody>((use, call) => use.Execute(call.Body.Arguments, call.Actor, call.Ct))
            .Allows(Roles.SupplierManager)
            .Refuses(SupplierErrors.CodeTaken);
        suppliers
            .Post<ApproveSupplier, ApproveSupplierBody>(
                "approve",
                (use, call) => use.Execute(call.Id, call.When, call.Body.RiskScore, call.Actor, call.Ct)
            )
            .Allows(Roles.Compliance)
            .Refuses(SupplierErrors.SelfApproval, SupplierErrors.RiskTooHigh);
        suppliers
            .Post<SuspendSupplier, ReasonBody>(
                "suspend",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Reason, call.Actor, call.Ct)
            )
            .Allows(Roles.Compliance);
        suppliers
            .Post<ReinstateSupplier>("reinstate", (use, call) => use.Execute(call.Id, call.When, call.Actor, call.Ct))
            .Allows(Roles.Compliance);
        suppliers
            .Post<BlacklistSupplier, ReasonBody>(
                "blacklist",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Reason, call.Actor, call.Ct)
            )
            .Allows(Roles.Compliance);
        suppliers.Get<ISupplierQueries>((queries, id, ct) => queries.Find(id, ct));
        suppliers.History<ISupplierQueries>(
            (queries, id, range, ct) => queries.History(id, range, ct),
            (queries, id, version, ct) => queries.HistoryItem(id, version, ct)
        );
        suppliers.List<ISupplierQueries, SupplierFilter, SupplierView>(Filters, Filter, (queries, filter, ct) => queries.List(filter, ct));
    }

    private static readonly QueryParameter<SupplierStatus?> Status = OneOf<SupplierStatus>("status", "Suppliers in this state.");
    private static readonly QueryParameter<SupplierCode?> Code = Value("code", "The supplier with this code.", SupplierCode.Parse);
    private static readonly QueryParameter[] Filters = [Status, Code];

    private static SupplierFilter Filter(ListQuery query) =>
        new()
        {
            Status = query.Get(Status),
            Code = query.Get(Code),
            Limit = query.Limit,
            After = query.After,
        };
}
