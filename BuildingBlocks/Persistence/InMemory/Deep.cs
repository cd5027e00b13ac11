namespace Procurement.BuildingBlocks.Persistence.InMemory;

using System.Collections;
using System.Reflection;

/// <summary>Copies and compares whole objects, field by field and all the way down, so that two units of work share nothing.</summary>
internal static class Deep
{
    private const BindingFlags Own = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly MethodInfo Shallow = typeof(object).GetMethod("MemberwiseClone", Own)!;

    public static T Copy<T>(T original)
        where T : class => (T)Copy(original, new Dictionary<object, object>(ReferenceEqualityComparer.Instance));

    /// <summary>Collections are equal when their elements are, in order.</summary>
    public static bool Same(object? one, object? other)
    {
        if (ReferenceEquals(one, other))
            return true;
        if (one is null || other is null || one.GetType() != other.GetType())
            return false;
        if (IsPlain(one.GetType()))
            return one.Equals(other);
        return one is IEnumerable items
            ? items.Cast<object?>().SequenceEqual(((IEnumerable)other).Cast<object?>(), EqualityComparer<object?>.Create(Same))
            : Fields(one.GetType()).All(field => Same(field.GetValue(one), field.GetValue(other)));
    }

    private static object Copy(object original, Dictionary<object, object> copies)
    {
        if (IsPlain(original.GetType()))
            return original;
        if (copies.TryGetValue(original, out var made))
            return made;
        var copy = Shallow.Invoke(original, null)!;
        copies.Add(original, copy);
        if (copy is Array array)
            for (var i = 0; i < array.Length; i++)
                array.SetValue(CopyOrNull(array.GetValue(i), copies), i);
        else
            foreach (var field in Fields(original.GetType()).Where(field => !IsPlain(field.FieldType)))
                field.SetValue(copy, CopyOrNull(field.GetValue(original), copies));
        return copy;
    }

    private static object? CopyOrNull(object? original, Dictionary<object, object> copies) =>
        original is null ? null : Copy(original, copies);

    /// <summary>What never changes and refers to nothing that does.</summary>
    private static bool IsPlain(Type type) =>
        type.IsPrimitive
        || type.IsEnum
        || type == typeof(string)
        || type == typeof(decimal)
        || type.IsPointer
        || type.IsAssignableTo(typeof(Type));

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (var each = type; each is not null; each = each.BaseType)
            foreach (var field in each.GetFields(Own))
                yield return field;
    }
}
