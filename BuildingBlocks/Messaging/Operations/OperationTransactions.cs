namespace Procurement.BuildingBlocks.Messaging.Operations;

using Npgsql;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;

/// <summary>
/// Where operations are committed, each with its line in the operations of the module and, when it came under a key, with the answer to
/// whoever asks again: that lies in the module too, and is looked for in all.
/// </summary>
internal sealed class OperationTransactions(NpgsqlDataSource database, Topology topology, TimeProvider clock)
{
    /// <summary>Does some work, or says that it was done before.</summary>
    public async Task<Result<Performed<T>>> Run<T>(OnBehalf<T> by, Func<Operation, Task<Result<T>>> work, CancellationToken ct)
        where T : class
    {
        try
        {
            await using var connection = await database.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            if (by.Repeatable is { } asked && await Earlier(connection, asked.Client, asked.Key, ct) is { } earlier)
                return Performed<T>.Before(earlier);
            var operation = new Operation(connection, topology.Modules[0].Name, by.Actor, by.Reason, clock, ct);
            var value = await work(operation);
            if (value.Error is { } refusal)
                return refusal;
            if (by.Repeatable is { } kept)
                await operation.Keep(kept.Answer(value.Value));
            await transaction.CommitAsync(ct);
            return Performed<T>.Now(value.Value);
        }
        catch (PostgresException e) when (e.ConstraintName == StoredAnswer.PrimaryKey && by.Repeatable is not null)
        {
            // The module itself has used the key meanwhile, for something else.
            await using var connection = await database.OpenConnectionAsync(ct);
            return Performed<T>.Before((await Find(connection, by.Repeatable.Client, by.Repeatable.Key, ct))!);
        }
    }

    /// <summary>Those who ask under one key do so one after the other: the key alone does not tell the module where they would meet.</summary>
    private async Task<StoredAnswer?> Earlier(NpgsqlConnection connection, string client, string key, CancellationToken ct)
    {
        await using var turn = new NpgsqlCommand("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", connection);
        turn.Parameters.With($"operation.{client}\n{key}");
        await turn.ExecuteNonQueryAsync(ct);
        return await Find(connection, client, key, ct);
    }

    private async Task<StoredAnswer?> Find(NpgsqlConnection connection, string client, string key, CancellationToken ct)
    {
        foreach (var module in topology.Modules)
        {
            await using var command = new NpgsqlCommand(
                $"""
                SELECT fingerprint, status, body, etag, location, created_at FROM {module.Name}.idempotency WHERE client = $1 AND key = $2
                """,
                connection
            );
            command.Parameters.With(client).With(key);
            await using var row = await command.ExecuteReaderAsync(ct);
            if (await row.ReadAsync(ct))
                return new StoredAnswer
                {
                    Client = client,
                    Key = key,
                    Fingerprint = row.GetFieldValue<byte[]>(0),
                    Status = row.GetInt32(1),
                    Body = row.GetFieldValue<byte[]>(2),
                    ETag = row.TextOrNull(3),
                    Location = row.TextOrNull(4),
                    CreatedAt = row.GetFieldValue<DateTimeOffset>(5),
                };
        }
        return null;
    }
}

/// <summary>One operation, within its transaction.</summary>
internal sealed class Operation(
    NpgsqlConnection connection,
    string anyModule,
    string actor,
    string? reason,
    TimeProvider clock,
    CancellationToken ct
)
{
    private string home = anyModule;

    public string Actor => actor;

    public CancellationToken Ct => ct;

    public NpgsqlCommand Command(string sql) => new(sql, connection);

    /// <summary>Writes down what was done.</summary>
    public async Task Note(string module, string action, string target, long rows)
    {
        home = module;
        await using var command = Command(
            $"INSERT INTO {module}.operations (id, at, actor, action, target, rows, reason) VALUES ($1, $2, $3, $4, $5, $6, $7)"
        );
        command
            .Parameters.With(Guid.CreateVersion7(clock.GetUtcNow()))
            .With(clock.Now())
            .With(actor)
            .With(action)
            .With(target)
            .With(rows)
            .WithText(reason);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Wakes whoever works on it, in any process, once all this is committed.</summary>
    /// <param name="named">A payload of <see cref="Topology.Channel"/>.</param>
    public async Task Wake(string named)
    {
        await using var command = Command($"SELECT pg_notify('{Topology.Channel}', $1)");
        command.Parameters.With(named);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task Keep(StoredAnswer answer)
    {
        await using var command = Command($"INSERT INTO {home}.idempotency VALUES ($1, $2, $3, $4, $5, $6, $7, $8)");
        command.Parameters.With(answer);
        await command.ExecuteNonQueryAsync(ct);
    }
}
