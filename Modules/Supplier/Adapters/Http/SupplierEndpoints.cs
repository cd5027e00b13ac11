namespace Procurement.Supplier.Adapters.Http;

using Microsoft.AspNetCore.Routing;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;
using Procurement.Supplier.UseCases;
using Endpoints = Procurement.BuildingBlocks.Hosting.Http.Resource<SupplierModule, Domain.Supplier, Domain.SupplierId, Ports.SupplierView>;

internal static class SupplierEndpoints
{
    /// <summary>A buyer must find whom to order from (ADR 0010).</summary>
    private static readonly string[] Readers = [Roles.SupplierManager, Roles.Compliance, Roles.Finance, Roles.Buyer];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var suppliers = new Endpoints(routes, "/suppliers", "Suppliers", Readers, SupplierView.Of, SupplierJson.Default);
        MapProfile(suppliers);
        MapVetting(suppliers);
        MapBankAccount(suppliers);
        suppliers.Get<ISupplierQueries>((queries, id, ct) => queries.Find(id, ct));
        suppliers.History<ISupplierQueries>(
            (queries, id, range, ct) => queries.History(id, range, ct),
            (queries, id, version, ct) => queries.HistoryItem(id, version, ct)
        );
        suppliers.List<ISupplierQueries, SupplierFilter, SupplierHeaderView>(
            SupplierFilters.All,
            SupplierFilters.Read,
            (queries, filter, ct) => queries.List(filter, ct)
        );
    }

    private static void MapProfile(Endpoints suppliers)
    {
        suppliers
            .Create<RegisterSupplier, RegisterSupplierBody>(
                (use, call) => use.Execute(call.Body.Code, call.Body.Draft, call.Actor, call.Ct)
            )
            .Allows(Roles.SupplierManager)
            .Refuses(SupplierErrors.CodeTaken);
        suppliers
            .Create<ImportSupplier, ImportSupplierBody>(
                (use, call) => use.Execute(call.Body.VendorCode, call.Actor, call.Ct),
                by: "/import"
            )
            .Allows(Roles.SupplierManager)
            .Refuses([SupplierErrors.CodeTaken, SupplierErrors.VendorRecordInvalid, .. ErpErrors.All]);
        suppliers
            .Patch<EditSupplier, EditSupplierBody>((use, call) => use.Execute(call.Id, call.When, call.Body.Over, call.Actor, call.Ct))
            .Allows(Roles.SupplierManager);
        suppliers
            .Post<FileDocument, DocumentBody>(
                "documents",
                (use, call) =>
                    use.Execute(call.Id, call.When, new(call.Body.Kind, call.Body.Reference, call.Body.ValidUntil), call.Actor, call.Ct)
            )
            .Allows(Roles.SupplierManager, Roles.Compliance)
            .Refuses(SupplierErrors.DocumentExpired, SupplierErrors.TooManyDocuments);
    }

    private static void MapVetting(Endpoints suppliers)
    {
        suppliers
            .Post<ApproveSupplier, ApproveSupplierBody>(
                "approve",
                (use, call) => use.Execute(call.Id, call.When, call.Body.RiskScore, call.Actor, call.Ct)
            )
            .Allows(Roles.Compliance)
            .Refuses(SupplierErrors.SelfApproval, SupplierErrors.Unfit, SupplierErrors.DocumentsMissing);
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
        suppliers
            .Post<HoldSupplier, HoldBody>(
                "hold",
                (use, call) => use.Execute(call.Id, call.When, call.Body.Scope, call.Body.Reason, call.Actor, call.Ct)
            )
            .Allows(Roles.Compliance, Roles.Finance);
        suppliers
            .Post<ReleaseSupplier>("release", (use, call) => use.Execute(call.Id, call.When, call.Actor, call.Ct))
            .Allows(Roles.Compliance, Roles.Finance)
            .Refuses(SupplierErrors.NotOnHold);
    }

    private static void MapBankAccount(Endpoints suppliers)
    {
        suppliers
            .Put<ProposeBankAccount, BankAccountBody>(
                "bank-account",
                (use, call) =>
                    use.Execute(call.Id, call.When, BankDetails.Read(call.Body.Iban, call.Body.Bic, call.Body.Holder), call.Actor, call.Ct)
            )
            .Allows(Roles.SupplierManager);
        suppliers
            .Post<ConfirmBankAccount>("bank-account/confirm", (use, call) => use.Execute(call.Id, call.When, call.Actor, call.Ct))
            .Allows(Roles.Finance)
            .Refuses(SupplierErrors.SelfConfirmation, SupplierErrors.NothingToConfirm);
    }
}
