namespace Procurement.BuildingBlocks.Persistence.Postgres.Coalescing;

using Npgsql;

/// <summary>
/// Writes commits that only add rows. Those that come while others are on their way go together, as one transaction with one flush. When
/// the database refuses it, nothing of it was written; each then goes alone and has the end that it would have had (ADR 31).
/// </summary>
internal sealed class CoalescedCommits
{
    /// <summary>Most commits that go together.</summary>
    public const int Most = 32;

    /// <summary>Most that they write together, by the JSON of their events and answers; one that writes a quarter of it goes alone.</summary>
    public const int MostBytes = 256 * 1024;

    /// <summary>How long those who go together wait for a connection, and for a lock: that of a key which somebody else is just using.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(75);

    private static readonly string LimitLocks = $"SELECT set_config('lock_timeout', '{Patience.TotalMilliseconds:0}', true)";

    private readonly NpgsqlDataSource database;
    private readonly Gathering<Commit>? gathering;

    /// <param name="database">Where.</param>
    /// <param name="inFlight">How many transactions may be on their way at a time; 0 when each commit is to go alone.</param>
    /// <param name="clock">Tells how long one is on its way.</param>
    public CoalescedCommits(NpgsqlDataSource database, int inFlight, TimeProvider clock)
    {
        this.database = database;
        if (inFlight > 0)
            gathering = new Gathering<Commit>(inFlight, Most, MostBytes, Send, clock);
    }

    /// <summary>Writes all of these or nothing. After a cancellation the outcome is unknown, as after a lost connection.</summary>
    /// <param name="statements">They insert rows and see nothing of each other.</param>
    /// <param name="bytes">How much they write, roughly.</param>
    /// <param name="ct">Leaves; those who go along are not concerned.</param>
    /// <exception cref="DatabaseUnreachableException">Nothing was sent.</exception>
    public Task Write(IReadOnlyList<NpgsqlBatchCommand> statements, int bytes, CancellationToken ct)
    {
        if (gathering is null || bytes > MostBytes / 4)
            return Execute(statements, ct);
        if (gathering.GoAlone(() => Executed(statements, ct)) is { } alone)
            return alone;
        var commit = new Commit(statements, ct);
        gathering.Join(commit, bytes);
        return commit.Written.Task.WaitAsync(ct);
    }

    private async Task Send(IReadOnlyList<Commit> gathered)
    {
        var together = gathered.Where(commit => !commit.Left.IsCancellationRequested).ToList();
        if (together.Count < 2)
        {
            await Task.WhenAll(together.Select(Alone));
            return;
        }
        try
        {
            await using var connection = await ReachSoon();
            if (connection is null)
            {
                Part(together);
                return;
            }
            await Execute(
                connection,
                together.SelectMany(commit => commit.Statements).Prepend(new NpgsqlBatchCommand(LimitLocks)),
                default
            );
        }
        catch (PostgresException e) when (e.InvariantSeverity == "ERROR")
        {
            Part(together);
            return;
        }
        catch (Exception e)
        {
            foreach (var commit in together)
                commit.Written.SetException(e);
            return;
        }
        foreach (var commit in together)
            commit.Written.SetResult();
    }

    /// <summary>Each goes alone, and none takes a way that others could go: one may have to wait for long.</summary>
    private void Part(List<Commit> together)
    {
        foreach (var commit in together)
            _ = Alone(commit with { Statements = [.. commit.Statements.Select(Afresh)] });
    }

    /// <returns>Null when none comes free in time; nothing was sent then.</returns>
    private async Task<NpgsqlConnection?> ReachSoon()
    {
        using var patience = new CancellationTokenSource();
        var reaching = database.Reach(patience.Token);
        if (!reaching.IsCompleted)
            patience.CancelAfter(Patience);
        try
        {
            return await reaching;
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            return null;
        }
    }

    private async Task Alone(Commit commit)
    {
        try
        {
            await Execute(commit.Statements, commit.Left);
            commit.Written.SetResult();
        }
        catch (Exception e)
        {
            commit.Written.SetException(e);
        }
    }

    private async Task Execute(IReadOnlyList<NpgsqlBatchCommand> statements, CancellationToken ct)
    {
        await using var connection = await database.Reach(ct);
        await Execute(connection, statements, ct);
    }

    private async Task<bool> Executed(IReadOnlyList<NpgsqlBatchCommand> statements, CancellationToken ct)
    {
        await Execute(statements, ct);
        return true;
    }

    private static async Task Execute(NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> statements, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        foreach (var statement in statements)
            batch.BatchCommands.Add(statement);
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>A command remembers how its session had prepared it.</summary>
    private static NpgsqlBatchCommand Afresh(NpgsqlBatchCommand executed)
    {
        var fresh = new NpgsqlBatchCommand(executed.CommandText);
        foreach (NpgsqlParameter parameter in executed.Parameters)
            fresh.Parameters.Add(parameter.Clone());
        return fresh;
    }

    private sealed record Commit(IReadOnlyList<NpgsqlBatchCommand> Statements, CancellationToken Left)
    {
        public TaskCompletionSource Written { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
