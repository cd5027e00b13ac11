namespace Procurement.BuildingBlocks.Messaging.Inbox;

using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Messaging.Metrics;

/// <summary>
/// Works off one consumer's messages while this process has the lease: those of one key one after the other in one lane, those of different
/// keys side by side.
/// </summary>
internal sealed partial class InboxWorker(
    Subscription consumer,
    int lanes,
    InboxStore store,
    ConsumerPipelines pipelines,
    WorkPlaces places,
    Leases leases,
    Topology topology,
    MessagingSettings settings,
    MessagingMetrics metrics,
    TimeProvider clock,
    ILogger<InboxWorker> log
)
{
    /// <summary>Messages in work or waiting for their lane.</summary>
    private const int MostAtHand = 256;

    /// <summary>
    /// How many poll intervals pass before it looks by itself: whatever puts something into an inbox tells so in the same transaction.
    /// </summary>
    private const int Patience = 5;

    /// <summary>A lost race is run again at once this often, before it counts as a failure.</summary>
    private const int Races = 5;

    private readonly ConcurrentDictionary<long, InboxItem> atHand = new();
    private readonly Arrival arrived = topology.ArrivedFor(consumer.Consumer);
    private readonly Position position = new(clock);

    /// <summary>Counts the looks into the inbox: what was found before a failure is told from what was found after it.</summary>
    private long looks;

    /// <summary>When the next message that failed here is due again, in ticks.</summary>
    private long due = long.MaxValue;

    public async Task Run(CancellationToken ct)
    {
        var backoff = new Backoff($"consumer {consumer.Consumer}", clock, log);
        while (!ct.IsCancellationRequested)
        {
            if (leases.For(consumer.Consumer) is { } lease)
                await Work(lease, backoff, ct);
            else
                await arrived.Wait(settings.PollInterval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Until the lease is lost, something is away, or the process stops. Returns when nothing is in work any more.</summary>
    private async Task Work(Lease lease, Backoff backoff, CancellationToken ct)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct, lease.Lost);
        var channels = Enumerable
            .Range(0, lease.Careful ? 1 : lanes)
            .Select(_ => Channel.CreateUnbounded<(InboxItem Item, long Look)>())
            .ToArray();
        var running = Array.ConvertAll(
            channels,
            channel => Task.Run(() => Drain(channel.Reader, lease.Careful, ended), CancellationToken.None)
        );
        Exception? away = null;
        try
        {
            position.Reset();
            while (!ended.IsCancellationRequested)
                await Feed(channels, ended.Token);
        }
        catch (Exception e) when (e is not OperationCanceledException || !ended.IsCancellationRequested)
        {
            away = e;
            await ended.CancelAsync();
        }
        catch (OperationCanceledException)
        {
            // Ended.
        }
        Array.ForEach(channels, channel => channel.Writer.Complete());
        foreach (var lane in running)
            away = await Fault(lane) ?? away;
        atHand.Clear();
        if (away is null)
            backoff.Over();
        else if (!ct.IsCancellationRequested)
            await backoff.After(away, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task<Exception?> Fault(Task lane)
    {
        try
        {
            await lane;
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }

    private async Task Feed(Channel<(InboxItem Item, long Look)>[] channels, CancellationToken ended)
    {
        if (atHand.Count <= MostAtHand - InboxStore.AtATime)
        {
            var look = Interlocked.Increment(ref looks);
            if (Volatile.Read(ref due) <= clock.GetUtcNow().Ticks)
                Volatile.Write(ref due, long.MaxValue);
            if (arrived.TakeAnywhere())
                position.Reset();
            var next = await store.Next(position.After(), [.. atHand.Keys], ended);
            foreach (var item in next)
            {
                if (!atHand.TryAdd(item.Seq, item))
                    continue;
                position.Passed(item.Seq);
                var lane = (uint)StringComparer.Ordinal.GetHashCode(item.Envelope.PartitionKey) % (uint)channels.Length;
                channels[lane].Writer.TryWrite((item, look));
            }
            if (next.Count >= InboxStore.AtATime)
                return;
        }
        await arrived.Wait(UntilDue(), ended);
    }

    /// <summary>How long there may be nothing to do.</summary>
    private TimeSpan UntilDue()
    {
        var first = Volatile.Read(ref due);
        var longest = settings.PollInterval * Patience;
        if (first == long.MaxValue)
            return longest;
        var left = TimeSpan.FromTicks(Math.Max(0, first - clock.GetUtcNow().Ticks)) + TimeSpan.FromMilliseconds(1);
        return left < longest ? left : longest;
    }

    /// <summary>One lane. It ends everything when what it needs is away: nothing would fare better.</summary>
    private async Task Drain(ChannelReader<(InboxItem Item, long Look)> lane, bool careful, CancellationTokenSource ended)
    {
        // Keys of which one has failed, and the look until which others of them were found too early.
        var failed = new Dictionary<string, long>(StringComparer.Ordinal);
        try
        {
            await foreach (var (item, look) in lane.ReadAllAsync(ended.Token))
            {
                var key = item.Envelope.PartitionKey;
                if (!failed.TryGetValue(key, out var until) || look > until)
                {
                    failed.Remove(key);
                    if (!await Handle(item, careful, ended.Token))
                        failed[key] = Volatile.Read(ref looks);
                }
                atHand.TryRemove(item.Seq, out _);
                if (atHand.Count == MostAtHand - InboxStore.AtATime)
                    arrived.Set();
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // What is left stays in the inbox.
        }
        catch
        {
            await ended.CancelAsync();
            throw;
        }
    }

    /// <returns>False when it is still in the inbox.</returns>
    private async Task<bool> Handle(InboxItem item, bool careful, CancellationToken ended)
    {
        using var place = await places.Take(ended);
        if (careful)
        {
            if (item.Attempts > settings.RetryDelays.Count)
            {
                await Give(item, new ProcessEndedException(), ended);
                return true;
            }
            await store.Suspect(item, ended);
            item = item with { IsCounted = true };
        }
        for (var race = 1; ; race++)
        {
            var started = metrics.Start();
            try
            {
                await pipelines.Dispatch(consumer, item, ended);
                if (item.Handled)
                    metrics.Handled(consumer.Consumer, started, item.Envelope.OccurredAt);
                if (item is { Handled: true, Stored: > 0 })
                    LookAtAll();
                return item.Handled;
            }
            catch (Exception e) when (e.IsRace() && race < Races)
            {
                // Decided again, on what is there now.
            }
            catch (Exception e) when (ended.IsCancellationRequested || e.IsAway())
            {
                throw;
            }
            catch (Exception e)
            {
                return await Give(item, e, ended);
            }
        }
    }

    /// <summary>What waited for a message that is gone now may lie further back.</summary>
    private void LookAtAll()
    {
        position.Reset();
        arrived.Set();
    }

    /// <returns>Whether it was put aside and later ones of its key go on.</returns>
    private async Task<bool> Give(InboxItem item, Exception fault, CancellationToken ended)
    {
        if (item.Attempts >= settings.RetryDelays.Count || fault.IsPermanent())
        {
            await store.PutAside(item, fault, ended);
            metrics.Failed(consumer.Consumer, isDead: true);
            PutAside(log, consumer.Consumer, item.Envelope.MessageId, $"{item.Envelope.Type}", item.Envelope.Subject, item.Next, fault);
            LookAtAll();
            return consumer.Policy == KeyPolicy.Continue;
        }
        var wait = settings.RetryDelays[item.Attempts] * (0.9 + Random.Shared.NextDouble() * 0.2);
        await store.Fail(item, wait, fault, ended);
        metrics.Failed(consumer.Consumer, isDead: false);
        Volatile.Write(ref due, Math.Min(Volatile.Read(ref due), (clock.GetUtcNow() + wait).Ticks));
        Failed(log, consumer.Consumer, item.Envelope.MessageId, $"{item.Envelope.Type}", item.Envelope.Subject, item.Next, fault);
        return false;
    }

    [LoggerMessage(
        LogLevel.Warning,
        "{Consumer} failed with message {MessageId} ({Type} of {Subject}), attempt {Attempt}; it is tried again"
    )]
    private static partial void Failed(
        ILogger log,
        string consumer,
        Guid messageId,
        string type,
        string subject,
        int attempt,
        Exception fault
    );

    [LoggerMessage(LogLevel.Error, "{Consumer} put message {MessageId} ({Type} of {Subject}) aside after {Attempts} attempts")]
    private static partial void PutAside(
        ILogger log,
        string consumer,
        Guid messageId,
        string type,
        string subject,
        int attempts,
        Exception fault
    );
}

/// <summary>A process died each time it worked on the message.</summary>
internal sealed class ProcessEndedException() : Exception("The process ended each time it worked on the message.");
