namespace Procurement.BuildingBlocks.Persistence.Decorators;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Persistence.Resilience;
using Scrutor;

/// <summary>The chain around every repository and unit of work, in one place (ADR 0003).</summary>
public static class DecoratePorts
{
    /// <summary>
    /// Wraps all registered ports: Measured, then Traced, then Retried, then Logged, then the adapter. Call it once, after every module
    /// has registered: a second call would wrap twice.
    /// </summary>
    public static IServiceCollection DecorateAllPorts(this IServiceCollection services)
    {
        services.AddSingleton<CallMetrics>().AddSingleton<RetryPipeline>();
        // Innermost first: each call wraps what is there.
        services.Wrap(typeof(IRepository<,>), typeof(LoggedRepository<,>));
        services.Wrap(typeof(IRepository<,>), typeof(RetriedRepository<,>));
        services.Wrap(typeof(IRepository<,>), typeof(TracedRepository<,>));
        services.Wrap(typeof(IRepository<,>), typeof(MeasuredRepository<,>));
        services.Wrap(typeof(IUnitOfWork<>), typeof(LoggedUnitOfWork<>));
        services.Wrap(typeof(IUnitOfWork<>), typeof(RetriedUnitOfWork<>));
        services.Wrap(typeof(IUnitOfWork<>), typeof(TracedUnitOfWork<>));
        services.Wrap(typeof(IUnitOfWork<>), typeof(MeasuredUnitOfWork<>));
        return services;
    }

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
