namespace Procurement.Shop.Adapters.Http;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Procurement.Shop.Domain;
using Procurement.Shop.Ports;
using Procurement.Shop.UseCases;

internal static class SaleEndpoints
{
    private static readonly string[] Roles = ["buyer"];

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/sales/{id}/close", Close).RequireAuthorization(Roles);
        routes.MapGet("/sales/{id}", Get).RequireAuthorization(Roles);
    }

    private static async Task Close(Guid id, HttpContext http, CloseSale close) =>
        await close.Execute(new CloseSale.Arguments(new SaleId(id), "nail"), "alice", http.RequestAborted);

    private static async Task Get(Guid id, HttpContext http, ISaleQueries sales) =>
        await sales.IsClosed(new SaleId(id), http.RequestAborted);
}
