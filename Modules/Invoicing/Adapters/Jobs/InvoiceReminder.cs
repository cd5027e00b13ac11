namespace Procurement.Invoicing.Adapters.Jobs;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Persistence;
using Procurement.Invoicing.Ports;
using Procurement.Invoicing.UseCases;

/// <summary>
/// Tells of invoices that wait for too long, and disputes those that match nothing for thirty days. Every process looks; of two that find the
/// same invoice one loses the race, and has nothing left to do.
/// </summary>
internal sealed partial class InvoiceReminder(
    IInvoiceQueries invoices,
    Job<InvoicingModule> job,
    TimeProvider clock,
    ILogger<InvoiceReminder> log
) : BackgroundService
{
    private const int AtATime = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);
    private static readonly Actor Clock = Actor.System("an invoice waits too long");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(Interval, clock, Remind, fault => Failed(log, fault), stoppingToken);

    /// <summary>Each by itself, so that one at fault holds up no other; what failed is found again next time.</summary>
    private async Task Remind(CancellationToken ct)
    {
        foreach (var id in await invoices.Overdue(clock.Now(), AtATime, ct))
            try
            {
                await job.Run((RemindOfInvoice use) => use.Execute(id, Clock, ct), ct);
            }
            catch (Exception fault) when (!ct.IsCancellationRequested)
            {
                Failed(log, fault);
            }
    }

    [LoggerMessage(LogLevel.Warning, "Of an invoice that waits nobody could be told; it is tried again soon")]
    private static partial void Failed(ILogger log, Exception fault);
}
