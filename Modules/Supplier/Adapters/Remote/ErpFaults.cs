namespace Procurement.Supplier.Adapters.Remote;

using System.Net;

/// <summary>The ERP says that it cannot answer now.</summary>
/// <param name="status">How it says so.</param>
/// <param name="retryAfter">How long it wants to be left alone; null when it does not say.</param>
internal sealed class ErpAwayException(HttpStatusCode status, TimeSpan? retryAfter)
    : Exception($"The ERP answers with the status {status:D}.")
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>The ERP's answer is not the one that was agreed on.</summary>
/// <param name="reason">In what, in our words: nothing of the answer.</param>
internal sealed class ErpAnswerException(string reason) : Exception($"The ERP's answer cannot be understood: {reason}.");
