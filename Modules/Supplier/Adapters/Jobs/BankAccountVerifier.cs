namespace Procurement.Supplier.Adapters.Jobs;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Persistence;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;
using Procurement.Supplier.UseCases;

/// <summary>
/// Takes confirmed bank accounts into use when the time to object is over. Every process looks; of two that find the same account one loses the
/// race, and has nothing left to do.
/// </summary>
internal sealed partial class BankAccountVerifier(
    ISupplierQueries suppliers,
    Job<SupplierModule> job,
    CoolingOff coolingOff,
    TimeProvider clock,
    ILogger<BankAccountVerifier> log
) : BackgroundService
{
    private const int AtATime = 100;
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);
    private static readonly Actor Clock = Actor.System("the time to object is over");

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(
            TimeSpan.FromTicks(Math.Clamp(coolingOff.Time.Ticks, Shortest.Ticks, Longest.Ticks)),
            clock,
            Verify,
            fault => Failed(log, fault),
            stoppingToken
        );

    /// <summary>Takes into use what is due now. A refusal is the other's who was faster.</summary>
    private async Task Verify(CancellationToken ct)
    {
        foreach (var id in await suppliers.WithAccountToVerify(clock.Now(), AtATime, ct))
            await job.Run((VerifyBankAccount use) => use.Execute(id, Clock, ct), ct);
    }

    [LoggerMessage(LogLevel.Warning, "Bank accounts could not be taken into use; it is tried again soon")]
    private static partial void Failed(ILogger log, Exception fault);
}
