namespace Procurement.BuildingBlocks.Messaging.Relay;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Messaging.Metrics;
using Procurement.BuildingBlocks.Messaging.Transports;
using Procurement.BuildingBlocks.Persistence.Postgres;

/// <summary>
/// Empties the outboxes of all modules, each in order, one process at a time per module. It is woken by the commits of this process, and
/// looks by itself for those of others and for what was left behind by a process that died.
/// </summary>
internal sealed partial class RelayWorker(
    Topology topology,
    IEventTransport transport,
    RelayFailures failures,
    MessagingSettings settings,
    MessagingMetrics metrics,
    TimeProvider clock,
    ILogger<RelayWorker> log
) : BackgroundService
{
    /// <summary>
    /// How soon to ask again when another process is at it, however much is written meanwhile: it hands that on too. Twice as long each time,
    /// up to the interval of polling, because it may be at it for long.
    /// </summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(20);

    /// <summary>How long events gather after several came at once: a busy outbox would otherwise be emptied by a few at a time.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(10);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(topology.Modules.Select(module => Task.Run(() => Run(module, stoppingToken), stoppingToken)));

    private async Task Run(MessagingModule module, CancellationToken ct)
    {
        var backoff = new Backoff($"relay of {module.Name}", clock, log);
        var position = new Position(clock);
        var atMost = settings.BatchSize;
        var turn = Turn;
        while (!ct.IsCancellationRequested)
        {
            var started = metrics.Start();
            try
            {
                var outcome = await transport.HandOver(module, position.After(), atMost, ct);
                backoff.Over();
                if (outcome.Count > 0)
                    metrics.HandedOver(module.Name, started, outcome.Count);
                position.Passed(outcome.Last);
                if (!outcome.Mine)
                    await Task.Delay(turn, ct);
                else if (outcome.Count < atMost && !outcome.More)
                {
                    if (outcome.Count > 1)
                        await Task.Delay(Rest, ct);
                    await module.Written.Wait(Jittered(settings.PollInterval), ct);
                }
                turn = outcome.Mine ? Turn : Later(turn);
                atMost = Math.Min(settings.BatchSize, atMost * 2);
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (transport.IsAway(e))
            {
                metrics.NotHandedOver(module.Name);
                await backoff.After(e, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (Exception e)
            {
                metrics.NotHandedOver(module.Name);
                position.Reset();
                if (atMost == 1 || e is HandOverException)
                {
                    await Blame(module, e, ct);
                    await backoff.After(e, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
                // Until the one to blame is alone in front.
                atMost = Math.Max(1, atMost / 2);
            }
        }
    }

    /// <summary>Who has not the turn asks for it ever later.</summary>
    private TimeSpan Later(TimeSpan turn) => turn * 2 < settings.PollInterval ? turn * 2 : settings.PollInterval;

    private async Task Blame(MessagingModule module, Exception fault, CancellationToken ct)
    {
        try
        {
            if (await failures.Count(module, fault, ct) is { } dead)
                PutAside(log, module.Name, dead, fault);
        }
        catch (Exception e) when (PostgresFaults.IsUnavailable(e) || PostgresFaults.IsPoolExhausted(e) || ct.IsCancellationRequested)
        {
            // Away meanwhile: the next attempt will tell.
        }
    }

    [LoggerMessage(LogLevel.Error, "{Module} put the event {Seq} aside, which could not be handed over; later ones of its key wait")]
    private static partial void PutAside(ILogger log, string module, long seq, Exception fault);

    private static TimeSpan Jittered(TimeSpan interval) => interval * (0.8 + Random.Shared.NextDouble() * 0.4);
}
