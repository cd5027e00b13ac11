namespace Procurement.Host;

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Persistence.Decorators;
using Procurement.BuildingBlocks.Persistence.Resilience;
using Procurement.Depot.Adapters;
using Procurement.Shop.Adapters;

internal static class ProcurementHost
{
    public static WebApplication Build(IReadOnlyDictionary<string, string> environment, Action<IServiceCollection>? replace = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new RetrySettings(environment.Count + 1, TimeSpan.Zero, TimeSpan.Zero, 0));
        builder.Services.AddAuthorization();
        DepotModule.AddDepot(builder.Services);
        ShopModule.AddShop(builder.Services);
        builder.Services.DecorateAllPorts(typeof(SampleReads)).DecorateAllPorts(typeof(SampleReads));
        replace?.Invoke(builder.Services);
        var app = builder.Build();
        ShopModule.MapShop(app);
        return app;
    }
}

/// <summary>Every sample has a load context, and its proxies belong to it.</summary>
public class SampleReads : ReadPort;
