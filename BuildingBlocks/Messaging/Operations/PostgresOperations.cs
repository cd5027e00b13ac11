namespace Procurement.BuildingBlocks.Messaging.Operations;

using System.Globalization;
using Npgsql;
using Procurement.BuildingBlocks.Messaging.Metrics;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;

/// <summary>Operations on the tables of all modules, one schema after the other.</summary>
internal sealed class PostgresOperations(
    NpgsqlDataSource database,
    Topology topology,
    QueueStates states,
    DeadLetterDecisions decisions,
    ConsumerReplay replay,
    EventLog log
) : IMessagingOperations
{
    /// <summary>Most dead letters that are looked at to count them, per module, and most kinds that are told.</summary>
    private const int MostCounted = 100_000;
    private const int MostKinds = 200;

    public async Task<MessagingOverview> Overview(CancellationToken ct)
    {
        var (outbox, inbox) = (new List<OutboxState>(), new List<InboxState>());
        foreach (var module in topology.Modules)
        {
            var queues = await states.Of(module.Name, ct);
            var (name, pending, oldest, _, parked, dead) = queues.Outbox;
            outbox.Add(new OutboxState(name, pending, (long)oldest, parked, dead));
            inbox.AddRange(
                queues.Inbox.Select(each => new InboxState(each.Name, each.Pending, (long)each.OldestSeconds, each.Parked, each.Dead))
            );
        }
        return new MessagingOverview(outbox, inbox);
    }

    public Task<Page<DeadLetterHeader>> DeadLetters(DeadLetterFilter filter, CancellationToken ct) =>
        Page(
            filter.Module,
            filter.Limit,
            (command, module) => DeadLetterRows.Headers(module, $"{DeadLetterRows.Conditions(command, filter)}", filter.Limit + 1),
            DeadLetterRows.ReadHeader,
            ct
        );

    public async Task<DeadLetterCounts> Counts(CancellationToken ct)
    {
        var counts = new List<DeadLetterCount>();
        foreach (var module in topology.Modules)
        {
            await using var command = database.CreateCommand(
                $"""
                SELECT queue, consumer, event_type || '.v' || event_version, error_type, count(*), min(dead_at), max(dead_at)
                FROM (SELECT * FROM {DeadLetterRows.Of(module.Name)} WHERE resolved_at IS NULL LIMIT {MostCounted}) AS waiting
                GROUP BY 1, 2, 3, 4 ORDER BY 5 DESC, 7 DESC LIMIT {MostKinds}
                """
            );
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
                counts.Add(
                    new DeadLetterCount
                    {
                        Queue = row.GetString(0),
                        Module = module.Name,
                        Consumer = row.TextOrNull(1),
                        Type = row.TextOrNull(2),
                        ErrorType = row.GetString(3),
                        Letters = row.GetInt64(4),
                        FirstAt = row.GetFieldValue<DateTimeOffset>(5),
                        LastAt = row.GetFieldValue<DateTimeOffset>(6),
                    }
                );
        }
        return new DeadLetterCounts([.. counts.OrderByDescending(each => each.Letters).Take(MostKinds)]);
    }

    public async Task<DeadLetter?> Find(DeadLetterId id, CancellationToken ct) => await decisions.Find(database.CreateCommand, id, ct);

    public Task<Page<LoggedEvent>> Events(EventFilter filter, CancellationToken ct) => log.List(filter, ct);

    public Task<Page<OperationRecord>> Operations(string? actor, Guid? after, int limit, CancellationToken ct) =>
        Page(
            null,
            limit,
            (command, module) =>
            {
                var where = new ListConditions(command).And("actor = ", actor).And("id < ", after);
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"SELECT id, at, actor, action, target, rows, reason FROM {module}.operations WHERE {where} ORDER BY id DESC LIMIT {limit + 1}"
                );
            },
            (row, module) =>
                new OperationRecord
                {
                    Id = $"{row.GetGuid(0)}",
                    At = row.GetFieldValue<DateTimeOffset>(1),
                    Module = module,
                    Actor = row.GetString(2),
                    Action = row.GetString(3),
                    Target = row.GetString(4),
                    Rows = row.GetInt64(5),
                    Reason = row.TextOrNull(6),
                },
            ct
        );

    public Task<Result<Performed<DeadLetter>>> Replay(DeadLetterId id, Precondition when, OnBehalf<DeadLetter> by, CancellationToken ct) =>
        decisions.Replay(id, when, by, ct);

    public Task<Result<Performed<DeadLetter>>> Skip(DeadLetterId id, Precondition when, OnBehalf<DeadLetter> by, CancellationToken ct) =>
        decisions.Skip(id, when, by, ct);

    public Task<Result<Performed<ReplayedLetters>>> ReplayAll(
        DeadLetterFilter filter,
        OnBehalf<ReplayedLetters> by,
        CancellationToken ct
    ) => decisions.ReplayAll(filter, by, ct);

    public Task<Result<Performed<ReplayedConsumer>>> ReplayConsumer(
        string consumer,
        DateTimeOffset from,
        bool onlyMissed,
        OnBehalf<ReplayedConsumer> by,
        CancellationToken ct
    ) => replay.Run(consumer, from, onlyMissed, by, ct);

    /// <summary>A page out of those of the modules: each begins with its identifier, and there are no two alike.</summary>
    private async Task<Page<T>> Page<T>(
        string? only,
        int limit,
        Func<NpgsqlCommand, string, string> write,
        Func<NpgsqlDataReader, string, T> read,
        CancellationToken ct
    )
    {
        var found = new List<(Guid Id, T Item)>();
        foreach (var module in topology.Modules.Where(each => only is null || each.Name == only))
        {
            await using var command = database.CreateCommand("");
            command.CommandText = write(command, module.Name);
            await using var row = await command.ExecuteReaderAsync(ct);
            while (await row.ReadAsync(ct))
                found.Add((row.GetGuid(0), read(row, module.Name)));
        }
        // By bytes, as PostgreSQL compares them.
        found.Sort((one, other) => string.CompareOrdinal($"{other.Id}", $"{one.Id}"));
        found = [.. found.Take(limit + 1)];
        var page = ListConditions.Page(found, limit, each => each.Id);
        return new Page<T>([.. page.Items.Select(each => each.Item)], page.Next);
    }
}
