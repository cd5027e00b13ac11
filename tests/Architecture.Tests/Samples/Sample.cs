namespace Architecture.Tests.Samples;

using System.Reflection;
using System.Runtime.Loader;
using TestKit;

/// <summary>
/// A small tree that keeps every rule (<c>Sound</c>), or that tree with one folder of files laid over it, which break exactly one.
/// It is compiled the way the projects in it say, so that the rules judge real assemblies.
/// </summary>
internal static class Sample
{
    private static readonly string Home = Path.Combine(EnvironmentFile.Root, "tests", "Architecture.Samples");

    /// <summary>Names such as <c>Rule05_domain_uses_a_port</c>.</summary>
    public static IEnumerable<string> Faults =>
        Directory.EnumerateDirectories(Home, "Rule*").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);

    public static int RuleOf(string fault) => int.Parse(fault.AsSpan(4, 2), System.Globalization.CultureInfo.InvariantCulture);

    public static Codebase Sound() => Build("Sound", null);

    public static Codebase With(string fault) => Build(fault, Path.Combine(Home, fault));

    private static Codebase Build(string name, string? overlay)
    {
        var root = Path.Combine(AppContext.BaseDirectory, "samples", name);
        if (Directory.Exists(root))
            Directory.Delete(root, recursive: true);
        Lay(Path.Combine(Home, "Sound"), root);
        if (overlay is not null)
            Lay(overlay, root);
        var built = SampleCompiler.Compile(root, Path.Combine(root, "bin"));
        var context = new AssemblyLoadContext(name);
        // Samples name one another; everything else they share with the tests, so that types are the same on both sides.
        context.Resolving += (loading, asked) => built.TryGetValue(asked.Name!, out var path) ? loading.LoadFromAssemblyPath(path) : null;
        Assembly? Load(string assembly) => built.TryGetValue(assembly, out var path) ? context.LoadFromAssemblyPath(path) : null;
        return Codebase.Read(root, ReadMap(Path.Combine(root, "module-map.txt")), new Dictionary<string, string>(), Load);
    }

    /// <summary>A file of the overlay replaces its namesake.</summary>
    private static void Lay(string from, string onto)
    {
        foreach (var file in Directory.EnumerateFiles(from, "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(onto, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target, overwrite: true);
        }
    }

    /// <summary>Lines <c>Shop: Depot, Yard &lt;- Till</c>: whose Contracts, and against the map whose events.</summary>
    private static ModuleMap ReadMap(string path) =>
        ModuleMap.Of([
            .. File.ReadAllLines(path)
                .Where(line => line.Length > 0)
                .Select(line => line.Split(':', 2))
                .Select(parts => (Module: parts[0], Sides: parts[1].Split("<-")))
                .Select(row => (row.Module, Names(row.Sides[0]), row.Sides.Length > 1 ? Names(row.Sides[1]) : [])),
        ]);

    private static string[] Names(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
