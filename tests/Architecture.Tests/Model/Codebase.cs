namespace Architecture.Tests;

using System.Reflection;
using System.Xml.Linq;

/// <summary>
/// A tree of projects, its sources and its built assemblies. Everything is found by folders and names; nothing here knows a module.
/// </summary>
/// <param name="Root">Absolute path.</param>
/// <param name="Files">All C# files, tests included; paths relative to the root.</param>
/// <param name="OtherTexts">Files besides C# that can silence a diagnostic; path and text.</param>
internal sealed record Codebase(
    string Root,
    ModuleMap Map,
    IReadOnlyList<Project> Projects,
    IReadOnlyList<SourceFile> Files,
    IReadOnlyList<SourceFile> OtherTexts,
    IReadOnlyDictionary<string, string> Environment
)
{
    private static readonly string[] Unwritten = ["artifacts", "bin", "obj", "node_modules", "Architecture.Samples"];

    /// <summary>What is in these folders is no part of what is deployed.</summary>
    private static readonly string[] Tools = ["tests/", "bench/", "ops/"];

    private readonly Lazy<DependencyGraph> graph = new(() =>
        DependencyGraph.Of(Projects.Where(project => project.Assembly is not null).Select(project => project.Assembly!))
    );

    private RunningHost? host;

    public DependencyGraph Graph => graph.Value;

    /// <summary>Built on first use, as production builds it, but for the variables.</summary>
    public RunningHost Host =>
        host ??= RunningHost.Build(Projects.Single(project => project.Kind == ProjectKind.Host).Assembly!, Environment);

    public IEnumerable<string> Modules => Projects.Select(project => project.Module).OfType<string>().Distinct().Order();

    public IEnumerable<Project> Of(ProjectKind kind) => Projects.Where(project => project.Kind == kind);

    /// <param name="root">Folder of the tree.</param>
    /// <param name="map">Its module map.</param>
    /// <param name="environment">What its host is built with.</param>
    /// <param name="load">Gives the built assembly of that name, or null.</param>
    public static Codebase Read(string root, ModuleMap map, IReadOnlyDictionary<string, string> environment, Func<string, Assembly?> load)
    {
        var files = Find(root, "*.cs");
        var projects = Find(root, "*.csproj")
            .Where(file => !Tools.Any(folder => file.Path.StartsWith(folder, StringComparison.Ordinal)))
            .Select(file => ReadProject(file, files, load))
            .ToList();
        List<SourceFile> others =
        [
            .. Find(root, "*.csproj"),
            .. Find(root, "*.props"),
            .. Find(root, "*.targets"),
            .. Find(root, ".editorconfig"),
        ];
        return new Codebase(root, map, projects, files, others, environment);
    }

    private static Project ReadProject(SourceFile file, IReadOnlyList<SourceFile> files, Func<string, Assembly?> load)
    {
        var name = Path.GetFileNameWithoutExtension(file.Path);
        var xml = XDocument.Parse(file.Text);
        var (kind, module) = Project.Place(file.Folder);
        var sources = files.Where(source => source.Path.StartsWith(file.Folder + "/", StringComparison.Ordinal)).ToList();
        return new Project(
            name,
            file.Folder,
            kind,
            module,
            xml,
            sources,
            load(xml.Descendants("AssemblyName").FirstOrDefault()?.Value ?? name)
        );
    }

    private static List<SourceFile> Find(string root, string pattern) =>
        [
            .. Directory
                .EnumerateFiles(root, pattern, SearchOption.AllDirectories)
                .Select(path => (Full: path, Relative: Path.GetRelativePath(root, path).Replace('\\', '/')))
                .Where(file => !file.Relative.Split('/')[..^1].Any(part => part.StartsWith('.') || Unwritten.Contains(part)))
                .OrderBy(file => file.Relative, StringComparer.Ordinal)
                .Select(file => new SourceFile(file.Relative, File.ReadAllText(file.Full))),
        ];
}
