namespace Procurement.BuildingBlocks.Messaging.InMemory;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Messaging.Inbox;
using Procurement.BuildingBlocks.Persistence;

/// <summary>Where the committed events of a module in memory are taken from.</summary>
/// <param name="Module">The module.</param>
/// <param name="Take">The next event, or null.</param>
internal sealed record InMemorySource(MessagingModule Module, Func<EventEnvelope?> Take);

/// <summary>The unit of work is all or nothing by itself.</summary>
internal sealed class InMemoryInbox<TModule> : IInboxTransactions<TModule>
{
    public Task<IInboxTransaction?> Begin(InboxItem item, CancellationToken ct) => Task.FromResult<IInboxTransaction?>(new Nothing());

    private sealed class Nothing : IInboxTransaction
    {
        public Task Commit(CancellationToken ct) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

/// <summary>
/// The same consumers for <c>APP_ENV=test</c>, one event after the other as they were committed. What fails a few times in a row is put
/// aside, and later ones go on whatever the consumer's policy says.
/// </summary>
internal sealed partial class InMemoryWorker(
    Topology topology,
    IEnumerable<InMemorySource> sources,
    ConsumerPipelines pipelines,
    InMemoryLetters letters,
    MessagingSettings settings,
    TimeProvider clock,
    ILogger<InMemoryWorker> log
) : BackgroundService
{
    private const int Attempts = 5;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(sources.Select(source => Task.Run(() => Run(source, stoppingToken), stoppingToken)));

    private async Task Run(InMemorySource source, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            while (letters.TakeAgain(source.Module.Name) is var (named, again))
                foreach (var consumer in topology.Subscriptions.Where(each => each.Consumer == named && each.Event == again.Type))
                    await Deliver(consumer, new InboxItem(0, 0, clock.GetUtcNow(), source.Module.Name, again), ct);
            while (source.Take() is { } envelope)
            {
                letters.Told(source.Module.Name, envelope);
                foreach (var consumer in topology.Subscriptions.Where(each => each.Event == envelope.Type))
                    await Deliver(consumer, new InboxItem(0, 0, clock.GetUtcNow(), source.Module.Name, envelope), ct);
            }
            await source.Module.Written.Wait(settings.PollInterval, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task Deliver(Subscription consumer, InboxItem item, CancellationToken ct)
    {
        for (var attempt = 1; !ct.IsCancellationRequested; attempt++)
        {
            try
            {
                await pipelines.Dispatch(consumer, item, ct);
                return;
            }
            catch (Exception e) when (attempt == Attempts || e.IsPermanent())
            {
                letters.PutAside(consumer, item, attempt, e);
                GivenUp(log, consumer.Consumer, $"{item.Envelope.Type}", item.Envelope.Subject, attempt, e);
                return;
            }
            catch (Exception)
            {
                // Once more.
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "{Consumer} gave {Type} of {Subject} up after {Attempts} attempts")]
    private static partial void GivenUp(ILogger log, string consumer, string type, string subject, int attempts, Exception fault);
}
