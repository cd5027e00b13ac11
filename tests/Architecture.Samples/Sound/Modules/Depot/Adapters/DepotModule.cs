namespace Procurement.Depot.Adapters;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.Depot.Adapters.Api;
using Procurement.Depot.Adapters.InMemory;
using Procurement.Depot.Contracts;
using Procurement.Depot.Ports;

public sealed class DepotModule
{
    private DepotModule() { }

    public static void AddDepot(IServiceCollection services)
    {
        services.AddInMemoryModule<DepotModule>();
        services.AddSingleton<IStockQueries, InMemoryStockQueries>();
        services.AddScoped<IDepotApi, DepotApi>();
    }
}
