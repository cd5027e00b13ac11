namespace Procurement.BuildingBlocks.Messaging.Metrics;

using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

/// <summary>
/// Tells how the queues stand. Every process looks by itself every 15 s, one statement a module, however often somebody reads the page; what
/// could not be looked at is not told.
/// </summary>
internal sealed partial class QueueGauges : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    private readonly QueueStates states;
    private readonly Topology topology;
    private readonly TimeProvider clock;
    private readonly ILogger<QueueGauges> log;
    private volatile IReadOnlyList<ModuleQueues> present = [];

    public QueueGauges(QueueStates states, Topology topology, IMeterFactory meters, TimeProvider clock, ILogger<QueueGauges> log)
    {
        (this.states, this.topology, this.clock, this.log) = (states, topology, clock, log);
        var meter = meters.Create("Procurement");
        Outbox(meter, "outbox_pending", "Events that have not left, up to 100,000", queue => queue.Pending);
        Outbox(meter, "outbox_oldest_age_seconds", "How long the oldest event has been waiting to leave", queue => queue.OldestSeconds);
        Outbox(meter, "outbox_dead", "Events put aside that nobody has decided on", queue => queue.Dead);
        Inbox(meter, "inbox_pending", "Messages that the consumer has not handled, up to 100,000", queue => queue.Pending);
        Inbox(meter, "inbox_oldest_age_seconds", "How long the oldest message has been there", queue => queue.OldestSeconds);
        Inbox(meter, "inbox_retrying", "Messages that have failed and are tried again", queue => queue.Retrying);
        Inbox(meter, "inbox_dead", "Messages put aside that nobody has decided on", queue => queue.Dead);
        Inbox(meter, "inbox_parked_keys", "Keys of which messages wait for one that was put aside", queue => queue.Parked);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do await Look(stoppingToken);
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task Look(CancellationToken ct)
    {
        try
        {
            var looked = new List<ModuleQueues>();
            foreach (var module in topology.Modules)
                looked.Add(await states.Of(module.Name, ct));
            present = looked;
        }
        catch (Exception e)
        {
            present = [];
            if (!ct.IsCancellationRequested)
                Failed(log, e.Message.Split('\n')[0].TrimEnd());
        }
    }

    private void Outbox(Meter meter, string name, string description, Func<QueueState, double> value) =>
        meter.CreateObservableGauge(name, () => present.Select(each => Measured(each.Outbox, "module", value)), description: description);

    private void Inbox(Meter meter, string name, string description, Func<QueueState, double> value) =>
        meter.CreateObservableGauge(
            name,
            () => present.SelectMany(each => each.Inbox).Select(each => Measured(each, "consumer", value)),
            description: description
        );

    private static Measurement<double> Measured(QueueState queue, string label, Func<QueueState, double> value) =>
        new(value(queue), new KeyValuePair<string, object?>(label, queue.Name));

    [LoggerMessage(LogLevel.Information, "How the queues stand could not be read: {Reason}")]
    private static partial void Failed(ILogger log, string reason);
}
