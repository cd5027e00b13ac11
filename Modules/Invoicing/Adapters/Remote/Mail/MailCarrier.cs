namespace Procurement.Invoicing.Adapters.Remote;

using MimeKit;

/// <summary>Takes a mail away, once. Thread-safe.</summary>
internal interface IMailCarrier
{
    /// <exception cref="MailRefusedException">It is of no use to try again.</exception>
    /// <exception cref="MailAwayException">Later, perhaps.</exception>
    Task Carry(MimeMessage mail, string identity, CancellationToken ct);
}

/// <summary>Nobody wants mail: what was written before that was so is let go.</summary>
internal sealed class NoCarrier : IMailCarrier
{
    public Task Carry(MimeMessage mail, string identity, CancellationToken ct) => Task.CompletedTask;
}

/// <summary>The mail will never be taken.</summary>
/// <param name="reason">In words that name nobody.</param>
internal sealed class MailRefusedException(string reason) : Exception(reason);

/// <summary>The mail is not taken now.</summary>
/// <param name="reason">In words that name nobody.</param>
/// <param name="isOfThisMail">Whether others may well be taken.</param>
internal sealed class MailAwayException(string reason, bool isOfThisMail = false) : Exception(reason)
{
    public bool IsOfThisMail => isOfThisMail;
}
