namespace Procurement.BuildingBlocks.Persistence.Decorators;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Persistence.Resilience;
using Scrutor;

/// <summary>The chain around every repository, unit of work and port that reads, in one place (ADR 0003).</summary>
public static class DecoratePorts
{
    /// <summary>
    /// Wraps all registered ports: Measured, then Traced, then Retried, then Logged, then the adapter. Call it once, after every module
    /// has registered: a second call would wrap twice.
    /// </summary>
    /// <param name="services">Where.</param>
    /// <param name="standIn">A <see cref="ReadPort"/> of the modules' own load context; null where there is but one context.</param>
    public static IServiceCollection DecorateAllPorts(this IServiceCollection services, Type? standIn = null)
    {
        services.AddSingleton<EventMetrics>().AddScoped<EventAges>();
        services.AddSingleton<CallMetrics>().AddSingleton<RetryPipeline>().AddSingleton<RepoNames>().AddSingleton<ReadPorts>();
        // Innermost first: each call wraps what is there.
        services.Wrap(typeof(IRepository<,>), typeof(LoggedRepository<,>));
        services.Wrap(typeof(IRepository<,>), typeof(RetriedRepository<,>));
        services.Wrap(typeof(IRepository<,>), typeof(TracedRepository<,>));
        services.Wrap(typeof(IRepository<,>), typeof(MeasuredRepository<,>));
        services.Wrap(typeof(IUnitOfWork<>), typeof(LoggedUnitOfWork<>));
        services.Wrap(typeof(IUnitOfWork<>), typeof(RetriedUnitOfWork<>));
        services.Wrap(typeof(IUnitOfWork<>), typeof(TracedUnitOfWork<>));
        services.Wrap(typeof(IUnitOfWork<>), typeof(MeasuredUnitOfWork<>));
        foreach (var port in services.Where(IsReadPort).Select(service => service.ServiceType).Distinct().ToList())
            services.Decorate(port, (inner, provider) => provider.GetRequiredService<ReadPorts>().Decorate(port, inner, standIn));
        return services;
    }

    /// <summary>A port of a module whose adapter reads storage of ours, by the folders of both.</summary>
    private static bool IsReadPort(ServiceDescriptor service) =>
        !service.IsKeyedService
        && service.ServiceType is { IsInterface: true, Namespace: { } ports }
        && ports.EndsWith(".Ports", StringComparison.Ordinal)
        && !service.ServiceType.IsAssignableTo(typeof(IWritePort))
        && service.ImplementationType?.Namespace is { } adapters
        && (adapters.EndsWith(".Postgres", StringComparison.Ordinal) || adapters.EndsWith(".InMemory", StringComparison.Ordinal));

    private static void Wrap(this IServiceCollection services, Type port, Type decorator) =>
        services.Decorate(new CompiledDecoration(port, decorator));
}

/// <summary>As Scrutor's own, which looks for the constructor each time: ports are resolved for every request.</summary>
internal sealed class CompiledDecoration : OpenGenericDecorationStrategy
{
    private readonly Type decorator;

    public CompiledDecoration(Type port, Type decorator)
        : base(port, serviceKey: null, decorator, decoratorFactory: null) => this.decorator = decorator;

    public override Func<IServiceProvider, object?, object> CreateDecorator(Type serviceType, string serviceKey)
    {
        var create = ActivatorUtilities.CreateFactory(decorator.MakeGenericType(serviceType.GenericTypeArguments), [serviceType]);
        return (services, _) => create(services, [services.GetRequiredKeyedService(serviceType, serviceKey)]);
    }
}
