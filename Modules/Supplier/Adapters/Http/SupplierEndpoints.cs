namespace Procurement.Supplier.Adapters.Http;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Procurement.BuildingBlocks.Hosting.Http;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;
using Procurement.Supplier.UseCases;

internal static class SupplierEndpoints
{
    private static readonly string[] Filters = ["status", "code"];

    /// <summary>A buyer must find whom to order from (ADR 0010).</summary>
    private static readonly string[] Readers = [Roles.SupplierManager, Roles.Compliance, Roles.Finance, Roles.Buyer];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var suppliers = routes.MapGroup("/suppliers").WithTags("Suppliers");
        suppliers.MapPost("", Register).Describes<RegisterBody, SupplierView>(StatusCodes.Status201Created).Allows(Roles.SupplierManager);
        suppliers.MapGet("", List).DescribesList<SupplierList>(Filters).Allows(Readers);
        suppliers.MapGet("/{id}", Get).DescribesRead<SupplierView>().Allows(Readers);
        suppliers.MapGet("/{id}/history", History).DescribesRead<SupplierHistory>().Allows(Readers);
        suppliers.MapPost("/{id}/approve", Approve).Describes<ApproveBody, SupplierView>().Allows(Roles.Compliance);
        suppliers.MapPost("/{id}/suspend", Suspend).Describes<SuspendBody, SupplierView>().Allows(Roles.Compliance);
    }

    private static Task Register(ChangeRequest request, Edge<SupplierModule> edge)
    {
        var body = request.Json(SupplierJson.Strict.RegisterBody);
        return edge.Create(
            request,
            body.Error ?? (Result<RegisterSupplier.Arguments>)RegisterArguments(body.Value),
            (RegisterSupplier register, RegisterSupplier.Arguments asked, CancellationToken ct) =>
                register.Execute(asked, request.Actor, ct),
            supplier =>
            {
                var view = SupplierView.Of(supplier);
                return Answer.Created(view, SupplierJson.Strict.SupplierView, supplier.Version, $"/suppliers/{view.Id}");
            }
        );
    }

    private static Task Approve(string id, ChangeRequest request, Edge<SupplierModule> edge)
    {
        var supplier = request.Id<SupplierId>(id);
        var body = request.Json(SupplierJson.Strict.ApproveBody);
        return edge.Change(
            request,
            supplier.Error
                ?? body.Error
                ?? (Result<ApproveSupplier.Arguments>)new ApproveSupplier.Arguments(supplier.Value, body.Value.RiskScore),
            (ApproveSupplier approve, ApproveSupplier.Arguments asked, CancellationToken ct) =>
                approve.Execute(asked, request.Actor, request.Precondition, ct),
            Ok
        );
    }

    private static Task Suspend(string id, ChangeRequest request, Edge<SupplierModule> edge)
    {
        var supplier = request.Id<SupplierId>(id);
        var body = request.Json(SupplierJson.Strict.SuspendBody);
        return edge.Change(
            request,
            supplier.Error
                ?? body.Error
                ?? (Result<SuspendSupplier.Arguments>)new SuspendSupplier.Arguments(supplier.Value, body.Value.Reason),
            (SuspendSupplier suspend, SuspendSupplier.Arguments asked, CancellationToken ct) =>
                suspend.Execute(asked, request.Actor, request.Precondition, ct),
            Ok
        );
    }

    private static Task Get(string id, HttpContext http, ISupplierQueries suppliers) =>
        Resource.Send(
            http,
            RouteId.Parse<SupplierId>(id),
            suppliers.Find,
            view => Answer.Ok(view, SupplierJson.Strict.SupplierView, view.Version),
            SupplierErrors.NotFound
        );

    private static Task History(string id, HttpContext http, ISupplierQueries suppliers) =>
        Resource.Send(
            http,
            RouteId.Parse<SupplierId>(id),
            suppliers.History,
            items => Answer.Ok(new SupplierHistory(items), SupplierJson.Strict.SupplierHistory, items[^1].Version),
            SupplierErrors.NotFound
        );

    private static Task List(HttpContext http, ISupplierQueries suppliers)
    {
        var query = new ListQuery(http.Request, Filters);
        var filter = query.Build(() =>
            new SupplierFilter(
                query.OneOf<SupplierStatus>("status"),
                query.Read<SupplierCode?>("code", ParseCode),
                query.Limit,
                query.After
            )
        );
        return query.Send(
            http,
            filter,
            suppliers.List,
            (items, next) => Answer.Ok(new SupplierList(items, next), SupplierJson.Strict.SupplierList)
        );
    }

    private static Result<SupplierCode?> ParseCode(string text)
    {
        var code = SupplierCode.Parse(text);
        return code.Error is null ? code.Value : code.Error;
    }

    private static RegisterSupplier.Arguments RegisterArguments(RegisterBody body) =>
        new(body.Code, body.LegalName, body.Email, body.PaymentTermsDays);

    private static Answer Ok(Supplier supplier) => Answer.Ok(SupplierView.Of(supplier), SupplierJson.Strict.SupplierView, supplier.Version);
}
