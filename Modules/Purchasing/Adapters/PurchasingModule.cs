namespace Procurement.Purchasing.Adapters;

using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Purchasing.Adapters.Http;
using Procurement.Purchasing.Adapters.InMemory;
using Procurement.Purchasing.Adapters.Neighbours;
using Procurement.Purchasing.Adapters.Postgres;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using Procurement.Purchasing.UseCases;

/// <summary>Purchase orders, from draft to approval.</summary>
public sealed class PurchasingModule
{
    private PurchasingModule() { }

    /// <summary>The module's part of the composition: its settings are read, its use cases and adapters registered.</summary>
    public static void AddPurchasing(IServiceCollection services, EnvironmentReader env, bool inMemory)
    {
        var limits = env.Parse(
            "PURCHASING_APPROVAL_LIMITS",
            "Per currency, the greatest total that each approval level suffices for; other currencies are refused.",
            "`CODE:L1:L2`, comma separated; minor units of the currency, `0 < L1 < L2`",
            "USD:100000:1000000,JPY:150000:1500000",
            ApprovalLimits.Parse
        );
        services.AddSingleton(_ => limits);
        services.AddScoped<CreatePurchaseOrder>();
        services.AddScoped<ChangeLineItems>();
        services.AddScoped<SubmitPurchaseOrder>();
        services.AddScoped<ApprovePurchaseOrder>();
        services.AddScoped<RejectPurchaseOrder>();
        services.AddScoped<ISupplierDirectory, SupplierDirectory>();
        if (inMemory)
            AddInMemory(services);
        else
            AddPostgres(services);
    }

    /// <summary>The module's part of the HTTP surface.</summary>
    public static void MapPurchasing(IEndpointRouteBuilder routes) => PurchaseOrderEndpoints.Map(routes);

    private static void AddPostgres(IServiceCollection services)
    {
        services.AddPostgresModule<PurchasingModule, PurchasingContext>(PurchasingContext.SchemaName);
        services.AddScoped<IRepository<PurchaseOrder, PurchaseOrderId>, PostgresPurchaseOrderRepository>();
        services.AddSingleton<IPurchaseOrderQueries, PostgresPurchaseOrderQueries>();
        services.AddSingleton<IOrderNumbers, PostgresOrderNumbers>();
    }

    private static void AddInMemory(IServiceCollection services)
    {
        services.AddInMemoryModule<PurchasingModule>();
        services.AddSingleton<InMemoryTable<PurchasingModule, PurchaseOrder, PurchaseOrderId>>();
        services.AddScoped<
            IRepository<PurchaseOrder, PurchaseOrderId>,
            InMemoryRepository<PurchasingModule, PurchaseOrder, PurchaseOrderId>
        >();
        services.AddSingleton<IPurchaseOrderQueries, InMemoryPurchaseOrderQueries>();
        services.AddSingleton<IOrderNumbers, InMemoryOrderNumbers>();
    }
}
