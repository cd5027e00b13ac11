namespace Procurement.Invoicing.Adapters.Jobs;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Persistence;
using Procurement.Invoicing.Ports;
using Procurement.Invoicing.UseCases;

/// <summary>Plans a run each day at its time, with everything due by that day. Every process looks; one of them plans it.</summary>
internal sealed partial class DailyPaymentRun(
    InvoicingSettings settings,
    IPaymentRunQueries runs,
    Job<InvoicingModule> job,
    TimeProvider clock,
    ILogger<DailyPaymentRun> log
) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);
    private static readonly Actor Clock = Actor.System("the daily payment run");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        settings.RunAt is null ? Task.CompletedTask : Periodically.Run(Interval, clock, Plan, fault => Failed(log, fault), stoppingToken);

    private async Task Plan(CancellationToken ct)
    {
        var now = clock.Now();
        var today = Day.Of(now);
        if (TimeOnly.FromDateTime(now.UtcDateTime) < settings.RunAt || await runs.HasDaily(today, ct))
            return;
        await job.Run((PlanPaymentRun use) => use.Execute(Day.Format(today), null, null, Clock, ct), ct);
    }

    [LoggerMessage(LogLevel.Warning, "The daily payment run could not be planned; it is tried again soon")]
    private static partial void Failed(ILogger log, Exception fault);
}
