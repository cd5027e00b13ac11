namespace Procurement.Invoicing.Adapters.Remote;

using System.Globalization;
using System.Net;
using MimeKit;
using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Security;

/// <summary>What becomes of mail.</summary>
internal enum MailTransport
{
    /// <summary>Nobody is written to.</summary>
    None,

    /// <summary>Files in a folder, for whoever develops.</summary>
    Folder,

    /// <summary>A mail server.</summary>
    Smtp,
}

/// <summary>How a mail server is talked to.</summary>
internal enum SmtpSecurity
{
    /// <summary>In the open.</summary>
    None,

    /// <summary>Encrypted before anything is said, by STARTTLS; not at all when the server does not offer it.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte.</summary>
    Tls,
}

/// <summary>The mail server.</summary>
/// <param name="Login">Null when it wants none.</param>
internal sealed record SmtpSettings(string Host, int Port, SmtpSecurity Security, NetworkCredential? Login);

/// <summary>How suppliers are written to.</summary>
/// <param name="From">Whom it comes from; null when nobody is written to.</param>
/// <param name="Folder">Null unless mail goes into a folder.</param>
/// <param name="Smtp">Null unless mail goes to a mail server.</param>
internal sealed record MailSettings(MailTransport Transport, MailboxAddress? From, string? Folder, SmtpSettings? Smtp)
{
    private const string Kind = "MAIL_TRANSPORT";
    private const string Hosts = "OUTGOING_ALLOWED_HOSTS";
    private const string ToServer = $"`{Kind}` is `smtp`";

    public static MailSettings Read(EnvironmentReader env, OutgoingUrls outgoing)
    {
        var transport = env.Choice<MailTransport>(Kind, "How suppliers are written to; `folder` is for development.", "smtp");
        var from = env.Parse(
            "MAIL_FROM",
            "Whom mail to suppliers comes from.",
            "an address, or a name and the address in angle brackets",
            "Procurement <procurement@example.com>",
            ParseMailbox,
            required: transport != MailTransport.None,
            requiredWhen: $"`{Kind}` is not `none`"
        );
        var folder = env.Parse(
            "MAIL_FOLDER",
            "Where mail is put as `.eml` files.",
            "path of a directory",
            ".data/mail",
            text => BuildingBlocks.Text.Parse(text, 1_000),
            required: transport == MailTransport.Folder,
            requiredWhen: $"`{Kind}` is `folder`"
        );
        return new MailSettings(transport, from, folder, ReadServer(env, outgoing, transport == MailTransport.Smtp));
    }

    /// <summary>An address that a mail can be written to, and nothing besides: no group, no list, no route.</summary>
    public static bool IsAddress(string text) =>
        MailboxAddress.TryParse(text, out var mailbox) && mailbox.Address == text && text.All(char.IsAscii) && text.Contains('@');

    private static SmtpSettings? ReadServer(EnvironmentReader env, OutgoingUrls outgoing, bool wanted)
    {
        var host = env.Parse(
            "SMTP_HOST",
            $"The mail server, with its port a host of `{Hosts}`.",
            "DNS name or address",
            "smtp.example.com",
            ParseHost,
            required: wanted,
            requiredWhen: ToServer
        );
        var port = env.Parse(
            "SMTP_PORT",
            "Its port.",
            "whole number from 1 to 65535",
            "587",
            ParsePort,
            required: wanted,
            requiredWhen: ToServer
        );
        var security = env.Parse<SmtpSecurity>(
            "SMTP_SECURITY",
            "Whether it is talked to in the open, encrypted by STARTTLS, or encrypted from the first byte.",
            "`none`, `starttls` or `tls`",
            "starttls",
            text =>
                text switch
                {
                    "none" => SmtpSecurity.None,
                    "starttls" => SmtpSecurity.StartTls,
                    "tls" => SmtpSecurity.Tls,
                    _ => Invalid("must be none, starttls or tls"),
                },
            required: wanted,
            requiredWhen: ToServer
        );
        var login = ReadLogin(env);
        if (!wanted)
            return null;
        var secured = security != SmtpSecurity.None;
        env.Demand(secured || login is null, "SMTP_SECURITY", "must not be none with a password, which all could read", "SMTP_PASSWORD");
        // The list is written for URLs, and says as much of any other host and port. Which it allows is not known when it is wrong itself.
        if (!env.Complains(Hosts) && env.Has("SMTP_HOST") && env.Has("SMTP_PORT"))
            env.Demand(
                outgoing.Check($"https://{(host.Contains(':') ? $"[{host}]" : host)}:{port}").Error is null,
                "SMTP_HOST",
                $"names a host or port that is not allowed (see {Hosts})"
            );
        return new SmtpSettings(host, port, security, login);
    }

    private static NetworkCredential? ReadLogin(EnvironmentReader env)
    {
        const string with = "with a login";
        var user = env.Parse(
            "SMTP_USER",
            "As whom we log in to the mail server; empty when it wants no login.",
            "text",
            "procurement",
            text => BuildingBlocks.Text.Parse(text, 320),
            required: false,
            requiredWhen: with
        );
        var password = env.Parse<string>(
            "SMTP_PASSWORD",
            "The password of that login; empty when the server wants none.",
            "text",
            "what the mail server's operator gave out",
            text => text,
            secret: true,
            required: false,
            requiredWhen: with
        );
        if (user is null != password is null && !env.Complains("SMTP_USER") && !env.Complains("SMTP_PASSWORD"))
            env.Miss(user is null ? "SMTP_USER" : "SMTP_PASSWORD", "or leave user and password both out");
        return user is null || password is null ? null : new NetworkCredential(user, password);
    }

    private static Result<MailboxAddress> ParseMailbox(string text) =>
        MailboxAddress.TryParse(text, out var mailbox) && IsAddress(mailbox.Address)
            ? mailbox
            : Invalid("must be a mail address, or a name and one in angle brackets");

    private static Result<string> ParseHost(string text) =>
        Uri.CheckHostName(text) is UriHostNameType.Dns or UriHostNameType.IPv4 or UriHostNameType.IPv6
            ? text
            : Invalid("must be a DNS name or an address");

    private static Result<int> ParsePort(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0
            ? port
            : Invalid("must be a whole number from 1 to 65535");

    private static Error Invalid(string detail) => Error.Invalid("INVALID_SETTING", detail);
}
