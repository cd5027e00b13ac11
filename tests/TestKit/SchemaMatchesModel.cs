namespace TestKit;

using Microsoft.EntityFrameworkCore;
using Npgsql;

/// <summary>Compares what EF Core believes of the tables with what the migrations made of them.</summary>
public static class SchemaMatchesModel
{
    // The catalogue and not information_schema, which does not tell the type of an array's elements or the length of a character(n). A domain
    // counts as what it is made of.
    private const string Columns = """
        SELECT a.attname, CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) ELSE format_type(a.atttypid, a.atttypmod) END,
            NOT a.attnotnull
        FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
        WHERE a.attrelid = to_regclass(quote_ident($1) || '.' || quote_ident($2)) AND a.attnum > 0 AND NOT a.attisdropped
            -- What the database counts up is of no use to the model.
            AND a.attidentity = ''
        """;

    /// <summary>One line per difference in the columns of a mapped table, their types and their nullability; empty when there is none.</summary>
    public static async Task<IReadOnlyList<string>> Differences(DbContext context, NpgsqlDataSource database)
    {
        var differences = new List<string>();
        foreach (var table in context.Model.GetRelationalModel().Tables)
        {
            var model = table.Columns.ToDictionary(c => c.Name, c => Shown(c.StoreType, c.IsNullable));
            var schema = await Read(database, table.Schema!, table.Name);
            foreach (var name in model.Keys.Union(schema.Keys).Order(StringComparer.Ordinal))
            {
                var (believed, present) = (model.GetValueOrDefault(name, "absent"), schema.GetValueOrDefault(name, "absent"));
                if (believed != present)
                    differences.Add($"{table.Schema}.{table.Name}.{name}: {believed} in the model, {present} in the schema");
            }
        }
        return differences;
    }

    private static async Task<Dictionary<string, string>> Read(NpgsqlDataSource database, string schema, string table)
    {
        await using var command = database.CreateCommand(Columns);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = schema });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = table });
        await using var row = await command.ExecuteReaderAsync();
        var columns = new Dictionary<string, string>();
        while (await row.ReadAsync())
            columns.Add(row.GetString(0), Shown(row.GetString(1), row.GetBoolean(2)));
        return columns;
    }

    private static string Shown(string type, bool nullable) => nullable ? type : $"{type} NOT NULL";
}
