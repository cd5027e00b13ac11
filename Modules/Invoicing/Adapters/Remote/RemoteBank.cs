namespace Procurement.Invoicing.Adapters.Remote;

using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Polly.Timeout;
using Procurement.BuildingBlocks.Persistence.Decorators;
using Procurement.BuildingBlocks.Persistence.Resilience;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>
/// The bank at the end of the chain of remote ports. That it is away, or answers nonsense, is a refusal from here on. What took too long is
/// asked again, for the bank knows a payment by its identifier.
/// </summary>
internal sealed partial class RemoteBank : IBankingPort
{
    /// <summary>A payment may take longer than a read.</summary>
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(20);

    private readonly BankClient bank;
    private readonly BreakerSettings limits;
    private readonly ILogger log;
    private readonly RemotePort port;

    public RemoteBank(
        BankClient bank,
        RetryPipeline retry,
        BreakerSettings limits,
        TimeProvider clock,
        CallMetrics metrics,
        IMeterFactory meters,
        ILogger<RemoteBank> log
    )
    {
        (this.bank, this.limits, this.log) = (bank, limits, log);
        port = new RemotePort(
            "bank",
            retry,
            limits,
            AttemptTimeout,
            TotalTimeout,
            clock,
            metrics,
            meters,
            isTransient: IsPassing,
            isFailure: fault => fault is BankAwayException or BankAnswerException
        );
    }

    public bool IsConfigured => true;

    public CircuitBreaker Breaker => port.Breaker;

    public Task<Result<Disbursement>> Disburse(Transfer transfer, CancellationToken ct) =>
        Call("disburse", transfer.Payment, attempt => bank.Disburse(transfer, attempt), ct);

    public Task<Result<Disbursement?>> Find(PaymentId payment, CancellationToken ct) =>
        Call("find_disbursement", payment, attempt => bank.Find(payment, attempt), ct);

    private async Task<Result<T>> Call<T>(
        string operation,
        PaymentId payment,
        Func<CancellationToken, Task<Result<T>>> call,
        CancellationToken ct
    )
    {
        try
        {
            var answer = await port.Call(operation, call, ct);
            if (answer.Error == BankErrors.NotAuthorised)
                RefusesUs(log);
            return answer;
        }
        catch (PortUnavailableException e)
        {
            return BankErrors.Unavailable with { RetryAfter = e.RetryAfter };
        }
        catch (BankAnswerException e)
        {
            Garbled(log, $"{payment}", e.Message);
            return BankErrors.AnswerInvalid;
        }
        catch (Exception e) when (!ct.IsCancellationRequested && (e is BankAwayException || IsPassing(e)))
        {
            Away(log, $"{e.GetType().Name}: {e.GetBaseException().Message}");
            return BankErrors.Unavailable with { RetryAfter = (e as BankAwayException)?.RetryAfter ?? limits.ProbeInterval };
        }
    }

    /// <summary>Worth another attempt. A bank that says when to come back is taken at its word.</summary>
    private static bool IsPassing(Exception fault) =>
        fault
            is BankAwayException { RetryAfter: null }
                or HttpRequestException
                or IOException
                or TimeoutRejectedException
                // How the transport says that no connection came about in time.
                or OperationCanceledException;

    [LoggerMessage(LogLevel.Error, "The bank does not accept our credentials; payments wait until somebody sees to that")]
    private static partial void RefusesUs(ILogger log);

    // Where in our code it was noticed tells nobody anything, so it is one line and no stack.
    [LoggerMessage(LogLevel.Warning, "Of payment {PaymentId}: {Reason}")]
    private static partial void Garbled(ILogger log, string paymentId, string reason);

    [LoggerMessage(LogLevel.Warning, "The bank does not answer: {Reason}")]
    private static partial void Away(ILogger log, string reason);
}
