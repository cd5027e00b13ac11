namespace Procurement.Invoicing.Adapters.Remote;

using System.Net;

/// <summary>The bank says that it cannot answer now.</summary>
/// <param name="status">How it says so.</param>
/// <param name="retryAfter">How long it wants to be left alone; null when it does not say.</param>
internal sealed class BankAwayException(HttpStatusCode status, TimeSpan? retryAfter)
    : Exception($"The bank answers with the status {status:D}.")
{
    public TimeSpan? RetryAfter { get; } = retryAfter;
}

/// <summary>The bank's answer is not the one that was agreed on.</summary>
/// <param name="reason">In what, in our words: nothing of the answer.</param>
internal sealed class BankAnswerException(string reason) : Exception($"The bank's answer cannot be understood: {reason}.");
