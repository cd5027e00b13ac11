namespace Procurement.Shop.Adapters;

using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.Shop.Adapters.Http;
using Procurement.Shop.Adapters.InMemory;
using Procurement.Shop.Adapters.Neighbours;
using Procurement.Shop.Domain;
using Procurement.Shop.Ports;
using Procurement.Shop.UseCases;

public sealed class ShopModule
{
    private ShopModule() { }

    public static void AddShop(IServiceCollection services)
    {
        services.AddInMemoryModule<ShopModule>();
        services.AddScoped<CloseSale>();
        services.AddScoped<IRepository<Sale, SaleId>, InMemorySales>();
        services.AddScoped<ISaleQueries>(_ => new InMemorySales());
        services.AddScoped<IDepotDirectory, DepotDirectory>();
    }

    public static void MapShop(IEndpointRouteBuilder routes) => SaleEndpoints.Map(routes);
}
