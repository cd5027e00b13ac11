namespace Procurement.BuildingBlocks.Persistence.Postgres.Writes;

using System.Collections.Concurrent;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata;

/// <summary>The columns of a type's table, by the mapping of its context, and the statements that write its rows.</summary>
internal sealed class TableShape
{
    private const string Annotation = "Procurement:TableShape";

    private readonly string table;
    private readonly string[] names;
    private readonly ConcurrentDictionary<(EntityState, ulong, bool), string> texts = new();

    private TableShape(IEntityType type)
    {
        var name = StoreObjectIdentifier.Create(type, StoreObjectType.Table)!.Value;
        table = $"{Quoted(name.Schema!)}.{Quoted(name.Name)}";
        Columns = [.. type.GetFlattenedProperties().Select(property => new Column(property, name))];
        names = Array.ConvertAll(Columns, column => Quoted(column.Name));
        Owner = Array.Find(Columns, column => column.IsOwner);
        Guards = Where(column => column.IsGuard);
        Parts = [.. type.GetNavigations().Where(parts => !parts.IsOnDependent)];
        HasLists = Array.Exists(Columns, column => column.IsList);
        if (Columns.Length > 64)
            throw new NotSupportedException($"{table} has more columns than a change can name.");
    }

    /// <summary>In the order of the mapping.</summary>
    public Column[] Columns { get; }

    /// <summary>The one that says what a part is a part of, which the part itself does not know; null when there is none.</summary>
    public Column? Owner { get; }

    /// <summary>Which of them a row is found by when it is changed: the bit of each.</summary>
    public ulong Guards { get; }

    /// <summary>What belongs to such an object and has a table of its own.</summary>
    public INavigation[] Parts { get; }

    /// <summary>Whether a column is an array. To PostgreSQL arrays in an array are one with more dimensions.</summary>
    public bool HasLists { get; }

    /// <summary>Every column.</summary>
    public ulong All => Columns.Length == 64 ? ulong.MaxValue : (1UL << Columns.Length) - 1;

    public static TableShape Of(IEntityType type) =>
        type.GetOrAddRuntimeAnnotationValue(Annotation, static of => new TableShape(of!), type);

    /// <summary>
    /// The statement for rows alike. It is given what is written, column by column, then what they are found by; for many rows each of these
    /// is an array, and their number comes last.
    /// </summary>
    /// <param name="state">What becomes of them.</param>
    /// <param name="written">Which columns.</param>
    /// <param name="many">Whether arrays are given.</param>
    public string Text(EntityState state, ulong written, bool many) =>
        texts.GetOrAdd((state, written, many), static (key, shape) => shape.Write(key.Item1, key.Item2, key.Item3), this);

    private string Write(EntityState state, ulong written, bool many)
    {
        var places = new List<string>();
        string Next()
        {
            places.Add($"${places.Count + 1}");
            return many ? $"v.c{places.Count}" : places[^1];
        }
        if (state == EntityState.Added)
        {
            Array.ForEach(names, _ => Next());
            return $"INSERT INTO {table} ({List(names)}) " + (many ? $"SELECT * FROM unnest({List(places)})" : $"VALUES ({List(places)})");
        }
        var changes = Chosen(written).ConvertAll(i => $"{names[i]} = {Next()}");
        var conditions = Chosen(Guards).ConvertAll(i => $"t.{names[i]} = {Next()}");
        return state == EntityState.Deleted
            ? $"DELETE FROM {table} t{(many ? Rows("USING", places) : "")} WHERE {string.Join(" AND ", conditions)}"
            : $"UPDATE {table} t SET {List(changes)}{(many ? Rows("FROM", places) : "")} WHERE {string.Join(" AND ", conditions)}";
    }

    /// <summary>
    /// The arrays as rows. The limit is their number and leaves none out: with it PostgreSQL expects one row and looks the others up by key,
    /// whatever it knew of the table when it made the plan. Otherwise it would read the whole of a table that was empty then.
    /// </summary>
    private static string Rows(string word, List<string> places) =>
        $" {word} (SELECT * FROM unnest({List(places)}) LIMIT ${places.Count + 1}) v ({List(places.Select((_, i) => $"c{i + 1}"))})";

    /// <summary>The places of the columns whose bits are set.</summary>
    public List<int> Chosen(ulong columns)
    {
        var chosen = new List<int>();
        for (var i = 0; i < Columns.Length; i++)
            if ((columns & (1UL << i)) != 0)
                chosen.Add(i);
        return chosen;
    }

    private ulong Where(Predicate<Column> holds)
    {
        var columns = 0UL;
        for (var i = 0; i < Columns.Length; i++)
            if (holds(Columns[i]))
                columns |= 1UL << i;
        return columns;
    }

    private static string Quoted(string name) => $"\"{name}\"";

    private static string List(IEnumerable<string> parts) => string.Join(", ", parts);
}

/// <summary>A column, and where its value comes from.</summary>
internal sealed class Column
{
    private readonly IProperty property;
    private readonly IComplexProperty? complex;
    private readonly Func<object?, object?>? convert;

    public Column(IProperty property, in StoreObjectIdentifier table)
    {
        this.property = property;
        Name = property.GetColumnName(table)!;
        if (property.ValueGenerated != ValueGenerated.Never)
            throw new NotSupportedException($"{table.Name}.{Name} is made by the database, and nothing is read back.");
        complex = (property.DeclaringType as IComplexType)?.ComplexProperty;
        if (complex?.DeclaringType is IComplexType)
            throw new NotSupportedException($"{table.Name}.{Name} belongs to a value within a value.");
        var mapping = property.GetRelationalTypeMapping();
        convert = mapping.Converter?.ConvertToProvider;
        StoreType = mapping.StoreTypeNameBase;
        IsList = mapping.ElementTypeMapping is not null;
        var type = mapping.Converter?.ProviderClrType ?? mapping.ClrType;
        type = Nullable.GetUnderlyingType(type) ?? type;
        ArrayOf = type.IsValueType && property.IsNullable ? typeof(Nullable<>).MakeGenericType(type) : type;
    }

    public string Name { get; }

    /// <summary>PostgreSQL's type.</summary>
    public string StoreType { get; }

    /// <summary>Of what an array of its values is made.</summary>
    public Type ArrayOf { get; }

    public bool IsList { get; }

    /// <summary>Whether a row that is changed is found by it: the key, and the version that it was read with.</summary>
    public bool IsGuard => property.IsPrimaryKey() || property.IsConcurrencyToken;

    /// <summary>Whether it says what a part is a part of, and the part does not know it.</summary>
    public bool IsOwner => property.IsShadowProperty();

    /// <summary>Its value as PostgreSQL gets it; null for a part of a value that there is not.</summary>
    /// <param name="row">Whose.</param>
    /// <param name="owner">What the row is a part of; null for what is part of nothing.</param>
    public object? Of(object row, object? owner)
    {
        if (IsOwner)
            return Converted(owner);
        var holder = complex is null ? row : complex.GetGetter().GetClrValue(row);
        return holder is null ? null : Converted(property.GetGetter().GetClrValue(holder));
    }

    /// <summary>What is tracked of it.</summary>
    public PropertyEntry In(EntityEntry entry) =>
        complex is null ? entry.Property(property) : entry.ComplexProperty(complex).Property(property);

    /// <summary>What it was when it was read, as PostgreSQL gets it.</summary>
    public object? Before(EntityEntry entry) => Converted(In(entry).OriginalValue);

    private object? Converted(object? value) => convert is null ? value : convert(value);
}
