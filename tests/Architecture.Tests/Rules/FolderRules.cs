namespace Architecture.Tests.Rules;

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

/// <summary>Which folder of a project uses which.</summary>
internal static class FolderRules
{
    public static readonly Rule Circles = new(14, "The folders of a project use each other without a cycle", CheckCircles);

    /// <param name="Name">As reflection spells it.</param>
    private sealed record Declared(Project Project, string Name, MemberDeclarationSyntax Type, string Place);

    private sealed record Step(string From, string To, string How);

    private static void CheckCircles(Codebase code, Findings found)
    {
        var types = code.Projects.Where(project => project.Assembly is not null).SelectMany(Types);
        foreach (var project in found.All("types in folders", types).GroupBy(type => type.Project))
        {
            var steps = Steps(code, project.Key, [.. project]).ToList();
            var next = steps.ToLookup(step => step.From, step => step.To);
            foreach (var step in steps.GroupBy(step => (step.From, step.To)).Where(step => Reaches(next, step.Key.To, step.Key.From)))
                found.Expect(
                    false,
                    $"{step.Key.From} uses {step.Key.To}, which comes back to it: {string.Join("; ", step.Select(s => s.How).Distinct())}"
                );
        }
    }

    private static IEnumerable<Step> Steps(Codebase code, Project project, IReadOnlyList<Declared> types)
    {
        var places = types.GroupBy(type => type.Name).ToDictionary(type => type.Key, type => type.First().Place);
        return code
            .Graph.From(project)
            .Where(use => places.ContainsKey(use.From.Outermost) && places.ContainsKey(use.To.Outermost))
            .Select(use => new Step(places[use.From.Outermost], places[use.To.Outermost], $"{use}"))
            .Concat(Constants(types))
            .Where(step => step.From != step.To && (project.Kind != ProjectKind.Core || Layer(step.From) == Layer(step.To)));

        // Between the layers of a core there is more to say, and another rule says it.
        string Layer(string place) => place[project.Folder.Length..].Split('/')[1];
    }

    /// <summary>By the files that declare them, since nothing keeps a namespace equal to its folder.</summary>
    private static IEnumerable<Declared> Types(Project project) =>
        from file in project.Sources
        let place = Place(project, file)
        where place is not null
        from type in file.Root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
        where type is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax
        select new Declared(project, FullName((MemberDeclarationSyntax)type), (MemberDeclarationSyntax)type, place);

    /// <summary>
    /// A directory, or a file in the root of the project. The root of a module's adapters is no place: its one public class composes the
    /// others and names the module to them.
    /// </summary>
    private static string? Place(Project project, SourceFile file) =>
        file.Folder != project.Folder ? file.Folder
        : project.Kind == ProjectKind.Adapters ? null
        : file.Path;

    private static string FullName(MemberDeclarationSyntax type)
    {
        var names = type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().Select(space => $"{space.Name}").Reverse();
        var arity = type switch
        {
            TypeDeclarationSyntax declaration => declaration.TypeParameterList?.Parameters.Count ?? 0,
            DelegateDeclarationSyntax declaration => declaration.TypeParameterList?.Parameters.Count ?? 0,
            _ => 0,
        };
        return string.Join('.', names.Append(arity == 0 ? Name(type) : $"{Name(type)}`{arity}"));
    }

    private static string Name(MemberDeclarationSyntax type) =>
        type is DelegateDeclarationSyntax named ? named.Identifier.Text : ((BaseTypeDeclarationSyntax)type).Identifier.Text;

    /// <summary>Of a constant the compiler leaves only the value, so the assembly does not tell where it came from.</summary>
    private static IEnumerable<Step> Constants(IReadOnlyList<Declared> types)
    {
        var owners = types
            .SelectMany(owner => ConstantsOf(owner.Type).Select(constant => (Read: $"{Name(owner.Type)}.{constant}", owner)))
            .ToLookup(constant => constant.Read, constant => constant.owner);
        return from user in types
            from read in user.Type.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            from owner in owners[$"{read}"]
            select new Step(user.Place, owner.Place, $"{user.Name} uses {owner.Name}, {read.Name}");
    }

    private static IEnumerable<string> ConstantsOf(MemberDeclarationSyntax type) =>
        type.ChildNodes()
            .OfType<FieldDeclarationSyntax>()
            .Where(field => field.Modifiers.Any(SyntaxKind.ConstKeyword))
            .SelectMany(field => field.Declaration.Variables.Select(constant => constant.Identifier.Text));

    private static bool Reaches(ILookup<string, string> next, string from, string to)
    {
        var seen = new HashSet<string> { from };
        var ahead = new Queue<string>(seen);
        while (ahead.TryDequeue(out var place) && place != to)
            foreach (var further in next[place].Where(seen.Add))
                ahead.Enqueue(further);
        return seen.Contains(to);
    }
}
