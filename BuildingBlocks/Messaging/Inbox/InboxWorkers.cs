namespace Procurement.BuildingBlocks.Messaging.Inbox;

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;

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

/// <summary>
/// Lets all consumers of the process together hold half of its connections at the most: a backlog, with eight lanes a consumer, must not
/// leave requests without any.
/// </summary>
internal sealed class WorkPlaces(NpgsqlDataSource database) : IDisposable
{
    private readonly SemaphoreSlim free = new(new NpgsqlConnectionStringBuilder(database.ConnectionString).MaxPoolSize / 2);

    /// <summary>Waits for a place; disposing of it gives it back.</summary>
    public async Task<IDisposable> Take(CancellationToken ct)
    {
        await free.WaitAsync(ct);
        return new Place(free);
    }

    public void Dispose() => free.Dispose();

    private sealed class Place(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
