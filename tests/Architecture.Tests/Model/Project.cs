namespace Architecture.Tests;

using System.Reflection;
using System.Xml.Linq;

internal enum ProjectKind
{
    BuildingBlocks,
    SharedInfrastructure,
    Contracts,
    Core,
    Adapters,
    Host,

    /// <summary>In no place that the tree provides for.</summary>
    Stray,
}

/// <summary>A project file with what it was built from and what it was built into.</summary>
/// <param name="Module">Name of its module; null outside of modules.</param>
/// <param name="Assembly">Null when it was not built next to the tests.</param>
internal sealed record Project(
    string Name,
    string Folder,
    ProjectKind Kind,
    string? Module,
    XDocument Xml,
    IReadOnlyList<SourceFile> Sources,
    Assembly? Assembly
)
{
    /// <summary>Written by people: what compilers and generators add is no matter of the rules.</summary>
    public IEnumerable<Type> Types => Assembly?.GetTypes().Where(type => !IsGenerated(type)) ?? [];

    public IEnumerable<string> Items(string element) =>
        Xml.Descendants(element).Select(item => (string?)item.Attribute("Include") ?? (string?)item.Attribute("Update") ?? "");

    /// <summary>Folder and file name only: <c>Modules/X/Core/Procurement.X.Core.csproj</c> says all.</summary>
    public static (ProjectKind Kind, string? Module) Place(string relativeFolder) =>
        relativeFolder.Split('/') switch
        {
            ["BuildingBlocks", "Core"] => (ProjectKind.BuildingBlocks, null),
            ["BuildingBlocks", _] => (ProjectKind.SharedInfrastructure, null),
            ["Modules", var module, "Contracts"] => (ProjectKind.Contracts, module),
            ["Modules", var module, "Core"] => (ProjectKind.Core, module),
            ["Modules", var module, "Adapters"] => (ProjectKind.Adapters, module),
            ["Host"] => (ProjectKind.Host, null),
            _ => (ProjectKind.Stray, null),
        };

    /// <summary>Closures, state machines, generated serialisers and loggers; a record is not generated, its copy method is.</summary>
    public static bool IsGenerated(MemberInfo member) =>
        member.Name.Contains('<')
        || member.CustomAttributes.Any(mark =>
            mark.AttributeType.Name is "CompilerGeneratedAttribute" or "EmbeddedAttribute"
            // A partial type that a generator completes is still ours; a member that one made is not.
            || (member is not Type && mark.AttributeType.Name is "GeneratedCodeAttribute")
        )
        || (member.DeclaringType is { } outer && IsGenerated(outer));
}
