namespace CompileModels;

using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Procurement.BuildingBlocks.Persistence.Postgres;

internal static class Contexts
{
    /// <summary>The one context of these adapters, with those options of the service that shape a model.</summary>
    public static DbContext Make(Assembly adapters)
    {
        var type = adapters.GetTypes().Single(each => each.IsSubclassOf(typeof(ModuleContext)));
        var options = (DbContextOptionsBuilder)Activator.CreateInstance(typeof(DbContextOptionsBuilder<>).MakeGenericType(type))!;
        options.UseNpgsql("Host=nowhere").UseSnakeCaseNamingConvention();
        return (DbContext)Activator.CreateInstance(type, options.Options)!;
    }
}
