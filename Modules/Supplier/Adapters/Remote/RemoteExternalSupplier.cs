namespace Procurement.Supplier.Adapters.Remote;

using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Polly.Timeout;
using Procurement.BuildingBlocks.Persistence.Decorators;
using Procurement.BuildingBlocks.Persistence.Resilience;
using Procurement.Supplier.Domain;
using Procurement.Supplier.Ports;

/// <summary>The ERP at the end of the chain of remote ports. That it is away, or answers nonsense, is a refusal from here on.</summary>
internal sealed partial class RemoteExternalSupplier : IExternalSupplierPort
{
    private static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(2);

    /// <summary>So that a request, which has eight seconds, ends with an answer of ours.</summary>
    private static readonly TimeSpan TotalTimeout = TimeSpan.FromSeconds(6);

    private readonly ErpClient erp;
    private readonly BreakerSettings limits;
    private readonly ILogger log;
    private readonly RemotePort port;

    public RemoteExternalSupplier(
        ErpClient erp,
        RetryPipeline retry,
        BreakerSettings limits,
        TimeProvider clock,
        CallMetrics metrics,
        IMeterFactory meters,
        ILogger<RemoteExternalSupplier> log
    )
    {
        (this.erp, this.limits, this.log) = (erp, limits, log);
        port = new RemotePort(
            "erp",
            retry,
            limits,
            AttemptTimeout,
            TotalTimeout,
            clock,
            metrics,
            meters,
            isTransient: IsPassing,
            isFailure: fault => fault is ErpAwayException or ErpAnswerException
        );
    }

    public CircuitBreaker Breaker => port.Breaker;

    public async Task<Result<ExternalSupplier>> Find(SupplierCode code, CancellationToken ct)
    {
        try
        {
            return await port.Call("find_vendor", attempt => erp.Find(code, attempt), ct);
        }
        catch (PortUnavailableException e)
        {
            return ErpErrors.Unavailable with { RetryAfter = e.RetryAfter };
        }
        catch (ErpAnswerException e)
        {
            Garbled(log, code.Value, e.Message);
            return ErpErrors.AnswerInvalid;
        }
        catch (Exception e) when (!ct.IsCancellationRequested && (e is ErpAwayException || IsPassing(e)))
        {
            Away(log, $"{e.GetType().Name}: {e.GetBaseException().Message}");
            return ErpErrors.Unavailable with { RetryAfter = (e as ErpAwayException)?.RetryAfter ?? limits.ProbeInterval };
        }
    }

    /// <summary>Worth another attempt. An ERP that says when to come back is taken at its word.</summary>
    private static bool IsPassing(Exception fault) =>
        fault
            is ErpAwayException { RetryAfter: null }
                or HttpRequestException
                or IOException
                or TimeoutRejectedException
                // How the transport says that no connection came about in time.
                or OperationCanceledException;

    // Where in our code it was noticed tells nobody anything, so it is one line and no stack.
    [LoggerMessage(LogLevel.Warning, "Of vendor {VendorCode}: {Reason}")]
    private static partial void Garbled(ILogger log, string vendorCode, string reason);

    [LoggerMessage(LogLevel.Warning, "The ERP does not answer: {Reason}")]
    private static partial void Away(ILogger log, string reason);
}
