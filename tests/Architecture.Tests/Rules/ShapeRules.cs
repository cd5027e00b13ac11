namespace Architecture.Tests.Rules;

using System.Reflection;
using Microsoft.CodeAnalysis.CSharp.Syntax;

/// <summary>What a module shows, and what its Contracts and use cases look like.</summary>
internal static class ShapeRules
{
    public static readonly Rule Surface = new(
        4,
        "Core has no public type, Adapters exactly one, XModule, and the host uses nothing else of a module",
        CheckSurface
    );

    public static readonly Rule Contracts = new(
        6,
        "Contracts hold interfaces, sealed records and enums over base types, without behaviour",
        CheckContracts
    );

    public static readonly Rule UseCases = new(
        9,
        "Every use case is internal and sealed, has one public method Execute and a file of its own",
        CheckUseCases
    );

    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static;

    /// <summary>Where the types of a contract's signatures may come from, besides itself.</summary>
    private static readonly HashSet<string> BaseNamespaces =
    [
        "System",
        "System.Collections.Generic",
        "System.Collections.Immutable",
        "System.Threading",
        "System.Threading.Tasks",
        // What the compiler puts into records and annotations.
        "System.Diagnostics",
        "System.Diagnostics.CodeAnalysis",
        "System.Reflection",
        "System.Runtime.CompilerServices",
        "System.Runtime.Versioning",
        "System.Text",
        "Microsoft.CodeAnalysis",
        "Procurement.BuildingBlocks",
    ];

    private static void CheckSurface(Codebase code, Findings found)
    {
        foreach (var core in found.All("cores", code.Of(ProjectKind.Core)))
        foreach (var type in core.Types.Where(type => type.IsVisible))
            found.Expect(false, $"{type} is public");
        foreach (var adapters in found.All("adapters", code.Of(ProjectKind.Adapters)))
        {
            var shown = string.Join(", ", adapters.Types.Where(type => type.IsVisible));
            var expected = ModuleClass(adapters.Module!);
            found.Expect(shown == expected, $"{adapters.Name} shows {(shown == "" ? "nothing" : shown)} instead of {expected}");
        }
        foreach (var host in found.All("hosts", code.Of(ProjectKind.Host)))
        foreach (var use in code.Graph.From(host))
        foreach (var module in code.Modules.Where(module => use.To.IsIn($"Procurement.{module}")))
            found.Expect(use.To.Full == ModuleClass(module), $"{use}");
    }

    public static string ModuleClass(string module) => $"Procurement.{module}.Adapters.{module}Module";

    private static void CheckContracts(Codebase code, Findings found)
    {
        foreach (var type in found.All("contracts", code.Of(ProjectKind.Contracts).SelectMany(contracts => contracts.Types)))
        {
            var isRecord = type.GetMethod("<Clone>$", Declared) is not null && type.IsSealed;
            found.Expect(type.IsInterface || type.IsEnum || isRecord, $"{type} is no interface, sealed record or enum");
            foreach (var method in type.GetMethods(Declared).Where(method => !method.IsAbstract && !Project.IsGenerated(method)))
                found.Expect(false, $"{type} has behaviour: {method.Name}");
        }
        foreach (var contracts in code.Of(ProjectKind.Contracts))
        foreach (var use in code.Graph.From(contracts))
        {
            var sound = BaseNamespaces.Contains(use.To.Namespace) || use.To.IsIn($"Procurement.{contracts.Module}.Contracts");
            found.Expect(sound, $"{use}, which is no base type");
        }
    }

    private static void CheckUseCases(Codebase code, Findings found)
    {
        var all = code.Of(ProjectKind.Core)
            .SelectMany(core => core.Types.Where(type => !type.IsNested && InUseCases(type, core)).Select(type => (core, type)));
        foreach (var (core, type) in found.All("use cases", all))
        {
            found.Expect(
                type is { IsClass: true, IsSealed: true, IsAbstract: false, IsNotPublic: true },
                $"{type} is not an internal sealed class"
            );
            var methods = type.GetMethods(Declared)
                .Where(method => method.IsPublic && !Project.IsGenerated(method))
                .Select(method => method.Name);
            found.Expect(string.Join(", ", methods) == "Execute", $"{type} has the public methods [{string.Join(", ", methods)}]");
            var file = core.Sources.SingleOrDefault(source =>
                source.Path.StartsWith($"{core.Folder}/UseCases/", StringComparison.Ordinal)
                && source.Path.EndsWith($"/{type.Name}.cs", StringComparison.Ordinal)
            );
            var types = file?.Root.DescendantNodes(node => node is not TypeDeclarationSyntax).OfType<BaseTypeDeclarationSyntax>().ToList();
            found.Expect(
                types is [var only] && only.Identifier.Text == type.Name,
                $"{type} has no file of its own, UseCases/{type.Name}.cs"
            );
        }
    }

    private static bool InUseCases(Type type, Project core) =>
        $"{type.Namespace}.".StartsWith($"Procurement.{core.Module}.UseCases.", StringComparison.Ordinal);
}
