namespace Procurement.BuildingBlocks.Persistence.Postgres.Writes;

using Microsoft.EntityFrameworkCore;
using Npgsql;

/// <summary>Rows that one statement inserts, changes or deletes: it is given an array for each column, or the values of a single row.</summary>
/// <param name="shape">Of which table.</param>
/// <param name="state">What becomes of them.</param>
/// <param name="written">Which columns are written.</param>
internal sealed class RowGroup(TableShape shape, EntityState state, ulong written)
{
    private readonly List<object?[]> rows = [];

    /// <summary>How many rows.</summary>
    public int Count => rows.Count;

    /// <summary>Whether the statement says how many rows it met, which shows a version that is no longer the one that was read.</summary>
    public bool IsCounted => state != EntityState.Added;

    /// <summary>Whether such a row belongs to it.</summary>
    public bool Takes(TableShape table, EntityState change, ulong columns) =>
        shape == table && state == change && written == columns && !shape.HasLists;

    /// <summary>Takes a row: what it is found by, and what is written. Nothing is found by for one that is added.</summary>
    public void Add(object?[] keys, object?[] values) => rows.Add([.. keys, .. values]);

    /// <summary>The statement, with its values.</summary>
    public NpgsqlBatchCommand ToCommand()
    {
        var found = IsCounted ? shape.Chosen(shape.Guards) : [];
        if (IsCounted && Count > 1)
            // Two who change the same rows take them in the same order.
            rows.Sort(Compare);
        var command = new NpgsqlBatchCommand(shape.Text(state, written, many: Count > 1));
        var values = shape.Chosen(written);
        for (var i = 0; i < values.Count; i++)
            command.Parameters.Add(Given(shape.Columns[values[i]], found.Count + i));
        for (var i = 0; i < found.Count; i++)
            command.Parameters.Add(Given(shape.Columns[found[i]], i));
        if (IsCounted && Count > 1)
            command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = Count });
        return command;
    }

    private NpgsqlParameter Given(Column column, int place)
    {
        if (Count == 1)
            return new NpgsqlParameter { DataTypeName = column.StoreType, Value = rows[0][place] ?? DBNull.Value };
        var values = Array.CreateInstance(column.ArrayOf, Count);
        for (var row = 0; row < Count; row++)
            values.SetValue(rows[row][place], row);
        return new NpgsqlParameter { DataTypeName = column.StoreType + "[]", Value = values };
    }

    private static int Compare(object?[] one, object?[] other)
    {
        for (var i = 0; i < one.Length; i++)
            if (Comparer<object?>.Default.Compare(one[i], other[i]) is not 0 and var order)
                return order;
        return 0;
    }
}
