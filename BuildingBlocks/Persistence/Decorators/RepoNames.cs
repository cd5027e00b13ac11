namespace Procurement.BuildingBlocks.Persistence.Decorators;

using System.Text.RegularExpressions;

/// <summary>What the persistence of a module is called in metrics and traces, where that is not <c>MODULE_repository</c>.</summary>
/// <param name="Module">Any type of the module.</param>
/// <param name="Name">In snake case: <c>po_repository</c>.</param>
public sealed record RepoName(Type Module, string Name);

/// <summary>The names of repositories and operations, as metrics, spans and logs tell them.</summary>
/// <param name="given">Those that do not follow from the module.</param>
public sealed partial class RepoNames(IEnumerable<RepoName> given)
{
    private readonly Dictionary<string, string> names = given.ToDictionary(name => ModuleOf(name.Module), name => name.Name);

    /// <summary>That of the module to which a type belongs: an aggregate, a port or the module's class.</summary>
    public string Of(Type type)
    {
        var module = ModuleOf(type);
        return names.GetValueOrDefault(module) ?? $"{Snake(module)}_repository";
    }

    /// <summary>That of a port's method.</summary>
    public static string Operation(string method) => method == "Find" ? "find_by_id" : Snake(method);

    /// <summary>The second part of a namespace, <c>Procurement.MODULE</c>; the type's own name where there is none.</summary>
    private static string ModuleOf(Type type) => type.Namespace?.Split('.') is [_, var module, ..] ? module : type.Name;

    private static string Snake(string name) => WordStart().Replace(name, "_$0").ToLowerInvariant();

    [GeneratedRegex("(?<!^)[A-Z]")]
    private static partial Regex WordStart();
}
