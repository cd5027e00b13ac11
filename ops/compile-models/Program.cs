using System.Reflection;
using System.Runtime.Loader;
using CompileModels;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;

// Writes EF Core's model of each module as C#, which `dotnet publish` compiles into the module's adapters (ADR 0032):
//
//   compile-models write FOLDER      a folder of files for each assembly of adapters
//   compile-models check FOLDER      whether the models in published assemblies say what those say that are built at run time
var adapters = Directory
    .EnumerateFiles(AppContext.BaseDirectory, "Procurement.*.Adapters.dll")
    .Select(Path.GetFileNameWithoutExtension)
    .Select(name => Assembly.Load(name!))
    .ToList();
switch (args)
{
    case ["write", var folder]:
        foreach (var assembly in adapters)
            ModelWriter.Write(assembly, Path.Combine(folder, assembly.GetName().Name!));
        return 0;
    case ["check", var folder] when Directory.Exists(folder):
        var published = new PublishedAdapters(Path.GetFullPath(folder));
        return adapters.Count(assembly => !IsAlike(assembly, published.LoadFromAssemblyName(assembly.GetName()))) == 0 ? 0 : 1;
    default:
        Console.Error.WriteLine("Usage: compile-models write FOLDER | check FOLDER");
        return 2;
}

static bool IsAlike(Assembly built, Assembly published)
{
    var name = built.GetName().Name;
    using var plain = Contexts.Make(built);
    using var compiled = Contexts.Make(published);
    if (compiled.Model.GetType().Assembly != published)
    {
        Console.WriteLine($"{name}: there is no compiled model");
        return false;
    }
    var (expected, actual) = (Lines(plain), Lines(compiled));
    var differences = expected
        .Except(actual)
        .Select(line => $"- {line}")
        .Concat(actual.Except(expected).Select(line => $"+ {line}"))
        .ToList();
    var alike = expected.SequenceEqual(actual);
    Console.WriteLine($"{name}: {expected.Count} lines, {(alike ? "alike" : "not alike")}");
    differences.ForEach(Console.WriteLine);
    return alike;
}

// Annotations aside: a compiled model says also those that are empty. What they are about is in the relational model.
static List<string> Lines(DbContext context)
{
    const MetadataDebugStringOptions All = MetadataDebugStringOptions.LongDefault & ~MetadataDebugStringOptions.IncludeAnnotations;
    return [.. context.Model.ToDebugString(All).Split('\n'), .. context.Model.GetRelationalModel().ToDebugString(All).Split('\n')];
}

/// <summary>The adapters as they were published, beside those of this program; all else is this program's.</summary>
internal sealed class PublishedAdapters(string folder) : AssemblyLoadContext("published")
{
    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name!.EndsWith(".Adapters", StringComparison.Ordinal)
            ? LoadFromAssemblyPath(Path.Combine(folder, assemblyName.Name + ".dll"))
            : null;
}
