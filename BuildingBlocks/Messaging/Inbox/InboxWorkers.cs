namespace Procurement.BuildingBlocks.Messaging.Inbox;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

/// <summary>Runs a worker for each consumer.</summary>
internal sealed class InboxWorkers(IServiceProvider services, Topology topology) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(topology.Consumers.Select(consumer => Task.Run(() => WorkerOf(consumer).Run(stoppingToken), stoppingToken)));

    private InboxWorker WorkerOf(Subscription consumer)
    {
        var statements = services.GetRequiredKeyedService<InboxStatements>(consumer.Module);
        var store = ActivatorUtilities.CreateInstance<InboxStore>(services, statements, consumer);
        return ActivatorUtilities.CreateInstance<InboxWorker>(services, consumer, consumer.Lanes(services), store);
    }
}
