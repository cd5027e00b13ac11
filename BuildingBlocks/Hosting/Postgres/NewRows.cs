namespace Procurement.BuildingBlocks.Hosting.Postgres;

using Npgsql;
using NpgsqlTypes;
using Procurement.BuildingBlocks.Hosting.Http;

/// <summary>Writes rows of a module by hand-written statements: for the units of work that only add, where tracking would cost most.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
public sealed class RowWriters<TModule>
{
    private readonly Dictionary<Type, (Func<object, bool> Fits, Action<object, NpgsqlBatch> Write)> writers = [];
    private readonly string history;
    private readonly string answer;

    /// <param name="schema">The module's schema, a constant of its code.</param>
    public RowWriters(string schema)
    {
        history = $"INSERT INTO {schema}.history VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
        answer = $"INSERT INTO {schema}.idempotency VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        For<HistoryRow>(_ => true, Write);
        For<StoredAnswer>(_ => true, Write);
    }

    /// <summary>Adds the statements for one type of row.</summary>
    /// <param name="fits">Whether the statements write all that this row holds.</param>
    /// <param name="write">Adds them to the batch.</param>
    public RowWriters<TModule> For<T>(Func<T, bool> fits, Action<T, NpgsqlBatch> write)
    {
        writers[typeof(T)] = (row => fits((T)row), (row, batch) => write((T)row, batch));
        return this;
    }

    internal bool Knows(object row) => writers.TryGetValue(row.GetType(), out var writer) && writer.Fits(row);

    internal void Write(object row, NpgsqlBatch batch) => writers[row.GetType()].Write(row, batch);

    private void Write(HistoryRow row, NpgsqlBatch batch) =>
        batch
            .Statement(history)
            .With(row.AggregateId)
            .With(row.Version)
            .With(row.Event)
            .With(row.Actor)
            .With(row.At)
            .WithText(row.From)
            .With(row.To)
            .WithText(row.Details, NpgsqlDbType.Json)
            .WithText(row.TraceId);

    private void Write(StoredAnswer row, NpgsqlBatch batch) =>
        batch
            .Statement(answer)
            .With(row.Client)
            .With(row.Key)
            .With(row.Fingerprint)
            .With(row.Status)
            .With(row.Body)
            .WithText(row.ETag)
            .WithText(row.Location)
            .With(row.CreatedAt);
}

/// <summary>What a unit of work adds, in the order added.</summary>
/// <typeparam name="TModule">Whose.</typeparam>
public sealed class NewRows<TModule>(RowWriters<TModule> writers)
{
    internal List<object> Rows { get; } = [];

    /// <summary>True when all of them can be written by hand, in one batch.</summary>
    internal bool Writable => Rows.Count > 0 && Rows.TrueForAll(writers.Knows);

    /// <summary>Writes them in one batch with one sync, which is one implicit transaction.</summary>
    internal async Task Write(NpgsqlConnection connection, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var row in Rows)
            writers.Write(row, batch);
        await batch.ExecuteNonQueryAsync(ct);
    }
}

/// <summary>Builds the statements of a batch.</summary>
public static class BatchStatements
{
    /// <summary>Adds a statement with positional parameters.</summary>
    public static NpgsqlBatchCommand Statement(this NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command;
    }

    /// <summary>Gives the next parameter; its PostgreSQL type follows from its type here.</summary>
    public static NpgsqlBatchCommand With<T>(this NpgsqlBatchCommand command, T value)
    {
        command.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value });
        return command;
    }

    /// <summary>Gives the next parameter, a text or null.</summary>
    public static NpgsqlBatchCommand WithText(this NpgsqlBatchCommand command, string? value, NpgsqlDbType type = NpgsqlDbType.Text)
    {
        command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = (object?)value ?? DBNull.Value });
        return command;
    }
}
