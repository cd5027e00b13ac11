namespace Procurement.Shop.UseCases;

using System.Net.Http;

internal sealed class CountSales
{
    public Task<string> Execute(CancellationToken ct) => new HttpClient().GetStringAsync("http://localhost", ct);
}
