namespace Procurement.BuildingBlocks.Messaging.Operations;

using System.Globalization;
using Npgsql;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>
/// What operators decide on dead letters. What is put back takes its old place in the queue, so that it comes before what waits for it, and
/// keeps its identity: no consumer but the one it is meant for is given it again.
/// </summary>
internal sealed class DeadLetterDecisions(OperationTransactions transactions, Topology topology)
{
    /// <summary>Most that one call puts back, per module.</summary>
    private const int Most = 1000;

    public Task<Result<Performed<DeadLetter>>> Replay(DeadLetterId id, Precondition when, OnBehalf<DeadLetter> by, CancellationToken ct) =>
        Decide(id, when, by, "replay", PutBack, ct);

    public Task<Result<Performed<DeadLetter>>> Skip(DeadLetterId id, Precondition when, OnBehalf<DeadLetter> by, CancellationToken ct) =>
        Decide(id, when, by, "skip", GiveUp, ct);

    public Task<Result<Performed<ReplayedLetters>>> ReplayAll(
        DeadLetterFilter filter,
        OnBehalf<ReplayedLetters> by,
        CancellationToken ct
    ) =>
        transactions.Run(
            by,
            async operation =>
            {
                var (replayed, more) = (0L, false);
                foreach (var module in topology.Modules.Where(each => filter.Module is null || each.Name == filter.Module))
                {
                    var found = await Matching(operation, module.Name, filter);
                    more |= found.Count > Most;
                    var rows = 0L;
                    foreach (var queue in found.Take(Most).GroupBy(each => each.Queue, each => each.Id))
                        rows += await PutBack(operation, module.Name, queue.Key, [.. queue]);
                    if (rows > 0)
                        await operation.Note(module.Name, "replay", Described(filter), rows);
                    replayed += rows;
                }
                return (Result<ReplayedLetters>)new ReplayedLetters(replayed, more);
            },
            ct
        );

    public async Task<DeadLetter?> Find(Func<string, NpgsqlCommand> commands, DeadLetterId id, CancellationToken ct)
    {
        foreach (var module in topology.Modules)
        {
            await using var command = commands(DeadLetterRows.Whole(module.Name));
            command.Parameters.With(id.Value);
            await using var row = await command.ExecuteReaderAsync(ct);
            if (await row.ReadAsync(ct))
                return DeadLetterRows.ReadWhole(row, module.Name);
        }
        return null;
    }

    private Task<Result<Performed<DeadLetter>>> Decide(
        DeadLetterId id,
        Precondition when,
        OnBehalf<DeadLetter> by,
        string action,
        Func<Operation, string, string, Guid[], Task<long>> decide,
        CancellationToken ct
    ) =>
        transactions.Run(
            by,
            async operation =>
            {
                if (await Find(operation.Command, id, ct) is not { } letter)
                    return OperationErrors.NoSuchLetter;
                if (!when.Allows(letter.Version))
                    return Error.Stale;
                if (letter.Refusal(action == "replay", topology.Consumers.Select(each => each.Consumer)) is { } refusal)
                    return refusal;
                // Somebody else may decide at this moment: who comes second finds nothing to decide on.
                if (await decide(operation, letter.Module, letter.Queue, [id.Value]) == 0)
                    return OperationErrors.Resolved;
                await operation.Note(letter.Module, action, letter.Id, 1);
                return (Result<DeadLetter>)(await Find(operation.Command, id, ct))!;
            },
            ct
        );

    private async Task<List<(Guid Id, string Queue)>> Matching(Operation operation, string module, DeadLetterFilter filter)
    {
        await using var command = operation.Command("");
        var where = DeadLetterRows.Conditions(command, filter with { Resolved = false, After = null });
        command.Parameters.With(topology.Consumers.Select(each => each.Consumer).ToArray());
        command.CommandText = string.Create(
            CultureInfo.InvariantCulture,
            $"""
            SELECT id, queue FROM {DeadLetterRows.Of(module)}
            WHERE {where} AND seq IS NOT NULL AND message_id IS NOT NULL AND (consumer IS NULL OR consumer = ANY (${command.Parameters.Count}))
            ORDER BY seq LIMIT {Most + 1}
            """
        );
        var found = new List<(Guid, string)>();
        await using var row = await command.ExecuteReaderAsync(operation.Ct);
        while (await row.ReadAsync(operation.Ct))
            found.Add((row.GetGuid(0), row.GetString(1)));
        return found;
    }

