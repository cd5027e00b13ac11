namespace Procurement.BuildingBlocks.Persistence.Postgres.Reads;

using System.Text.Json;
using Npgsql;

/// <summary>Reads the audit trail of a module, and the nullable columns of any row.</summary>
public static class HistoryQuery
{
    private const string Columns =
        "version, event, actor, on_behalf_of, cause, at, from_state, to_state, trace_id, CASE WHEN size <= $3 THEN details END, size > $3";

    /// <summary>Part of an aggregate's audit trail; null when it has none, hence does not exist.</summary>
    /// <param name="database">Where.</param>
    /// <param name="schema">The module's own schema, a constant of its code.</param>
    /// <param name="aggregate">Bare identifier.</param>
    /// <param name="range">Which part.</param>
    /// <param name="ct">Gives up the read.</param>
    public static async Task<HistoryPage?> Read(
        NpgsqlDataSource database,
        string schema,
        Guid aggregate,
        HistoryRange range,
        CancellationToken ct
    )
    {
        // One more than asked for tells whether there is a next part.
        await using var command = database.CreateCommand(
            $"""
            WITH part AS (
                SELECT *, coalesce(octet_length(details::text), 0) AS size FROM {schema}.history
                WHERE aggregate_id = $1 AND version > $2 ORDER BY version LIMIT $5
            )
            SELECT {Columns}, (SELECT max(version) FROM part)
            FROM (SELECT *, sum(CASE WHEN size <= $3 THEN size ELSE 0 END) OVER (ORDER BY version) AS bytes FROM part) AS sized
            WHERE bytes <= $4 ORDER BY version
            """
        );
        command
            .Parameters.With(aggregate)
            .With(range.After)
            .With(HistoryRange.MostBytesOfItem)
            .With((long)HistoryRange.MostBytes)
            .With(range.Limit + 1L);
        var items = new List<HistoryItem>();
        var last = range.After;
        await using (var row = await command.ExecuteReaderAsync(ct))
        {
            while (await row.ReadAsync(ct))
            {
                items.Add(Item(row));
                last = row.GetInt64(11);
            }
        }
        if (items.Count == 0)
            return range.After > 0 && await ReadOne(database, schema, aggregate, 1, ct) is not null ? new HistoryPage(items, null) : null;
        if (items.Count > range.Limit)
            items.RemoveAt(range.Limit);
        return new HistoryPage(items, items[^1].Version < last ? items[^1].Version : null);
    }

    /// <summary>One line of an aggregate's audit trail, whole; null when absent.</summary>
    public static async Task<HistoryItem?> ReadOne(
        NpgsqlDataSource database,
        string schema,
        Guid aggregate,
        long version,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand(
            $"SELECT {Columns} FROM (SELECT *, 0 AS size FROM {schema}.history WHERE aggregate_id = $1 AND version = $2) AS one"
        );
        command.Parameters.With(aggregate).With(version).With(int.MaxValue);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? Item(row) : null;
    }

    /// <summary>The whole audit trail of an aggregate up to a moment, oldest first and never cut; null when it has none by then.</summary>
    /// <param name="database">Where.</param>
    /// <param name="schema">The module's own schema, a constant of its code.</param>
    /// <param name="aggregate">Bare identifier.</param>
    /// <param name="until">The last moment that counts; clocks of several processes may differ, so it ends before the first line behind it.</param>
    /// <param name="ct">Gives up the read.</param>
    public static async Task<IReadOnlyList<HistoryItem>?> Past(
        NpgsqlDataSource database,
        string schema,
        Guid aggregate,
        DateTimeOffset until,
        CancellationToken ct
    )
    {
        await using var command = database.CreateCommand(
            $"""
            SELECT {Columns} FROM (
                SELECT *, 0 AS size FROM {schema}.history
                WHERE aggregate_id = $1
                    AND version < coalesce((SELECT min(version) FROM {schema}.history WHERE aggregate_id = $1 AND at > $2), 1 + $4)
            ) AS past ORDER BY version
            """
        );
        command.Parameters.With(aggregate).With(until).With(int.MaxValue).With(long.MaxValue - 1);
        var items = new List<HistoryItem>();
        await using var row = await command.ExecuteReaderAsync(ct);
        while (await row.ReadAsync(ct))
            items.Add(Item(row));
        return items.Count == 0 ? null : items;
    }

    private static HistoryItem Item(NpgsqlDataReader row) =>
        new()
        {
            Version = row.GetInt64(0),
            Event = row.GetString(1),
            Actor = row.GetString(2),
            OnBehalfOf = row.TextOrNull(3),
            Cause = row.TextOrNull(4),
            At = row.GetFieldValue<DateTimeOffset>(5),
            From = row.TextOrNull(6),
            To = row.GetString(7),
            TraceId = row.TextOrNull(8),
            Details = row.TextOrNull(9) is { } details ? JsonElement.Parse(details) : null,
            DetailsLeftOut = row.GetBoolean(10),
        };

    /// <summary>A text column that may be null.</summary>
    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    /// <summary>A moment, in UTC, that may be null.</summary>
    public static DateTimeOffset? MomentOrNull(this NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
