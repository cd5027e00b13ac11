namespace Procurement.BuildingBlocks.Hosting.Decorators;

using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks.Hosting.Resilience;

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
        services.Decorate(typeof(IRepository<,>), typeof(LoggedRepository<,>));
        services.Decorate(typeof(IRepository<,>), typeof(RetriedRepository<,>));
        services.Decorate(typeof(IRepository<,>), typeof(TracedRepository<,>));
        services.Decorate(typeof(IRepository<,>), typeof(MeasuredRepository<,>));
        services.Decorate(typeof(IUnitOfWork<>), typeof(LoggedUnitOfWork<>));
        services.Decorate(typeof(IUnitOfWork<>), typeof(RetriedUnitOfWork<>));
        services.Decorate(typeof(IUnitOfWork<>), typeof(TracedUnitOfWork<>));
        services.Decorate(typeof(IUnitOfWork<>), typeof(MeasuredUnitOfWork<>));
        return services;
    }
}
