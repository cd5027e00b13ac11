namespace Architecture.Tests.Samples;

using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

/// <summary>Compiles the projects of a sample, each after those it references.</summary>
internal static class SampleCompiler
{
    private const string ImplicitUsings = """
        global using System; global using System.Collections.Generic; global using System.Linq;
        global using System.Threading; global using System.Threading.Tasks; global using Procurement.BuildingBlocks;
        """;

    /// <summary>
    /// The reference assemblies of the SDK, so that samples reference what real projects do, and the libraries next to the tests.
    /// </summary>
    private static readonly Lazy<IReadOnlyList<MetadataReference>> Platform = new(() =>
    {
        var packs = Path.GetFullPath("../../../packs", RuntimeEnvironment.GetRuntimeDirectory());
        var frameworks = new[] { "Microsoft.NETCore.App.Ref", "Microsoft.AspNetCore.App.Ref" }
            .Select(pack => Directory.GetDirectories(Path.Combine(packs, pack), "10.*").Max(StringComparer.Ordinal)!)
            .SelectMany(pack => Directory.GetFiles(Path.Combine(pack, "ref", "net10.0"), "*.dll"))
            .ToList();
        string[] shared =
        [
            "Procurement.BuildingBlocks.dll",
            "Procurement.BuildingBlocks.Hosting.dll",
            "Procurement.BuildingBlocks.Persistence.dll",
            "Npgsql.dll",
        ];
        var libraries = shared.Select(name => Path.Combine(AppContext.BaseDirectory, name));
        return [.. frameworks.Concat(libraries).Select(path => MetadataReference.CreateFromFile(path))];
    });

    /// <summary>Most projects are the same in every sample.</summary>
    private static readonly ConcurrentDictionary<string, byte[]> Images = new();

    /// <returns>Paths of the assemblies by name.</returns>
    public static IReadOnlyDictionary<string, string> Compile(string root, string output)
    {
        Directory.CreateDirectory(output);
        var waiting = Directory
            .EnumerateFiles(root, "*.csproj", SearchOption.AllDirectories)
            .Where(project => Sources(project).Count > 0)
            .Order(StringComparer.Ordinal)
            .ToList();
        var built = new Dictionary<string, string>();
        var done = new Dictionary<string, (string Hash, MetadataReference Reference)>();
        while (waiting.Count > 0)
        {
            var project = waiting.First(path => References(path).All(r => !waiting.Contains(r)));
            waiting.Remove(project);
            var references = Reachable(project).Select(path => done[path]).ToList();
            var name =
                XDocument.Load(project).Descendants("AssemblyName").FirstOrDefault()?.Value ?? Path.GetFileNameWithoutExtension(project);
            var text = Sources(project).Select(File.ReadAllText).Append(Friends(project)).Append(ImplicitUsings).ToList();
            var hash = Hash(text.Concat(references.Select(r => r.Hash)).Append(name));
            var image = Images.GetOrAdd(hash, _ => Emit(name, text, [.. references.Select(r => r.Reference)]));
            built[name] = Path.Combine(output, name + ".dll");
            File.WriteAllBytes(built[name], image);
            done[project] = (hash, MetadataReference.CreateFromImage(image));
        }
        return built;
    }

    private static byte[] Emit(string name, List<string> texts, List<MetadataReference> references)
    {
        var options = new CSharpCompilationOptions(
            name == "procurement" ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            deterministic: true
        );
        var trees = texts.Select(text => CSharpSyntaxTree.ParseText(text));
        using var image = new MemoryStream();
        var result = CSharpCompilation.Create(name, trees, Platform.Value.Concat(references), options).Emit(image);
        Assert.That(result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error), Is.Empty, $"{name} does not compile");
        return image.ToArray();
    }

    private static string Friends(string project) =>
        string.Join(
            '\n',
            XDocument
                .Load(project)
                .Descendants("InternalsVisibleTo")
                .Select(friend =>
                    $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{friend.Attribute("Include")!.Value}\")]"
                )
        );

    private static List<string> Sources(string project) =>
        [.. Directory.EnumerateFiles(Path.GetDirectoryName(project)!, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>Those with sources: the others only stand for the real ones, and may reference each other in a circle.</summary>
    private static List<string> References(string project) =>
        [
            .. XDocument
                .Load(project)
                .Descendants("ProjectReference")
                .Select(item => Path.GetFullPath(item.Attribute("Include")!.Value, Path.GetDirectoryName(project)!))
                .Where(path => File.Exists(path) && Sources(path).Count > 0),
        ];

    /// <summary>The projects of that and, as the compiler needs them for base types and signatures, of those.</summary>
    private static IEnumerable<string> Reachable(string project) =>
        References(project).SelectMany(path => Reachable(path).Prepend(path)).Distinct();

    private static string Hash(IEnumerable<string> parts) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));
}
