namespace Procurement.BuildingBlocks.Messaging.Cleaning;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres;
using Procurement.BuildingBlocks.Persistence.Postgres.Reads;

/// <summary>
/// Takes away what is kept for a while only, and makes room for what comes. Any process may; each statement takes a lock that ends with it,
/// so that one at a time does, and touches few rows, so that nobody waits for it. What operators did is kept for good.
/// </summary>
internal sealed partial class MessagingCleaner(
    NpgsqlDataSource database,
    Topology topology,
    TimeProvider clock,
    ILogger<MessagingCleaner> log
) : BackgroundService
{
    /// <summary>
    /// How long a consumer remembers what it was given: longer than a topic keeps what it may give again, 14 days, and what an event may
    /// have been under way before.
    /// </summary>
    public static readonly TimeSpan SeenFor = TimeSpan.FromDays(30);

    /// <summary>How long a dead letter is kept once it was decided on.</summary>
    public static readonly TimeSpan ResolvedFor = TimeSpan.FromDays(90);

    /// <summary>Months of events that are kept in the log, besides the present one.</summary>
    public const int LogMonths = 13;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    /// <summary>Cleans all modules now.</summary>
    public async Task Clean(CancellationToken ct)
    {
        foreach (var sql in topology.Modules.Select(module => new CleaningStatements(module.Name)))
        {
            await Run(sql.ForgetLookFrom, ct);
            await Batches(sql.ForgetSeen, IdTime.NoneBefore(clock.GetUtcNow() - SeenFor), ct);
            await Batches(sql.DropResolved("inbox_dead"), clock.GetUtcNow() - ResolvedFor, ct);
            await Batches(sql.DropResolved("outbox_dead"), clock.GetUtcNow() - ResolvedFor, ct);
            await Log(sql, ct);
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(Interval, clock, Clean, fault => Failed(log, fault), stoppingToken);

    private async Task Log(CleaningStatements sql, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var oldest = new DateTimeOffset(now.Year, now.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(-LogMonths);
        await Run(sql.MakePartitions, ct);
        await using var command = database.CreateCommand(sql.Partitions);
        var old = new List<string>();
        await using (var row = await command.ExecuteReaderAsync(ct))
            while (await row.ReadAsync(ct))
                if (string.CompareOrdinal(row.GetString(0), sql.PartitionOf(oldest)) < 0)
                    old.Add(row.GetString(0));
        foreach (var partition in old)
        {
            await Run(sql.DropPartition(partition), ct);
            Dropped(log, partition);
        }
        await Batches(sql.DropFromRest, oldest, ct);
    }

    private async Task Run(string sql, CancellationToken ct)
    {
        await using var command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Runs a statement that says how many rows it took, until it takes no full batch.</summary>
    private async Task Batches<T>(string sql, T before, CancellationToken ct)
    {
        long took;
        do
        {
            await using var command = database.CreateCommand(sql);
            command.Parameters.With(before);
            took = (long)(await command.ExecuteScalarAsync(ct))!;
        } while (took == CleaningStatements.Batch);
    }

    [LoggerMessage(LogLevel.Information, "The events in {Partition} were old enough to be dropped")]
    private static partial void Dropped(ILogger log, string partition);

    [LoggerMessage(LogLevel.Warning, "Cleaning the tables of messages failed; it is tried again in a while")]
    private static partial void Failed(ILogger log, Exception fault);
}
