namespace Architecture.Tests.Rules;

using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

/// <summary>Who may reference whom, by project file and by assembly.</summary>
internal static class ReferenceRules
{
    public static readonly Rule Table = new(1, "Declared project references equal the table of the design", CheckTable);

    public static readonly Rule Map = new(2, "Contracts used across modules equal the module map, which has no cycle", CheckMap);

    public static readonly Rule CoreAssemblies = new(
        3,
        "Core references only base assemblies, BuildingBlocks and its own Contracts, and shows itself only to its Adapters and tests",
        CheckCoreAssemblies
    );

    private static void CheckTable(Codebase code, Findings found)
    {
        foreach (var project in found.All("projects", code.Projects))
        {
            found.Expect(project.Kind != ProjectKind.Stray, $"{project.Folder} is no place for a project");
            if (project.Kind == ProjectKind.Stray)
                continue;
            var expected = ExpectedName(project);
            found.Expect(expected is null || project.Name == expected, $"{project.Folder}/{project.Name} should be called {expected}");
            found.Expect(project.Assembly is not null || project.Sources.Count == 0, $"{project.Name} was not built next to the tests");
            CheckReferences(code, project, found);
            CheckPackages(project, found);
        }
        foreach (var module in code.Modules)
        {
            Expect(module, ProjectKind.Contracts);
            // Of a module that others only hear of there may be nothing but its Contracts.
            if (code.Of(ProjectKind.Core).Concat(code.Of(ProjectKind.Adapters)).Any(p => p.Module == module))
            {
                Expect(module, ProjectKind.Core);
                Expect(module, ProjectKind.Adapters);
            }
        }

        void Expect(string module, ProjectKind kind) =>
            found.Expect(code.Of(kind).Count(p => p.Module == module) == 1, $"module {module} has no {kind} or more than one");
    }

    private static string? ExpectedName(Project project) =>
        project.Kind switch
        {
            ProjectKind.BuildingBlocks => "Procurement.BuildingBlocks",
            ProjectKind.SharedInfrastructure => $"Procurement.BuildingBlocks.{project.Folder.Split('/')[1]}",
            ProjectKind.Host => "Procurement.Host",
            _ => $"Procurement.{project.Module}.{project.Kind}",
        };

    private static void CheckReferences(Codebase code, Project project, Findings found)
    {
        var row = ReferenceTable.For(project);
        var required = row.Required.Select(name => name.Replace(".X.", $".{project.Module}.")).ToList();
        if (project.Kind == ProjectKind.Host)
            required.AddRange(code.Of(ProjectKind.Adapters).Select(adapters => adapters.Name));
        var acquaintances =
            project.Module is { } own && code.Map.Rows.TryGetValue(own, out var known)
                ? [.. known.Uses, .. known.EventsOf]
                : Array.Empty<string>();
        var allowed = row
            .Allowed.SelectMany(name => name.Contains(".Y.") ? acquaintances.Select(y => name.Replace(".Y.", $".{y}.")) : [name])
            .ToList();

        var paths = project.Items("ProjectReference").ToList();
        var declared = paths.Select(Path.GetFileNameWithoutExtension).OfType<string>().ToList();
        foreach (var path in paths)
        {
            found.Expect(path.IndexOfAny(['*', '?', '$', ';']) < 0, $"{project.Name} references by pattern: {path}");
            var target = Path.GetRelativePath(code.Root, Path.GetFullPath(Path.Combine(code.Root, project.Folder, path)));
            found.Expect(
                code.Projects.Any(p => $"{p.Folder}/{p.Name}.csproj" == target),
                $"{project.Name} references {path}, which is not there"
            );
        }
        foreach (var missing in required.Except(declared))
            found.Expect(false, $"{project.Name} does not reference {missing}");
        foreach (var extra in declared.Except(required).Where(name => !allowed.Any(pattern => Matches(name, pattern))))
            found.Expect(false, $"{project.Name} references {extra}");
        foreach (var way in new[] { "Import", "Reference", "COMReference", "Analyzer" })
            found.Expect(!project.Xml.Descendants(way).Any(), $"{project.Name} uses <{way}>, past the table");
        found.Expect(!project.Xml.Descendants("DisableTransitiveProjectReferences").Any(), $"{project.Name} changes how references travel");
    }

