namespace Messaging.Tests.Crash;

using Microsoft.Extensions.Logging;
using Npgsql;
using Procurement.BuildingBlocks.Messaging;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.BuildingBlocks.Messaging.Transports.Kafka;

/// <summary>Safeguards taken away, one at a time: the harness must notice each.</summary>
internal static class Mutations
{
    public const string NoGuard = "no-guard";
    public const string OffsetsFirst = "offsets-first";
    public const string DeleteFirst = "delete-first";

    /// <summary>Where a process dies that deletes too early.</summary>
    public const string DeletedForGood = "R1b";

    /// <summary>Where a process dies that acknowledges too early.</summary>
    public const string OffsetsCommitted = "K1b";

    /// <summary>Messages are taken whether or not an earlier one of their key is still there.</summary>
    public static InboxStatements WithoutGuard(InboxStatements sql) =>
        sql with
        {
            Take = Without(sql.Take, "AND (", ") IS NULL"),
            Fresh = Without(sql.Fresh, "AND NOT EXISTS", ")"),
            Due = Without(sql.Due, "AND NOT EXISTS", ")"),
        };

    private static string Without(string sql, string first, string last)
    {
        var start = sql.IndexOf(first, StringComparison.Ordinal);
        var end = sql.IndexOf(last, start, StringComparison.Ordinal) + last.Length;
        return sql[..start] + sql[end..];
    }
}

/// <summary>Removes events before the broker has them.</summary>
internal sealed class DeletesFirst(
    NpgsqlDataSource database,
    KafkaClients clients,
    KafkaTopics topics,
    TopicNames names,
    ICheckpoints checkpoints,
    IPassed passed
) : KafkaTransport(database, clients, topics, names, checkpoints, TimeProvider.System)
{
    protected override async Task Carry(Load load, CancellationToken ct)
    {
        await Remove(load, ct);
        passed.Pass(Mutations.DeletedForGood);
        await Produce(load, ct);
    }
}

/// <summary>Acknowledges records before they are stored.</summary>
internal sealed class CommitsFirst(
    string module,
    KafkaClients clients,
    KafkaTopics topics,
    TopicNames names,
    KafkaInbox inbox,
    Topology topology,
    ReaderMetrics metrics,
    ICheckpoints checkpoints,
    TimeProvider clock,
    ILogger<KafkaReader> log,
    IPassed passed
) : KafkaReader(module, clients, topics, names, inbox, topology, metrics, checkpoints, clock, log)
{
    protected override async Task Take(KafkaBatch batch, CancellationToken ct)
    {
        CommitOffsets(batch);
        passed.Pass(Mutations.OffsetsCommitted);
        await Store(batch, ct);
    }
}

/// <summary>Told of points that only mutations have.</summary>
internal interface IPassed
{
    void Pass(string point);
}
