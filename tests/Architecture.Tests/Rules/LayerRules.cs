namespace Architecture.Tests.Rules;

/// <summary>Who uses whom inside a module.</summary>
internal static class LayerRules
{
    public static readonly Rule Core = new(
        5,
        "Domain uses only itself and BuildingBlocks, ports use the domain, use cases use both",
        CheckCore
    );

    public static readonly Rule Adapters = new(
        8,
        "Http, Events, Jobs, Api, Neighbours and Remote never use storage nor each other, and from the core only use cases and query ports",
        CheckAdapters
    );

    private static readonly string[] Inbound = ["Http", "Events", "Jobs", "Api"];
    private static readonly string[] Outbound = ["Neighbours", "Remote"];
    private static readonly string[] Storage = ["Postgres", "InMemory"];

    private static readonly string[] StorageElsewhere =
    [
        "Npgsql",
        "Microsoft.EntityFrameworkCore",
        "Procurement.BuildingBlocks.Persistence.Postgres",
        "Procurement.BuildingBlocks.Persistence.InMemory",
    ];

    private static void CheckCore(Codebase code, Findings found)
    {
        foreach (
            var core in found.All("types of cores", code.Of(ProjectKind.Core).SelectMany(core => core.Types.Select(type => (core, type))))
        )
        {
            var layer = Layer(core.type.Namespace ?? "", $"Procurement.{core.core.Module}");
            found.Expect(layer is "Domain" or "Ports" or "UseCases", $"{core.type} is in none of Domain, Ports and UseCases");
        }
        foreach (var core in code.Of(ProjectKind.Core))
        foreach (var use in code.Graph.From(core).Where(use => use.To.IsIn("Procurement")))
        {
            var module = $"Procurement.{core.Module}";
            string[] allowed = Layer(use.From.Namespace, module) switch
            {
                "Domain" => ["Domain"],
                "Ports" => ["Domain", "Ports", "Contracts"],
                "UseCases" => ["Domain", "Ports", "UseCases", "Contracts"],
                _ => [],
            };
            var sound = use.To.Namespace == "Procurement.BuildingBlocks" || allowed.Any(layer => use.To.IsIn($"{module}.{layer}"));
            found.Expect(sound, $"{use}");
        }
    }

    private static string Layer(string @namespace, string prefix) =>
        @namespace.StartsWith(prefix + ".", StringComparison.Ordinal) ? @namespace[(prefix.Length + 1)..].Split('.')[0] : "";

    private static void CheckAdapters(Codebase code, Findings found)
    {
        var all = code.Of(ProjectKind.Adapters).SelectMany(adapters => adapters.Types.Select(type => (adapters, type)));
        foreach (var (adapters, type) in found.All("adapters", all))
        {
            var prefix = $"Procurement.{adapters.Module}.Adapters";
            var known = type.Namespace == prefix || Inbound.Concat(Outbound).Concat(Storage).Contains(Layer(type.Namespace ?? "", prefix));
            found.Expect(known, $"{type} is in no known folder of adapters");
        }
        var uses = code.Of(ProjectKind.Adapters)
            .SelectMany(adapters => code.Graph.From(adapters).Select(use => (adapters, use)))
            .Where(pair =>
                Inbound.Concat(Outbound).Contains(Layer(pair.use.From.Namespace, $"Procurement.{pair.adapters.Module}.Adapters"))
            );
        foreach (var (adapters, use) in found.All("uses by adapters", uses))
        {
            var prefix = $"Procurement.{adapters.Module}.Adapters";
            var own = Layer(use.From.Namespace, prefix);
            var others = Inbound.Concat(Outbound).Concat(Storage).Where(folder => folder != own).Select(folder => $"{prefix}.{folder}");
            found.Expect(!StorageElsewhere.Concat(others).Any(use.To.IsIn), $"{use}");
            found.Expect(!IsCommandPort(code, adapters, use), $"{use}, which is for use cases");
        }
    }

    /// <summary>Repositories, units of work and ports other than queries, unless the adapter is the one that implements the port.</summary>
    private static bool IsCommandPort(Codebase code, Project adapters, Use use)
    {
        if (use.To.Outermost.StartsWith("Procurement.BuildingBlocks.IRepository`", StringComparison.Ordinal))
            return true;
        if (use.To.Outermost.StartsWith("Procurement.BuildingBlocks.IUnitOfWork`", StringComparison.Ordinal))
            return true;
        if (!use.To.IsIn($"Procurement.{adapters.Module}.Ports"))
            return false;
        var core = code.Of(ProjectKind.Core).Single(project => project.Module == adapters.Module);
        var port = core.Assembly?.GetType(use.To.Full);
        if (port is not { IsInterface: true } || port.Name.EndsWith("Queries", StringComparison.Ordinal))
            return false;
        return adapters.Assembly!.GetType(use.From.Outermost) is not { } user || !port.IsAssignableFrom(user);
    }
}