    private static void CheckPackages(Project project, Findings found)
    {
        var allowed = ReferenceTable.For(project).Packages;
        foreach (var package in project.Items("PackageReference").Concat(project.Items("FrameworkReference")))
        {
            found.Expect(allowed.Any(pattern => Matches(package, pattern)), $"{project.Name} references the package {package}");
            var (decoration, user) = ReferenceTable.Decoration;
            found.Expect(package != decoration || project.Name == user, $"{project.Name} references {decoration}, which is {user}'s alone");
        }
        // The SDK of the web brings its framework along.
        if (!allowed.Any(pattern => Matches(ReferenceTable.WebFramework, pattern)) && project.Kind != ProjectKind.Host)
            found.Expect(
                (string?)project.Xml.Root!.Attribute("Sdk") == "Microsoft.NET.Sdk",
                $"{project.Name} is built with a framework's SDK"
            );
    }

    private static bool Matches(string name, string pattern) =>
        pattern.EndsWith('*') ? name.StartsWith(pattern[..^1], StringComparison.Ordinal) : name == pattern;

    private static void CheckMap(Codebase code, Findings found)
    {
        var modules = found.All("modules", code.Modules);
        foreach (var name in modules.Except(code.Map.Rows.Keys))
            found.Expect(false, $"module {name} is not in the module map");
        foreach (var name in code.Map.Rows.SelectMany(r => r.Value.Uses.Concat(r.Value.EventsOf).Append(r.Key)).Distinct().Except(modules))
            found.Expect(false, $"the module map names {name}, which is not there");
        foreach (var name in code.Map.Rows.Keys.Where(name => Reaches(code.Map, name, name, [])))
            found.Expect(false, $"{name} comes back to itself in the module map");

        var uses = code
            .Projects.Where(p => p.Module is not null)
            .SelectMany(p => code.Graph.From(p).Select(use => (p.Module, Use: use)))
            .ToList();
        foreach (var module in modules)
        {
            var row = code.Map.Rows.GetValueOrDefault(module) ?? new ModuleMap.Row([], []);
            foreach (var other in modules.Where(name => name != module))
            {
                var across = uses.Where(u => u.Module == module && u.Use.To.IsIn($"Procurement.{other}")).Select(u => u.Use).ToList();
                foreach (var use in across.Where(use => !use.To.IsIn($"Procurement.{other}.Contracts")))
                    found.Expect(false, $"{use}, which is not in Contracts");
                foreach (var use in across.Where(_ => !row.Uses.Contains(other)))
                    found.Expect(
                        row.EventsOf.Contains(other) && IsEvent(code, use.To),
                        $"{use}, but the map does not let {module} use {other}"
                    );
                found.Expect(across.Count > 0 || !row.Uses.Contains(other), $"the map lets {module} use {other}, but it does not");
            }
        }
    }

    /// <summary>The map against its direction allows facts and not questions: records, never interfaces.</summary>
    private static bool IsEvent(Codebase code, TypeName name) =>
        code.Of(ProjectKind.Contracts).Select(p => p.Assembly?.GetType(name.Outermost)).OfType<Type>().Any(type => !type.IsInterface);

    private static bool Reaches(ModuleMap map, string from, string to, HashSet<string> seen) =>
        map.Rows.GetValueOrDefault(from)?.Uses.Any(next => next == to || (seen.Add(next) && Reaches(map, next, to, seen))) == true;

    private static void CheckCoreAssemblies(Codebase code, Findings found)
    {
        foreach (var core in found.All("cores", code.Of(ProjectKind.Core).Where(core => core.Assembly is not null)))
        {
            string[] own = ["Procurement.BuildingBlocks", $"Procurement.{core.Module}.Contracts"];
            foreach (var name in core.Assembly!.GetReferencedAssemblies().Select(reference => reference.Name!))
                found.Expect(ReferenceTable.BaseAssemblies.Contains(name) || own.Contains(name), $"{core.Name} references {name}");
            // The base assembly itself holds the file system.
            foreach (var use in code.Graph.From(core).Where(use => use.To.Namespace == "System.IO" || use.To.Full == "System.Environment"))
                found.Expect(false, $"{use}");
            string[] friends = [$"Procurement.{core.Module}.Adapters", $"{core.Module}.Tests"];
            foreach (
                var friend in core.Assembly.GetCustomAttributesData().Where(a => a.AttributeType == typeof(InternalsVisibleToAttribute))
            )
            {
                var name = Regex.Match((string)friend.ConstructorArguments[0].Value!, "^[^,]+").Value;
                found.Expect(friends.Contains(name), $"{core.Name} shows itself to {name}");
            }
        }
    }
}
