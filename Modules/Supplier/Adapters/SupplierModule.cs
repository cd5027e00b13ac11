namespace Procurement.Supplier.Adapters;

using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Composition;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.InMemory;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.Supplier.Adapters.Api;
using Procurement.Supplier.Adapters.Events;
using Procurement.Supplier.Adapters.Http;
using Procurement.Supplier.Adapters.InMemory;
using Procurement.Supplier.Adapters.Postgres;
using Procurement.Supplier.Contracts;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;
using Procurement.Supplier.UseCases;

/// <summary>Suppliers, from registration to approval, suspension and exclusion.</summary>
public sealed class SupplierModule
{
    private SupplierModule() { }

    /// <summary>The module's part of the composition: its use cases and adapters are registered.</summary>
    public static void AddSupplier(IServiceCollection services, bool inMemory)
    {
        services.AddScoped<RegisterSupplier>();
        services.AddScoped<ApproveSupplier>();
        services.AddScoped<SuspendSupplier>();
        services.AddScoped<ReinstateSupplier>();
        services.AddScoped<BlacklistSupplier>();
        services.AddScoped<FindSupplierStanding>();
        services.AddScoped<ISupplierApi, SupplierApi>();
        services.AddSingleton<IPublicEvents<SupplierModule>, SupplierEvents>();
        services.AddSingleton(new PublishedEvents(typeof(ISupplierApi).Assembly));
        if (inMemory)
            AddInMemory(services);
        else
            AddPostgres(services);
    }

    /// <summary>The module's part of the HTTP surface.</summary>
    public static void MapSupplier(IEndpointRouteBuilder routes) => SupplierEndpoints.Map(routes);

    private static void AddPostgres(IServiceCollection services)
    {
        services.AddPostgresModule<SupplierModule, SupplierContext>(SupplierContext.SchemaName);
        services.AddPostgresMessaging<SupplierModule, SupplierContext>(SupplierContext.SchemaName);
        services.AddScoped<IRepository<Supplier, SupplierId>, PostgresSupplierRepository>();
        services.AddSingleton<ISupplierQueries, PostgresSupplierQueries>();
    }

    private static void AddInMemory(IServiceCollection services)
    {
        services.AddInMemoryModule<SupplierModule>().AddInMemoryMessaging<SupplierModule>(SupplierContext.SchemaName);
        services.AddSingleton<InMemoryTable<SupplierModule, Supplier, SupplierId>>();
        services.AddScoped<IRepository<Supplier, SupplierId>, InMemorySupplierRepository>();
        services.AddSingleton<ISupplierQueries, InMemorySupplierQueries>();
    }
}
