namespace CompileModels;

using System.Reflection;
using Microsoft.EntityFrameworkCore.Design;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Scaffolding;
using Microsoft.Extensions.DependencyInjection;
using Npgsql.EntityFrameworkCore.PostgreSQL.Design.Internal;

internal static class ModelWriter
{
    /// <summary>Writes the model of the one context of these adapters; what is in the folder goes. The same model gives the same files.</summary>
    public static void Write(Assembly adapters, string folder)
    {
        using var context = Contexts.Make(adapters);
        var services = new ServiceCollection().AddEntityFrameworkDesignTimeServices();
        new NpgsqlDesignTimeServices().ConfigureDesignTimeServices(services);
        services.AddDbContextDesignTimeServices(context).AddSingleton<CSharpWriter>();
        services.AddSingleton<ICSharpHelper>(provider => provider.GetRequiredService<CSharpWriter>());
        using var provider = services.BuildServiceProvider();
        var options = new CompiledModelCodeGenerationOptions
        {
            ContextType = context.GetType(),
            // Outside of the module's own, in which Supplier would be a namespace and not the aggregate.
            ModelNamespace = $"CompiledModels.Of{context.GetType().Name}",
            Language = "C#",
            UseNullableReferenceTypes = true,
            // Whatever can be found out beforehand: getters, setters and the relational model too.
            ForNativeAot = true,
        };
        var model = context.GetService<IDesignTimeModel>().Model;
        var files = provider.GetRequiredService<ICompiledModelCodeGeneratorSelector>().Select(options).GenerateModel(model, options);
        if (Directory.Exists(folder))
            Directory.Delete(folder, true);
        Directory.CreateDirectory(folder);
        foreach (var file in files)
            File.WriteAllText(Path.Combine(folder, file.Path), Mended(file.Code, options.ModelNamespace, model));
        File.WriteAllText(
            Path.Combine(folder, "Constructors.cs"),
            provider.GetRequiredService<CSharpWriter>().Constructors(options.ModelNamespace)
        );
    }

    /// <summary>
    /// What is mapped is internal, which the generator does not ask; constructors are in a file of their own (see <see cref="CSharpWriter"/>);
    /// and a random identifier would make each publication another one.
    /// </summary>
    private static string Mended(string code, string space, IModel model) =>
        code.Replace("public static class", "internal static class", StringComparison.Ordinal)
            .Replace("public partial class", "internal partial class", StringComparison.Ordinal)
            .Replace("#pragma warning", $"using static {space}.Constructors;\n\n#pragma warning", StringComparison.Ordinal)
            .Replace(model.ModelId.ToString(), Guid.Empty.ToString(), StringComparison.Ordinal);
}
