namespace Procurement.BuildingBlocks.Persistence.InMemory;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

/// <summary>Registrations that are the same for every module in memory.</summary>
public static class InMemoryModule
{
    /// <summary>Registers a module's store, unit of work and stored answers.</summary>
    public static IServiceCollection AddInMemoryModule<TModule>(this IServiceCollection services)
    {
        services.AddSingleton<InMemoryDatabase<TModule>>().AddOutbox<TModule>().AddSingleton<Job<TModule>>();
        services.TryAddSingleton<ITurns, InMemoryTurns>();
        services.AddScoped<InMemoryUnitOfWork<TModule>>();
        services.AddScoped<IUnitOfWork<TModule>>(provider => provider.GetRequiredService<InMemoryUnitOfWork<TModule>>());
        services.AddScoped<IIdempotency<TModule>, InMemoryIdempotency<TModule>>();
        services.AddScoped<IPrunable>(provider => provider.GetRequiredService<IIdempotency<TModule>>());
        return services;
    }
}
