namespace Procurement.BuildingBlocks.Messaging.Inbox;

using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>A consumer that this process works for.</summary>
/// <param name="Consumer">The consumer.</param>
/// <param name="Careful">Whether processes have died at it lately: then it is given one message at a time, counted beforehand.</param>
/// <param name="Lost">Ended when the lease is.</param>
internal sealed record Lease(string Consumer, bool Careful, CancellationToken Lost);

/// <summary>
/// Decides which process works for which consumer: advisory locks of one session, which end with it. A process that hangs says nothing for
/// so long that the server ends its session, and another takes over. Leases only spare work; that no message is handled twice or too early
/// is seen to by each message's own transaction. The same session hears of what other processes have put into inboxes.
/// </summary>
internal sealed partial class Leases(DatabaseAddress database, Topology topology, TimeProvider clock, ILogger<Leases> log)
    : BackgroundService
{
    /// <summary>After so many ends without a word within <see cref="Lately"/> a consumer is run with care.</summary>
    private const int Suspicious = 3;

    private const string Lately = "interval '5 minutes'";
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    /// <summary>When there is nothing to be had: often enough that the server does not take this session for dead.</summary>
    private static readonly TimeSpan SlowBeat = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(10);

    /// <summary>Less is nothing to Npgsql, which then waits for ever: until the server ends the session for its silence.</summary>
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly string holder = $"{Guid.CreateVersion7(clock.GetUtcNow())}";
    private readonly ConcurrentDictionary<string, Lease> held = new();

    /// <summary>The lease for a consumer; null when another process has it, or nobody can.</summary>
    public Lease? For(string consumer) => held.GetValueOrDefault(consumer);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var backoff = new Backoff("leases", clock, log);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Hold(backoff, stoppingToken);
            }
            catch (Exception e)
            {
                if (!stoppingToken.IsCancellationRequested)
                    await backoff.After(e, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Keeps a session and takes what is free, until the session is lost or the process stops.</summary>
    private async Task Hold(Backoff backoff, CancellationToken ct)
    {
        using var lost = new CancellationTokenSource();
        await using var session = await PostgresDataSource.OpenSession(database, ct);
        try
        {
            session.Notification += (_, told) => topology.WakeIfHere(told.Payload);
            await Execute(session, $"SET idle_session_timeout = {(int)Silence.TotalMilliseconds}; LISTEN {Topology.Channel}", ct);
            while (true)
            {
                await Take(session, lost.Token, ct);
                backoff.Over();
                // Hears notifications meanwhile, each of which ends a wait.
                var taken = clock.GetTimestamp();
                while (Left(taken) is var left && left >= ShortestWait)
                    await session.WaitAsync(left, ct);
            }
        }
        finally
        {
            held.Clear();
            await lost.CancelAsync();
            if (ct.IsCancellationRequested && session.State == System.Data.ConnectionState.Open)
                await Release(session);
        }
    }

    /// <summary>How long until the session has to say something.</summary>
    private TimeSpan Left(long taken) => (held.Count < topology.Consumers.Count ? Beat : SlowBeat) - clock.GetElapsedTime(taken);

    private async Task Take(NpgsqlConnection session, CancellationToken lost, CancellationToken ct)
    {
        string[] wanted = [.. topology.Consumers.Select(each => each.Consumer).Where(each => !held.ContainsKey(each))];
        await using var command = new NpgsqlCommand(
            "SELECT consumer FROM unnest($1) AS consumer WHERE pg_try_advisory_lock(hashtextextended('inbox.' || consumer, 0))",
            session
        );
        command.Parameters.With(wanted);
        var taken = new List<string>();
        await using (var row = await command.ExecuteReaderAsync(ct))
            while (await row.ReadAsync(ct))
                taken.Add(row.GetString(0));
        foreach (var consumer in taken)
        {
            var careful = await Begin(session, topology.ModuleOf(consumer), consumer, ct) >= Suspicious;
            Taken(log, consumer, careful);
            held[consumer] = new Lease(consumer, careful, lost);
            topology.WakeIfHere(consumer);
        }
    }

    /// <returns>How often work for it has ended without a word lately.</returns>
    private async Task<int> Begin(NpgsqlConnection session, string module, string consumer, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            $"""
            INSERT INTO {module}.inbox_lease AS l (consumer, holder) VALUES ($1, $2)
            ON CONFLICT (consumer) DO UPDATE SET
                holder = $2,
                unclean = ARRAY(SELECT at FROM unnest(l.unclean) AS at WHERE at > now() - {Lately})
                    || CASE WHEN l.holder <> $2 THEN ARRAY[now()] ELSE ARRAY[]::timestamptz[] END
            RETURNING cardinality(unclean)
            """,
            session
        );
        command.Parameters.With(consumer).With(holder);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Says that the end was meant. Should that fail, the worst is some care next time.</summary>
    private async Task Release(NpgsqlConnection session)
    {
        try
        {
            foreach (var module in topology.Modules)
            {
                await using var command = new NpgsqlCommand(
                    $"UPDATE {module.Name}.inbox_lease SET holder = NULL WHERE holder = $1",
                    session
                );
                command.Parameters.With(holder);
                await command.ExecuteNonQueryAsync(CancellationToken.None);
            }
        }
        catch (NpgsqlException e)
        {
            NotReleased(log, e);
        }
    }

    private static async Task Execute(NpgsqlConnection session, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, session);
        await command.ExecuteNonQueryAsync(ct);
    }

    [LoggerMessage(LogLevel.Information, "Working for {Consumer}; with care: {Careful}")]
    private static partial void Taken(ILogger log, string consumer, bool careful);

    [LoggerMessage(LogLevel.Information, "The end of the work for consumers could not be told")]
    private static partial void NotReleased(ILogger log, Exception fault);
}