    private static async Task<long> PutBack(Operation operation, string module, string queue, Guid[] letters)
    {
        await using var command = operation.Command(queue == QueueName.Inbox ? IntoInbox(module) : IntoOutbox(module));
        command.Parameters.With(letters).With(operation.Actor);
        var rows = 0L;
        var names = new HashSet<string>();
        await using (var row = await command.ExecuteReaderAsync(operation.Ct))
            while (await row.ReadAsync(operation.Ct))
            {
                names.Add(row.GetString(0));
                rows++;
            }
        foreach (var name in names)
            await operation.Wake(name);
        return rows;
    }

    private static async Task<long> GiveUp(Operation operation, string module, string queue, Guid[] letters)
    {
        var table = queue == QueueName.Inbox ? "inbox_dead" : "outbox_dead";
        var named = queue == QueueName.Inbox ? "consumer" : $"'{module}'";
        await using var command = operation.Command($"{Resolve(module, table, Resolution.Skipped)} RETURNING {named}");
        command.Parameters.With(letters).With(operation.Actor);
        if (await command.ExecuteScalarAsync(operation.Ct) is not string name)
            return 0;
        await operation.Wake(queue == QueueName.Inbox ? Topology.Anywhere(name) : name);
        return 1;
    }

    private static string IntoInbox(string module) =>
        $"""
            WITH back AS ({Resolve(module, "inbox_dead", Resolution.Replayed)} RETURNING *),
            put AS (
                INSERT INTO {module}.inbox (seq, consumer, {MessagingColumns.Envelope}, source) OVERRIDING SYSTEM VALUE
                SELECT seq, consumer, {MessagingColumns.Envelope}, source FROM back ORDER BY seq RETURNING consumer
            )
            SELECT consumer || '{Topology.Anywhere("")}' FROM put
            """;

    private static string IntoOutbox(string module) =>
        $"""
            WITH back AS ({Resolve(module, "outbox_dead", Resolution.Replayed)} RETURNING *),
            put AS (
                INSERT INTO {module}.outbox (seq, {MessagingColumns.Envelope}) OVERRIDING SYSTEM VALUE
                SELECT seq, {MessagingColumns.Envelope} FROM back ORDER BY seq RETURNING seq
            ),
            first AS (SELECT min(seq) - 1 AS seq FROM put),
            looking AS (
                UPDATE {module}.relay_state s SET look_from = LEAST(s.look_from, first.seq), head_seq = NULL, attempts = 0
                FROM first WHERE first.seq IS NOT NULL
            )
            SELECT '{module}' FROM put
            """;

    private static string Resolve(string module, string table, string resolution) =>
        $"""
            UPDATE {module}.{table} SET resolved_at = now(), resolution = '{resolution}', resolved_by = $2
            WHERE id = ANY ($1) AND resolved_at IS NULL
            """;

    private static string Described(DeadLetterFilter filter) =>
        string.Join(
            ", ",
            new[]
            {
                filter.Consumer is { } consumer ? $"consumer {consumer}" : "",
                filter.Type is { } type ? $"type {type}" : "",
                filter.Error is { } error ? $"error {error}" : "",
                filter.Key is { } key ? $"key {key}" : "",
                filter.From is { } from ? $"from {from:O}" : "",
                filter.To is { } to ? $"to {to:O}" : "",
            }
                .Where(each => each.Length > 0)
                .DefaultIfEmpty("all")
        );
}

/// <summary>What stands against a decision, wherever dead letters are kept.</summary>
internal static class DecidedLetters
{
    /// <summary>The refusal; null when there is none.</summary>
    /// <param name="letter">The letter.</param>
    /// <param name="isReplay">Whether it is to be put back, and not given up.</param>
    /// <param name="consumers">Consumers that there are.</param>
    public static Error? Refusal(this DeadLetter letter, bool isReplay, IEnumerable<string> consumers) =>
        letter.ResolvedAt is not null ? OperationErrors.Resolved
        : !isReplay ? null
        : letter.MessageId is null ? OperationErrors.Unreadable
        : letter.Consumer is { } consumer && !consumers.Contains(consumer) ? OperationErrors.ConsumerGone
        : null;
}
