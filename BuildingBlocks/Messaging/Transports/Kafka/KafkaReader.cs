namespace Procurement.BuildingBlocks.Messaging.Transports.Kafka;

using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Npgsql;
using Procurement.BuildingBlocks.Messaging.Metrics;
using Procurement.BuildingBlocks.Persistence;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>
/// Reads what other modules told, for the consumers of one module, and puts it into their inboxes. An offset is committed only when what
/// lies before it is stored. A member of the group that has lost a partition may still store what it has of it, and the next one the same
/// again: each stores without a gap, what is there already is dropped, so the order of a key stays.
/// </summary>
internal partial class KafkaReader(
    string module,
    KafkaClients clients,
    KafkaTopics topics,
    TopicNames names,
    KafkaInbox inbox,
    Topology topology,
    ReaderMetrics metrics,
    ICheckpoints checkpoints,
    TimeProvider clock,
    ILogger<KafkaReader> log
)
{
    /// <summary>How often to look when there was nothing: the library has gathered meanwhile what came.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    /// <summary>How long storing may take before the partitions are paused.</summary>
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long leaving the group may take. While no broker can be asked, the library may never come back from it (librdkafka 3740, 4519).
    /// </summary>
    private static readonly TimeSpan LongestLeave = TimeSpan.FromSeconds(3);

    private readonly IReadOnlySet<EventType> wanted = topology
        .Subscriptions.Where(each => each.Module == module)
        .Select(each => each.Event)
        .ToHashSet();
    private readonly Queue<ConsumeResult<byte[], byte[]>> ahead = new();
    private readonly Backoff backoff = new($"reader of {module}", clock, log);
    private IConsumer<byte[], byte[]>? consumer;

    public async Task Run(CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            try
            {
                await topics.Ensure(names.ReadBy(module), ct);
                await Read(ct);
            }
            catch (Exception e)
            {
                if (!ct.IsCancellationRequested)
                    await backoff.After(e, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>In this order: what is committed first and dies with the process is lost.</summary>
    protected virtual async Task Take(KafkaBatch batch, CancellationToken ct)
    {
        await Store(batch, ct);
        checkpoints.Pass(Checkpoint.Stored);
        CommitOffsets(batch);
    }

    /// <summary>Puts events into inboxes, and what is none aside.</summary>
    protected virtual async Task Store(KafkaBatch batch, CancellationToken ct)
    {
        var began = clock.GetUtcNow();
        try
        {
            Wake(await inbox.Store(batch.Events, batch.Unreadable, ct));
            TellOf(batch, began);
        }
        catch (PostgresException e) when (IsOfTheData(e))
        {
            // Something that no table takes has come through; the others are not to wait for it.
            await StoreOneByOne(batch, ct);
        }
    }

    private static void TellOf(KafkaBatch batch, DateTimeOffset began)
    {
        if (!MessageSpans.AreWanted)
            return;
        foreach (var received in batch.Events.Select(each => each.Envelope))
            MessageSpans.Tell("receive", received.EventType, received.MessageId, received.TraceParent, received.TraceState, began, "kafka");
    }

    /// <summary>Tells the group how far this member has come. Should that fail, the same is read again by whoever has the partition then.</summary>
    protected virtual void CommitOffsets(KafkaBatch batch)
    {
        try
        {
            var mine = consumer!.Assignment.ToHashSet();
            consumer.Commit(batch.Next.Where(each => mine.Contains(each.TopicPartition)));
        }
        catch (KafkaException e) when (!e.Error.IsFatal)
        {
            NotCommitted(log, module, e.Error.Reason);
        }
    }

    /// <summary>As a member of the group, until it is put out of it or the process stops.</summary>
    private async Task Read(CancellationToken ct)
    {
        ahead.Clear();
        var member = clients.Consumer(module);
        consumer = member;
        try
        {
            member.Subscribe(names.ReadBy(module));
            while (!ct.IsCancellationRequested)
            {
                var batch = new KafkaBatch(wanted);
                await Collect(member, batch, ct);
                if (batch.IsEmpty)
                {
                    await Task.Delay(Pause, clock, ct);
                    continue;
                }
                checkpoints.Pass(Checkpoint.Polled);
                await Finish(member, batch, ct);
                Count(batch);
            }
        }
        finally
        {
            await Leave(member);
        }
    }

    /// <summary>Leaves the group, so that the others need not wait until they notice; a member that cannot is left to itself.</summary>
    private async Task Leave(IConsumer<byte[], byte[]> member)
    {
        var leaving = Task.Factory.StartNew(
            () =>
            {
                using (member)
                    member.Close();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );
        if (await Task.WhenAny(leaving, Task.Delay(LongestLeave, clock, CancellationToken.None)) == leaving)
            await leaving;
        else
            NotLeft(log, module, LongestLeave.TotalSeconds);
    }

    /// <summary>What the library has at hand.</summary>
    private async Task Collect(IConsumer<byte[], byte[]> member, KafkaBatch batch, CancellationToken ct)
    {
        try
        {
            while (!batch.IsFull && (ahead.TryDequeue(out var record) || (record = member.Consume(TimeSpan.Zero)) is not null))
                batch.Add(record);
        }
        catch (ConsumeException e) when (!e.Error.IsFatal && batch.IsEmpty)
        {
            // A topic that is missing, or not ours to read: the member stays, and with it what it reads of others.
            await backoff.After(e, ct);
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            // Said again when there is nothing else.
        }
    }

    /// <summary>
    /// Takes the batch, however long that lasts. Meanwhile the group must see that this member lives: it polls its partitions, which are
    /// paused.
    /// </summary>
    private async Task Finish(IConsumer<byte[], byte[]> member, KafkaBatch batch, CancellationToken ct)
    {
        var taking = TakeAtLast(batch, ct);
        var paused = new HashSet<TopicPartition>();
        try
        {
            while (await Task.WhenAny(taking, Task.Delay(Slow, clock, CancellationToken.None)) != taking)
            {
                // Those too that it was given meanwhile.
                var mine = member.Assignment;
                member.Pause(mine);
                paused.UnionWith(mine);
                if (Poll(member) is { } early)
                    ahead.Enqueue(early);
            }
        }
        finally
        {
            // Whatever becomes of this member, nobody else of this process begins before.
            await taking;
        }
        // Also those that were lost meanwhile: the library remembers that they are paused, and they may come back.
        if (paused.Count > 0)
            member.Resume(paused);
    }

    private static ConsumeResult<byte[], byte[]>? Poll(IConsumer<byte[], byte[]> member)
    {
        try
        {
            return member.Consume(TimeSpan.Zero);
        }
        catch (ConsumeException e) when (!e.Error.IsFatal)
        {
            return null;
        }
    }

    private async Task TakeAtLast(KafkaBatch batch, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await Take(batch, ct);
                backoff.Over();
                return;
            }
            catch (Exception e) when (!ct.IsCancellationRequested && e is not KafkaException)
            {
                await backoff.After(e, ct);
            }
        }
    }

    private async Task StoreOneByOne(KafkaBatch batch, CancellationToken ct)
    {
        Wake(await inbox.Store([], batch.Unreadable, ct));
        foreach (var arrived in batch.Events)
        {
            try
            {
                Wake(await inbox.Store([arrived], [], ct));
            }
            catch (PostgresException e) when (IsOfTheData(e))
            {
                var raw = System.Text.Encoding.UTF8.GetBytes(arrived.Envelope.Data);
                await inbox.Store([], [new Unreadable(arrived.Envelope.MessageId, arrived.Source, e, raw)], ct);
            }
        }
    }

    private void Wake(IReadOnlyList<string> consumers)
    {
        foreach (var name in consumers)
            topology.WakeIfHere(name);
    }

    private void Count(KafkaBatch batch)
    {
        metrics.Count(module, batch);
        foreach (var each in batch.Unreadable)
            PutAside(log, module, each.Source, each.Problem.Message);
    }

    /// <summary>Classes 22, 23 and 54: data, constraints, limits. Nothing of what is there or away.</summary>
    private static bool IsOfTheData(PostgresException fault) => PostgresFaults.StateOf(fault)[..2] is "22" or "23" or "54";

    [LoggerMessage(LogLevel.Debug, "{Module} could not commit its offsets: {Reason}")]
    private static partial void NotCommitted(ILogger log, string module, string reason);

    [LoggerMessage(LogLevel.Warning, "{Module} did not get out of its group within {Seconds} s; the broker puts it out")]
    private static partial void NotLeft(ILogger log, string module, double seconds);

    [LoggerMessage(LogLevel.Error, "{Module} put the record {Source} aside, which is no event: {Problem}")]
    private static partial void PutAside(ILogger log, string module, string source, string problem);
}
