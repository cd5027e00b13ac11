namespace Procurement.Invoicing.Adapters.Jobs;

using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Procurement.BuildingBlocks.Persistence;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using Procurement.Invoicing.UseCases;

/// <summary>
/// Brings the payments of runs for the bank to it, and asks now and then how those stand that it has not settled. That the bank is going to be
/// told is committed before it is told; afterwards it is asked first, so that whatever breaks off between, no payment goes out twice. Every
/// process looks, and one at a time deals with the bank. Should two do so all the same, because one has lost its session, the bank knows a
/// payment by its identifier, and of two that note the same answer one loses the race. All payments have their turn one after another, so that
/// neither those that the bank takes days to settle nor one that it cannot answer keep others from it.
/// </summary>
internal sealed partial class PaymentDispatcher(
    IPaymentQueries payments,
    ITurns turns,
    Job<InvoicingModule> job,
    BankPatience patience,
    TimeProvider clock,
    ILogger<PaymentDispatcher> log
) : BackgroundService
{
    private const int AtATime = 100;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private static readonly Actor Clock = Actor.System("payment run");
    private static readonly Actor Bank = Actor.System("bank");

    /// <summary>Whose turn was last; null when all have had theirs.</summary>
    private PaymentId? last;

    /// <summary>When those that are not settled were last asked about from the first on, and whether they are now.</summary>
    private (long? At, bool Now) asked;

    /// <summary>For how long from when the bank is left alone, as it wants or because it is away.</summary>
    private (long From, TimeSpan For) rest;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Periodically.Run(Interval, clock, Dispatch, fault => Failed(log, fault), stoppingToken);

    /// <summary>Each by itself, so that one at fault holds up no other; what failed is found again next time.</summary>
    private async Task Dispatch(CancellationToken ct)
    {
        if (clock.GetElapsedTime(rest.From) < rest.For)
            return;
        if (last is null)
            asked.Now = asked.At is not { } at || clock.GetElapsedTime(at) >= patience.StatusInterval;
        var next = await payments.ForBank(asked.Now, last, AtATime, ct);
        if (next.Count > 0)
        {
            await using var turn = await turns.Take("invoicing.bank", ct);
            if (turn is null || !await DispatchAll(next, ct))
                return;
        }
        if (next.Count == AtATime)
            return;
        last = null;
        if (asked.Now)
            asked.At = clock.GetTimestamp();
    }

    /// <returns>False when the bank cannot be used now.</returns>
    private async Task<bool> DispatchAll(IReadOnlyList<PaymentId> all, CancellationToken ct)
    {
        foreach (var id in all)
        {
            last = id;
            try
            {
                // What it answers of one payment may be nonsense without its being so of the next.
                if (await Dispatch(id, ct) is { Kind: ErrorKind.Unavailable or ErrorKind.Forbidden } trouble)
                {
                    Trouble(log, trouble.Code);
                    rest = (clock.GetTimestamp(), trouble.RetryAfter ?? TimeSpan.Zero);
                    return false;
                }
            }
            catch (Exception fault) when (!ct.IsCancellationRequested)
            {
                Failed(log, fault);
            }
        }
        return true;
    }

    /// <returns>What is wrong with the bank; null when nothing is.</returns>
    private async Task<Error?> Dispatch(PaymentId id, CancellationToken ct)
    {
        var begun = await job.Run((BeginTransfer use) => use.Execute(id, Clock, ct), ct);
        if (begun.Error is not null || begun.Value is not { Status: PaymentStatus.Disbursed } and not { IsUnderWay: true })
            return null;
        var told = await job.Run((TransferPayment use) => use.Execute(begun.Value, ct), ct);
        if (told.Error is not null || told.Value is not { } how)
            return told.Error;
        // Two processes may have handed it over, and one be refused what the other was granted: a refusal counts only while nothing else has
        // happened to it. That the bank has it is true whatever has.
        var asked = how.Status == DisbursementStatus.Failed ? Precondition.AnyOf([begun.Value.Version]) : Precondition.None;
        await job.Run((RecordTransfer use) => use.Execute(id, asked, how.Status, how.Reference, how.Failure, Bank, ct), ct);
        return null;
    }

    [LoggerMessage(LogLevel.Warning, "Payments could not be brought to the bank; it is tried again soon")]
    private static partial void Failed(ILogger log, Exception fault);

    [LoggerMessage(LogLevel.Warning, "The bank cannot be used now: {Code}; payments wait")]
    private static partial void Trouble(ILogger log, string code);
}

/// <param name="StatusInterval">How often the bank is asked of what it has not settled.</param>
internal sealed record BankPatience(TimeSpan StatusInterval);
