namespace Architecture.Tests;

using ArchUnitNET.Domain;
using ArchUnitNET.Domain.Dependencies;
using ArchUnitNET.Loader;

/// <summary>One type uses another: in a signature, in a body, as a generic argument.</summary>
/// <param name="Member">The member called or read; null when only the type is named.</param>
internal sealed record Use(TypeName From, TypeName To, string? Member)
{
    public override string ToString() => Member is null ? $"{From} uses {To}" : $"{From} uses {To}, {Member}";
}

/// <param name="Full">As reflection spells it.</param>
/// <param name="Namespace">That of the outermost type when nested.</param>
/// <param name="Assembly">Simple name; of types that are not loaded, whatever their reference says.</param>
internal sealed record TypeName(string Full, string Namespace, string Assembly)
{
    /// <summary>The outermost type's full name.</summary>
    public string Outermost => Full.Split('+')[0];

    public bool IsIn(string @namespace) => Namespace == @namespace || Namespace.StartsWith(@namespace + ".", StringComparison.Ordinal);

    public override string ToString() => Full;
}

/// <summary>
/// Who uses what. Read from the graph itself and not through the fluent rules: those do not see types of assemblies that are not
/// loaded when asked for an allow-list, and an allow-list is what most rules are.
/// </summary>
internal sealed class DependencyGraph
{
    private DependencyGraph(IReadOnlyList<Use> uses) => Uses = uses;

    public IReadOnlyList<Use> Uses { get; }

    public IEnumerable<Use> From(Project project) => Uses.Where(use => use.From.Assembly == project.Assembly?.GetName().Name);

    public static DependencyGraph Of(IEnumerable<System.Reflection.Assembly> assemblies)
    {
        // The cache goes by the names of assemblies, which the samples share.
        var read = new ArchLoader().WithoutArchitectureCache().LoadAssemblies([.. assemblies]).Build();
        var uses = read
            .Types.SelectMany(type => type.Dependencies)
            .Where(found => found.Target is not GenericParameter && found.Origin is not GenericParameter)
            .Select(found => new Use(Name(found.Origin), Name(found.Target), (found as MethodCallDependency)?.TargetMember.Name))
            .Where(use => use.From.Outermost != use.To.Outermost)
            .Distinct();
        return new DependencyGraph([.. uses]);
    }

    private static TypeName Name(IType type)
    {
        var full = type.FullName;
        var outermost = full.Split('+')[0].Split('<')[0];
        var dot = outermost.LastIndexOf('.');
        return new TypeName(full, dot < 0 ? "" : outermost[..dot], type.Assembly?.Name.Split(',')[0] ?? "");
    }
}
