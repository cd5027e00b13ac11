namespace Procurement.BuildingBlocks.Persistence.Postgres.Mapping;

using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

/// <summary>
/// How the types of a domain are stored, so that a mapping says only what is particular: enums by name, and every struct that is made of
/// one value (typed ids, codes, scores, currencies) as that value. What was stored was valid when it was: rules may have grown stricter.
/// </summary>
internal sealed class ModuleConventions : IModelFinalizingConvention
{
    private static readonly Type[] SharedByModules = [typeof(Currency), typeof(Country), typeof(Day), typeof(Iban), typeof(Bic)];

    /// <param name="configuration">The context's.</param>
    /// <param name="domain">Where the module's own values are declared.</param>
    public static void Apply(ModelConfigurationBuilder configuration, Assembly domain)
    {
        configuration.IgnoreAny<IReadOnlyList<RecordedEvent>>();
        configuration.Properties<Enum>().HaveConversion<string>();
        foreach (var type in domain.GetTypes().Concat(SharedByModules))
            if (SingleValue.Of(type) is { } value)
                configuration.Properties(type).HaveConversion(typeof(SingleValueConverter<,>).MakeGenericType(type, value.PropertyType));
        configuration.Properties<Currency>().HaveColumnType("character(3)");
        configuration.Conventions.Add(_ => new ModuleConventions());
    }

    /// <summary>Keys are made by us, and an aggregate's version guards it.</summary>
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var type in modelBuilder.Metadata.GetEntityTypes())
        {
            foreach (var property in type.FindPrimaryKey()?.Properties ?? [])
                property.SetValueGenerated(ValueGenerated.Never);
            if (type.ClrType.IsSubclassOf(typeof(Aggregate)))
                type.FindProperty(nameof(Aggregate.Version))!.SetIsConcurrencyToken(true);
        }
    }
}

/// <summary>A struct that is made of one value and shows it.</summary>
internal static class SingleValue
{
    private static readonly Type[] Others = [typeof(string), typeof(Guid), typeof(decimal), typeof(DateOnly)];

    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The property that shows it; null when the type is nothing of the kind.</summary>
    public static PropertyInfo? Of(Type type) =>
        type is { IsValueType: true, IsEnum: false, IsPrimitive: false, IsGenericType: false }
        && type.GetConstructors(Declared) is [var only]
        && only.GetParameters() is [var value]
        && (value.ParameterType.IsPrimitive || Others.Contains(value.ParameterType))
            ? Array.Find(
                type.GetProperties(Declared),
                property =>
                    property.PropertyType == value.ParameterType && property.Name.Equals(value.Name, StringComparison.OrdinalIgnoreCase)
            )
            : null;

    public static ConstructorInfo Constructor(Type type) => type.GetConstructors(Declared).Single();
}

/// <summary>Stores a struct that is made of one value as that value. Public, because compiled models name it (ADR 0032).</summary>
/// <typeparam name="TValue">The struct.</typeparam>
/// <typeparam name="TStored">Type of what it is made of.</typeparam>
public sealed class SingleValueConverter<TValue, TStored>() : ValueConverter<TValue, TStored>(Unwrap(), Wrap())
{
    private static Expression<Func<TValue, TStored>> Unwrap()
    {
        var value = Expression.Parameter(typeof(TValue));
        return Expression.Lambda<Func<TValue, TStored>>(Expression.Property(value, SingleValue.Of(typeof(TValue))!), value);
    }

    private static Expression<Func<TStored, TValue>> Wrap()
    {
        var stored = Expression.Parameter(typeof(TStored));
        return Expression.Lambda<Func<TStored, TValue>>(Expression.New(SingleValue.Constructor(typeof(TValue)), stored), stored);
    }
}
