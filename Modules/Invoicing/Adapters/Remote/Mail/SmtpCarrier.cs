namespace Procurement.Invoicing.Adapters.Remote;

using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

/// <summary>
/// Gives mail to a server over a connection of its own: there are few mails, and one that fails leaves nothing behind for the next. Of what the
/// server says only codes get out: its words name people, and logs are read by many.
/// </summary>
/// <param name="settings">The server.</param>
/// <param name="prepare">Done to each client; null when nothing is.</param>
internal sealed class SmtpCarrier(SmtpSettings settings, Action<SmtpClient>? prepare = null) : IMailCarrier
{
    private const int FirstForGood = 500;

    public async Task Carry(MimeMessage mail, string identity, CancellationToken ct)
    {
        using var client = new SmtpClient
        {
            // Asking whoever issued the certificate would be a call to a host that nobody has allowed.
            CheckCertificateRevocation = false,
        };
        prepare?.Invoke(client);
        try
        {
            await Open(client, ct);
            await client.SendAsync(mail, ct);
        }
        catch (SmtpCommandException e)
        {
            throw Refusal(e);
        }
        catch (AuthenticationException)
        {
            throw new MailAwayException("the mail server does not accept our login");
        }
        catch (SmtpProtocolException)
        {
            throw new MailAwayException("the mail server broke off, or says what is no SMTP");
        }
        catch (Exception e) when (e is SocketException or IOException or SslHandshakeException or ServiceNotConnectedException)
        {
            throw new MailAwayException($"the mail server cannot be reached: {(e is SslHandshakeException ? "no TLS" : e.Message)}");
        }
        catch (Exception e) when (e is NotSupportedException or ServiceNotAuthenticatedException)
        {
            throw new MailAwayException("the mail server wants or offers other security than we do");
        }
        await Leave(client, ct);
    }

    private async Task Open(SmtpClient client, CancellationToken ct)
    {
        var options = settings.Security switch
        {
            SmtpSecurity.None => SecureSocketOptions.None,
            SmtpSecurity.StartTls => SecureSocketOptions.StartTls,
            _ => SecureSocketOptions.SslOnConnect,
        };
        await client.ConnectAsync(settings.Host, settings.Port, options, ct);
        if (settings.Login is { } login)
            await client.AuthenticateAsync(login, ct);
    }

    /// <summary>
    /// Final is what is said of the recipient or the mail (RFC 5321 section 4.2.1). What is said of us, as whom we send or at all, somebody can
    /// set right while the mail waits.
    /// </summary>
    private static Exception Refusal(SmtpCommandException e)
    {
        var code = (int)e.StatusCode;
        var ofThisMail = e.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted;
        var what = e.ErrorCode switch
        {
            SmtpErrorCode.RecipientNotAccepted => "the recipient",
            SmtpErrorCode.SenderNotAccepted => "the sender",
            SmtpErrorCode.MessageNotAccepted => "the mail",
            _ => "us",
        };
        var reason = $"the mail server does not accept {what} ({code})";
        return ofThisMail && code >= FirstForGood && e.StatusCode != SmtpStatusCode.AuthenticationRequired
            ? new MailRefusedException(reason)
            : new MailAwayException(reason, ofThisMail && e.StatusCode != SmtpStatusCode.ServiceNotAvailable);
    }

    /// <summary>Only polite: the mail is theirs.</summary>
    private static async Task Leave(SmtpClient client, CancellationToken ct)
    {
        try
        {
            await client.DisconnectAsync(quit: true, ct);
        }
        catch (Exception e) when (e is IOException or CommandException or ProtocolException or SocketException)
        {
            // They left first.
        }
    }
}
