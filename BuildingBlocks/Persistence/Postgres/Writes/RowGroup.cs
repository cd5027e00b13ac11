namespace Procurement.BuildingBlocks.Persistence.Postgres.Writes;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Update;
using Npgsql;

/// <summary>Rows that one statement inserts, changes or deletes: it is given an array for each column, or the values of a single row.</summary>
internal sealed class RowGroup
{
    private readonly List<IReadOnlyModificationCommand> rows = [];
    private readonly bool single;

    /// <summary>With its first row.</summary>
    public RowGroup(IReadOnlyModificationCommand row)
    {
        rows.Add(row);
        foreach (var column in row.ColumnModifications)
        {
            if (column.IsRead)
                throw new NotSupportedException($"{row.TableName}.{column.ColumnName} is made by the database, and nothing is read back.");
            // To PostgreSQL arrays in an array are one with more dimensions.
            single |= column.TypeMapping!.ElementTypeMapping is not null;
        }
    }

    /// <summary>How many rows.</summary>
    public int Count => rows.Count;

    /// <summary>What they are rows of.</summary>
    public IEnumerable<IUpdateEntry> Entries => rows.SelectMany(row => row.Entries);

    /// <summary>Takes a row when it is like the first one.</summary>
    public bool TryAdd(IReadOnlyModificationCommand row)
    {
        var first = rows[0];
        if (single || first.EntityState != row.EntityState || first.TableName != row.TableName)
            return false;
        if (first.ColumnModifications.Count != row.ColumnModifications.Count)
            return false;
        for (var i = 0; i < first.ColumnModifications.Count; i++)
        {
            var (column, like) = (row.ColumnModifications[i], first.ColumnModifications[i]);
            if (column.ColumnName != like.ColumnName || column.IsWrite != like.IsWrite || column.IsCondition != like.IsCondition)
                return false;
        }
        rows.Add(row);
        return true;
    }

    /// <summary>The statement, with its values.</summary>
    public NpgsqlBatchCommand ToCommand()
    {
        var command = new NpgsqlBatchCommand();
        List<string> columns = [],
            values = [],
            changes = [],
            conditions = [];
        for (var i = 0; i < rows[0].ColumnModifications.Count; i++)
        {
            var column = rows[0].ColumnModifications[i];
            var name = Quoted(column.ColumnName);
            if (column.IsWrite)
            {
                columns.Add(name);
                changes.Add($"{name} = {Bind(command, values, i, asItWas: false)}");
            }
            if (column.IsCondition)
                conditions.Add($"t.{name} = {Bind(command, values, i, asItWas: true)}");
        }
        var table = $"{Quoted(rows[0].Schema!)}.{Quoted(rows[0].TableName)}";
        command.CommandText = rows[0].EntityState switch
        {
            EntityState.Added =>
                $"INSERT INTO {table} ({List(columns)}) {(Count == 1 ? $"VALUES ({List(values)})" : $"SELECT * FROM unnest({List(values)})")}",
            EntityState.Deleted => $"DELETE FROM {table} t{From("USING", command, values)} WHERE {string.Join(" AND ", conditions)}",
            _ => $"UPDATE {table} t SET {List(changes)}{From("FROM", command, values)} WHERE {string.Join(" AND ", conditions)}",
        };
        return command;
    }

    /// <summary>
    /// The arrays as rows. The limit is their number and leaves none out: with it PostgreSQL expects one row and looks the others up by key,
    /// whatever it knew of the table when it made the plan. Otherwise it would read the whole of a table that was empty then.
    /// </summary>
    private string From(string word, NpgsqlBatchCommand command, List<string> values)
    {
        if (Count == 1)
            return "";
        var names = Enumerable.Range(1, values.Count).Select(i => $"c{i}");
        var limit = $"${values.Count + 1}";
        var text = $" {word} (SELECT * FROM unnest({List(values)}) LIMIT {limit}) v ({List(names)})";
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Count });
        return text;
    }

    /// <summary>Gives the command the values of a column, and says how the statement names the one of a row.</summary>
    private string Bind(NpgsqlBatchCommand command, List<string> values, int index, bool asItWas)
    {
        var mapping = rows[0].ColumnModifications[index].TypeMapping!;
        var of = new object?[Count];
        for (var row = 0; row < Count; row++)
        {
            var column = rows[row].ColumnModifications[index];
            var value = asItWas ? column.OriginalValue : column.Value;
            of[row] = mapping.Converter is { } converter ? converter.ConvertToProvider(value) : value;
        }
        values.Add($"${values.Count + 1}");
        command.Parameters.Add(
            Count == 1
                ? new NpgsqlParameter { DataTypeName = mapping.StoreTypeNameBase, Value = of[0] ?? DBNull.Value }
                : new NpgsqlParameter
                {
                    DataTypeName = mapping.StoreTypeNameBase + "[]",
                    Value = Typed(of, mapping.Converter?.ProviderClrType ?? mapping.ClrType),
                }
        );
        return Count == 1 ? values[^1] : $"v.c{values.Count}";
    }

    private static Array Typed(object?[] values, Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsValueType && Array.Exists(values, value => value is null))
            type = typeof(Nullable<>).MakeGenericType(type);
        var array = Array.CreateInstance(type, values.Length);
        values.CopyTo(array, 0);
        return array;
    }

    private static string Quoted(string name) => $"\"{name}\"";

    private static string List(IEnumerable<string> parts) => string.Join(", ", parts);
}
