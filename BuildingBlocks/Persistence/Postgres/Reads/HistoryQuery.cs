namespace Procurement.BuildingBlocks.Persistence.Postgres.Reads;

using System.Text.Json;
using Npgsql;

/// <summary>Reads the audit trail of a module, and the nullable columns of any row.</summary>
public static class HistoryQuery
{
    /// <summary>An aggregate's history, oldest first; null when it has none, hence does not exist.</summary>
    /// <param name="database">Where.</param>
    /// <param name="schema">The module's own schema, a constant of its code.</param>
    /// <param name="aggregate">Bare identifier.</param>
    /// <param name="ct">Gives up the read.</param>
    public static async Task<IReadOnlyList<HistoryItem>?> Read(PooledDatabase database, string schema, Guid aggregate, CancellationToken ct)
    {
        await using var command = database.CreateCommand(
            $"SELECT version, event, actor, at, from_state, to_state, details, trace_id FROM {schema}.history WHERE aggregate_id = $1 ORDER BY version"
        );
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = aggregate });
        await using var row = await command.ExecuteReaderAsync(ct);
        var items = new List<HistoryItem>();
        while (await row.ReadAsync(ct))
            items.Add(
                new HistoryItem(
                    row.GetInt64(0),
                    row.GetString(1),
                    row.GetString(2),
                    row.GetFieldValue<DateTimeOffset>(3),
                    row.TextOrNull(4),
                    row.GetString(5),
                    row.TextOrNull(6) is { } details ? JsonElement.Parse(details) : null,
                    row.TextOrNull(7)
                )
            );
        return items.Count == 0 ? null : items;
    }

    /// <summary>A text column that may be null.</summary>
    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A moment, in UTC, that may be null.</summary>
    public static DateTimeOffset? MomentOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
