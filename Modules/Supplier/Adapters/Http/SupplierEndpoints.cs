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
    // A buyer has to find whom to order from.
    private static readonly string[] Readers = [Roles.SupplierManager, Roles.Compliance, Roles.Finance, Roles.Buyer];
    private static readonly string[] Filters = ["status", "code"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        var suppliers = routes.MapGroup("/suppliers").WithTags("Suppliers");
        suppliers.MapPost("", Register).Describes<RegisterBody, SupplierView>(StatusCodes.Status201Created).Allows(Roles.SupplierManager);
        suppliers.MapGet("", List).DescribesList<SupplierList>(Filters).Allows(Readers);
        suppliers.MapGet("/{id}", Get).DescribesRead<SupplierView>().Allows(Readers);
        suppliers.MapGet("/{id}/history", History).DescribesRead<HistoryList>().Allows(Readers);
        suppliers.MapPost("/{id}/approve", Approve).Describes<ApproveBody, SupplierView>().Allows(Roles.Compliance);
        suppliers.MapPost("/{id}/suspend", Suspend).Describes<ReasonBody, SupplierView>().Allows(Roles.Compliance);
    }

    private static Task Register(ChangeRequest request, Edge<SupplierModule> edge)
    {
        var body = request.Json(SupplierJson.Strict.RegisterBody);
        return edge.Change(
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
        var body = request.Json(SupplierJson.Strict.ReasonBody);
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

    private static async Task Get(string id, HttpContext http, ISupplierQueries suppliers)
    {
        var supplier = RouteId.Parse<SupplierId>(id);
        if (supplier.Error is not null)
            await Problems.Write(http, supplier.Error);
        else if (await suppliers.Find(supplier.Value, http.RequestAborted) is { } view)
            await Answer.Ok(view, SupplierJson.Strict.SupplierView, view.Version).Send(http);
        else
            await Problems.Write(http, SupplierErrors.NotFound);
    }

    private static async Task History(string id, HttpContext http, ISupplierQueries suppliers)
    {
        var supplier = RouteId.Parse<SupplierId>(id);
        if (supplier.Error is not null)
            await Problems.Write(http, supplier.Error);
        else if (await suppliers.History(supplier.Value, http.RequestAborted) is { } items)
            await Answer.Ok(new HistoryList(items), SupplierJson.Strict.HistoryList, items[^1].Version).Send(http);
        else
            await Problems.Write(http, SupplierErrors.NotFound);
    }

    private static async Task List(HttpContext http, ISupplierQueries suppliers)
    {
        var query = new ListQuery(http.Request, Filters);
        var filter = query.Build(() =>
            new SupplierFilter(
                query.Read<SupplierStatus?>("status", ParseStatus),
                query.Read<SupplierCode?>("code", ParseCode),
                query.Limit,
                query.After
            )
        );
        if (filter.Error is not null)
        {
            await Problems.Write(http, filter.Error);
            return;
        }
        var page = await suppliers.List(filter.Value, http.RequestAborted);
        query.AddLink(http.Response, page.Next);
        var body = new SupplierList(page.Items, page.Next is { } next ? Cursor.Write(next) : null);
        await Answer.Ok(body, SupplierJson.Strict.SupplierList).Send(http);
    }

    private static Result<SupplierStatus?> ParseStatus(string text) =>
        Enum.GetNames<SupplierStatus>().Contains(text)
            ? Enum.Parse<SupplierStatus>(text)
            : Error.Invalid(Problems.Malformed, $"must be one of {string.Join(", ", Enum.GetNames<SupplierStatus>())}");

    private static Result<SupplierCode?> ParseCode(string text)
    {
        var code = SupplierCode.Parse(text);
        return code.Error is null ? code.Value : code.Error;
    }

    private static RegisterSupplier.Arguments RegisterArguments(RegisterBody body) =>
        new(body.Code, body.LegalName, body.Email, body.PaymentTermsDays);

    private static Answer Ok(Supplier supplier) => Answer.Ok(SupplierView.Of(supplier), SupplierJson.Strict.SupplierView, supplier.Version);
}
