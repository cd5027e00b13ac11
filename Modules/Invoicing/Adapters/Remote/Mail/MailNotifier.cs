namespace Procurement.Invoicing.Adapters.Remote;

using System.Diagnostics.Metrics;
using System.Text;
using MimeKit;
using Polly.Timeout;
using Procurement.BuildingBlocks.Persistence.Decorators;
using Procurement.BuildingBlocks.Persistence.Resilience;
using Procurement.Invoicing.Ports;

/// <summary>Writes to suppliers by mail, at the end of the chain of remote ports. That a mail is not taken is a refusal from here on.</summary>
internal sealed class MailNotifier : ISupplierNotifier
{
    /// <summary>
    /// Whoever sends holds a transaction, which the database ends when it has heard nothing for ten seconds. A mail that is away by then would be
    /// sent again.
    /// </summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(8);

    private readonly MailSettings settings;
    private readonly IMailCarrier carrier;
    private readonly Payer payer;
    private readonly RemotePort port;

    public MailNotifier(
        MailSettings settings,
        IMailCarrier carrier,
        Payer payer,
        RetryPipeline retry,
        BreakerSettings limits,
        TimeProvider clock,
        CallMetrics metrics,
        IMeterFactory meters
    )
    {
        (this.settings, this.carrier, this.payer) = (settings, carrier, payer);
        port = new RemotePort(
            "mail",
            retry,
            limits,
            Longest,
            Longest,
            clock,
            metrics,
            meters,
            // The message that wants the mail is tried again, and over a longer time than a call could be.
            isTransient: _ => false,
            isFailure: fault => fault is MailAwayException { IsOfThisMail: false } or IOException
        );
    }

    public CircuitBreaker Breaker => port.Breaker;

    public bool IsConfigured => settings.Transport != MailTransport.None;

    public Task<Result> OrderIssued(MailTo to, OrderNotice order, CancellationToken ct) =>
        Send("order_issued", to, MailTexts.Of(order, payer.Name), ct);

    public Task<Result> GoodsDiscrepancy(MailTo to, DiscrepancyNotice goods, CancellationToken ct) =>
        Send("goods_discrepancy", to, MailTexts.Of(goods), ct);

    public Task<Result> InvoiceDisputed(MailTo to, DisputeNotice invoice, CancellationToken ct) =>
        Send("invoice_disputed", to, MailTexts.Of(invoice), ct);

    public Task<Result> PaymentSent(MailTo to, PaymentNotice payment, CancellationToken ct) =>
        Send("payment_sent", to, MailTexts.Of(payment), ct);

    public Task<Result> BankAccountChanged(MailTo to, BankAccountNotice account, CancellationToken ct) =>
        Send("bank_account_changed", to, MailTexts.Of(account, to.Name), ct);

    private async Task<Result> Send(string operation, MailTo to, MailText text, CancellationToken ct)
    {
        if (!IsConfigured)
            return Result.Done;
        if (!MailSettings.IsAddress(to.Address))
            return NotifierErrors.Refused with { Detail = "the address is none that mail can be sent to" };
        using var mail = Compose(to, text);
        try
        {
            await port.Call(
                operation,
                async attempt =>
                {
                    await carrier.Carry(mail, to.Identity, attempt);
                    return true;
                },
                ct
            );
            return Result.Done;
        }
        catch (MailRefusedException e)
        {
            return NotifierErrors.Refused with { Detail = e.Message };
        }
        catch (Exception e) when (e is MailAwayException or PortUnavailableException or IOException)
        {
            return NotifierErrors.NotSent with { Detail = e.Message };
        }
        catch (TimeoutRejectedException)
        {
            return NotifierErrors.NotSent with { Detail = "the mail server took too long" };
        }
    }

    private MimeMessage Compose(MailTo to, MailText text)
    {
        var from = settings.From!;
        var mail = new MimeMessage
        {
            MessageId = $"{to.Identity}@{from.Domain}",
            Date = to.At,
            Subject = MailTexts.Line(text.Subject),
            Body = new TextPart("plain") { Text = text.Body(to.Name, payer.Name) },
        };
        mail.From.Add(from);
        mail.To.Add(new MailboxAddress(Encoding.UTF8, MailTexts.Line(to.Name), to.Address));
        // So that holiday notes and the like do not answer it (RFC 3834 section 5).
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Prepare(EncodingConstraint.SevenBit);
        return mail;
    }
}
