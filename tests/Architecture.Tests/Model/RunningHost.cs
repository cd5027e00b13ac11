namespace Architecture.Tests;

using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

/// <summary>The application as the host composes it; it is built, never started.</summary>
internal sealed class RunningHost(WebApplication app, IReadOnlyList<ServiceDescriptor> registered)
{
    public IReadOnlyList<ServiceDescriptor> Registered => registered;

    public IReadOnlyList<Endpoint> Endpoints => [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)];

    public IServiceScope Scope() => app.Services.CreateScope();

    /// <summary>Found by reflection, since a sample's host is another assembly of the same shape.</summary>
    public static RunningHost Build(Assembly host, IReadOnlyDictionary<string, string> environment)
    {
        List<ServiceDescriptor> registered = [];
        Action<IServiceCollection> remember = services => registered.AddRange(services);
        var build = host.GetType("Procurement.Host.ProcurementHost", throwOnError: true)!.GetMethod("Build")!;
        return new RunningHost((WebApplication)build.Invoke(null, [environment, remember])!, registered);
    }
}
