namespace Procurement.Shop.Adapters.Http;

using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Procurement.Shop.Ports;

internal static class Locator
{
    public static ISaleQueries Sales(HttpContext http) => http.RequestServices.GetRequiredService<ISaleQueries>();
}
