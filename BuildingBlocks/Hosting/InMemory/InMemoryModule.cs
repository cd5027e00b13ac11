namespace Procurement.BuildingBlocks.Hosting.InMemory;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Http;

/// <summary>Registrations that are the same for every module in memory.</summary>
public static class InMemoryModule
{
    /// <summary>Registers a module's store, unit of work and stored answers.</summary>
    public static IServiceCollection AddInMemoryModule<TModule>(this IServiceCollection services)
    {
        services.AddSingleton<InMemoryDatabase<TModule>>();
        services.AddScoped<InMemoryUnitOfWork<TModule>>();
        services.AddScoped<IUnitOfWork<TModule>>(provider => provider.GetRequiredService<InMemoryUnitOfWork<TModule>>());
        services.AddScoped<IIdempotency<TModule>, InMemoryIdempotency<TModule>>();
        return services;
    }
}
