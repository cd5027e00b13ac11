namespace Architecture.Tests.Rules;

using System.Reflection;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Procurement.BuildingBlocks;
using Procurement.BuildingBlocks.Persistence.Decorators;

/// <summary>What the real host makes of it all.</summary>
internal static class CompositionRules
{
    public static readonly Rule Composition = new(
        10,
        "Every use case and port resolves from the host; repositories, units of work and ports that read are measured, traced, retried and logged, once and in that order",
        CheckComposition
    );

    public static readonly Rule State = new(
        11,
        "No static mutable state, no service location outside composition, and every endpoint says who may call it",
        CheckState
    );

    private static readonly Type[] RepositoryChain =
    [
        typeof(MeasuredRepository<,>),
        typeof(TracedRepository<,>),
        typeof(RetriedRepository<,>),
        typeof(LoggedRepository<,>),
    ];

    private static readonly Type[] UnitOfWorkChain =
    [
        typeof(MeasuredUnitOfWork<>),
        typeof(TracedUnitOfWork<>),
        typeof(RetriedUnitOfWork<>),
        typeof(LoggedUnitOfWork<>),
    ];

    private static readonly string[] Locators =
    [
        "System.IServiceProvider",
        "Microsoft.Extensions.DependencyInjection.IServiceScopeFactory",
        "Microsoft.Extensions.DependencyInjection.IServiceScope",
    ];

    private static void CheckComposition(Codebase code, Findings found)
    {
        var cores = code.Of(ProjectKind.Core).Where(core => core.Assembly is not null).ToList();
        var types = cores.SelectMany(core => core.Types.Where(type => !type.IsNested)).ToList();
        var useCases = types.Where(type => type.IsClass && Ends(type, "UseCases"));
        var ports = types.Where(type => type.IsInterface && Ends(type, "Ports"));
        var repositories = types.Select(RepositoryOf).OfType<Type>();
        var units = code.Of(ProjectKind.Adapters)
            .Select(adapters => adapters.Assembly?.GetType(ShapeRules.ModuleClass(adapters.Module!)))
            .OfType<Type>()
            .Select(module => typeof(IUnitOfWork<>).MakeGenericType(module));
        if (found.All("cores", cores).Count == 0)
            return;
        using var scope = code.Host.Scope();
        foreach (var type in found.All("use cases", useCases))
            Resolve(scope, type, found);
        foreach (var type in found.All("ports", ports))
            CheckPort(type, Resolve(scope, type, found), found);
        foreach (var type in found.All("repositories", repositories))
            CheckChain(scope, type, RepositoryChain, found);
        foreach (var type in found.All("units of work", units))
            CheckChain(scope, type, UnitOfWorkChain, found);
    }

    private static bool Ends(Type type, string layer) => type.Namespace?.EndsWith("." + layer, StringComparison.Ordinal) == true;

    /// <summary>Every aggregate has a repository, whether a use case asks for it yet or not.</summary>
    private static Type? RepositoryOf(Type aggregate)
    {
        for (var type = aggregate.BaseType; type is not null; type = type.BaseType)
        {
            if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Aggregate<>))
                return typeof(IRepository<,>).MakeGenericType(aggregate, type.GenericTypeArguments[0]);
        }
        return null;
    }

    private static object? Resolve(IServiceScope scope, Type type, Findings found)
    {
        try
        {
            var service = scope.ServiceProvider.GetService(type);
            found.Expect(service is not null, $"{Short(type)} is not registered");
            return service;
        }
        catch (InvalidOperationException e)
        {
            found.Expect(false, $"{Short(type)} does not resolve: {e.Message}");
            return null;
        }
    }

    /// <summary>
    /// What asks a neighbour leaves it to the neighbour's own ports; what asks another system has a chain of its own; what answers at once asks
    /// nobody, and there is nothing to repeat.
    /// </summary>
    private static void CheckPort(Type port, object? service, Findings found)
    {
        if (
            service is null or IWritePort or ReadPort { Inner: not ReadPort }
            || Ends(service.GetType(), "Neighbours")
            || port.GetMethods().All(method => !method.ReturnType.IsAssignableTo(typeof(Task)))
            || HasField(service, typeof(RemotePort))
        )
            return;
        found.Expect(false, $"{Short(port)} is {service.GetType().Name}, not decorated or decorated twice");
    }

    private static bool HasField(object service, Type type) =>
        service.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Any(field => field.FieldType == type);

    private static void CheckChain(IServiceScope scope, Type service, Type[] chain, Findings found)
    {
        List<Type> actual = [];
        for (var link = Resolve(scope, service, found); link is not null; link = Inner(link, service))
            actual.Add(link.GetType().IsGenericType ? link.GetType().GetGenericTypeDefinition() : link.GetType());
        if (actual.Count == 0)
            return;
        var sound = actual.Count == chain.Length + 1 && actual.Take(chain.Length).SequenceEqual(chain) && !chain.Contains(actual[^1]);
        found.Expect(sound, $"{Short(service)} is {string.Join(" -> ", actual.Select(type => type.Name.Split('`')[0]))}");
    }

    private static object? Inner(object link, Type service) =>
        link.GetType()
            .GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
            .Where(field => field.FieldType == service)
            .Select(field => field.GetValue(link))
            .FirstOrDefault();

    private static string Short(Type type) =>
        type.IsGenericType ? $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GenericTypeArguments.Select(Short))}>" : type.Name;

    private static void CheckState(Codebase code, Findings found)
    {
        foreach (var type in found.All("types", code.Projects.SelectMany(project => project.Types)))
        foreach (
            var field in type.GetFields(BindingFlags.DeclaredOnly | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)
        )
            found.Expect(!IsMutable(field), $"{type}.{field.Name} is static and mutable");

        foreach (
            var project in code.Projects.Where(project => project.Kind is not ProjectKind.Host and not ProjectKind.SharedInfrastructure)
        )
        foreach (var use in code.Graph.From(project).Where(use => use.From.Outermost != ShapeRules.ModuleClass(project.Module ?? "")))
        {
            var locates = Locators.Contains(use.To.Full) || use.Member?.StartsWith("get_RequestServices", StringComparison.Ordinal) == true;
            found.Expect(!locates, $"{use}");
        }

        if (!code.Of(ProjectKind.Host).Any())
            return;
        foreach (var endpoint in found.All("endpoints", code.Host.Endpoints.OfType<RouteEndpoint>()))
        {
            var guarded =
                endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null
                || endpoint.Metadata.GetMetadata<AuthorizationPolicy>() is not null
                || endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            found.Expect(guarded, $"{endpoint.DisplayName} has neither a policy nor an exemption");
        }
    }

    /// <summary>An array that nobody else sees counts as a table of constants; every other collection that can change is state.</summary>
    private static bool IsMutable(FieldInfo field)
    {
        var backsProperty = field.Name.EndsWith("k__BackingField", StringComparison.Ordinal);
        if (field.IsLiteral || (Project.IsGenerated(field) && !backsProperty))
            return false;
        if (!field.IsInitOnly)
            return true;
        var type = field.FieldType;
        return type.IsArray
            ? !field.IsPrivate
            : type.Namespace is "System.Collections.Concurrent" || type is { Namespace: "System.Collections.Generic", IsInterface: false };
    }
}
