namespace Procurement.Purchasing.Adapters.Jobs;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Persistence;
using Procurement.Purchasing.Ports;
using Procurement.Purchasing.UseCases;

/// <summary>
/// Reminds approvers at half of their time and tells when it is over. Every process looks; of two that find the same order one loses the
/// race, and has nothing left to do.
/// </summary>
internal sealed partial class ApprovalReminder(
    IApprovalQueries approvals,
    Job<PurchasingModule> job,
    TimeProvider clock,
    ILogger<ApprovalReminder> log
) : BackgroundService
{
    private const int AtATime = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly Actor Clock = Actor.System("the time to decide");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(Interval, clock, Remind, fault => Failed(log, fault), stoppingToken);

    /// <summary>Each by itself, so that one at fault holds up no other; what failed is found again next time.</summary>
    private async Task Remind(CancellationToken ct)
    {
        foreach (var id in await approvals.Overdue(clock.Now(), AtATime, ct))
            try
            {
                await job.Run((RemindApprovers use) => use.Execute(id, Clock, ct), ct);
            }
            catch (Exception fault) when (!ct.IsCancellationRequested)
            {
                Failed(log, fault);
            }
    }

    [LoggerMessage(LogLevel.Warning, "Approvers could not be reminded; it is tried again soon")]
    private static partial void Failed(ILogger log, Exception fault);
}
