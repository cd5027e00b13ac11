namespace Invoicing.Tests.Mail;

using Procurement.BuildingBlocks.Hosting.Configuration;
using Procurement.BuildingBlocks.Hosting.Security;
using Procurement.Invoicing.Adapters.Remote;

internal sealed class MailSettingsTests
{
    private const string Start = "procurement: configuration: ";

    private static readonly Dictionary<string, string> Server = new()
    {
        ["MAIL_TRANSPORT"] = "smtp",
        ["MAIL_FROM"] = "Procurement <procurement@example.com>",
        ["MAIL_FOLDER"] = "",
        ["SMTP_HOST"] = "smtp.example.com",
        ["SMTP_PORT"] = "587",
        ["SMTP_SECURITY"] = "starttls",
        ["SMTP_USER"] = "",
        ["SMTP_PASSWORD"] = "",
    };

    [TestCase("none", null)]
    [TestCase("folder", "MAIL_FROM is missing; MAIL_FOLDER is missing")]
    [TestCase("smtp", "MAIL_FROM is missing; SMTP_HOST is missing; SMTP_PORT is missing; SMTP_SECURITY is missing")]
    public void Only_what_the_transport_needs_is_demanded(string transport, string? complaint)
    {
        var env = new EnvironmentReader(new Dictionary<string, string> { ["MAIL_TRANSPORT"] = transport });

        MailSettings.Read(env, OutgoingUrls.None);

        Assert.That(env.Complaint, Is.EqualTo(complaint is null ? null : Start + complaint));
    }

    [Test]
    public void A_server_is_read_and_without_a_login_there_is_none()
    {
        var (read, complaint, _) = Read();

        Assert.That(complaint, Is.Null);
        Assert.That(read.Smtp, Is.EqualTo(new SmtpSettings("smtp.example.com", 587, SmtpSecurity.StartTls, null)));
        Assert.That(read.From!.Address, Is.EqualTo("procurement@example.com"));
    }

    [Test]
    public void A_password_is_never_shown()
    {
        var (read, complaint, shown) = Read(("SMTP_USER", "procurement"), ("SMTP_PASSWORD", "hush hush"));

        Assert.That(complaint, Is.Null);
        Assert.That(read.Smtp!.Login!.Password, Is.EqualTo("hush hush"));
        Assert.That($"{shown}{read}", Does.Contain("SMTP_PASSWORD=***").And.Not.Contain("hush"));
    }

    [TestCase("SMTP_PASSWORD", "hush", "SMTP_USER is missing (or leave user and password both out)")]
    [TestCase("SMTP_USER", "procurement", "SMTP_PASSWORD is missing (or leave user and password both out)")]
    [TestCase("SMTP_PORT", "70000", "SMTP_PORT must be a whole number from 1 to 65535")]
    [TestCase("SMTP_PORT", "25", "SMTP_HOST names a host or port that is not allowed (see OUTGOING_ALLOWED_HOSTS)")]
    [TestCase("SMTP_HOST", "10.0.0.1", "SMTP_HOST names a host or port that is not allowed (see OUTGOING_ALLOWED_HOSTS)")]
    [TestCase("SMTP_HOST", "smtp.example.com:587", "SMTP_HOST must be a DNS name or an address")]
    [TestCase("SMTP_SECURITY", "ssl", "SMTP_SECURITY must be none, starttls or tls")]
    [TestCase("MAIL_FROM", "a@example.com, b@example.com", "MAIL_FROM must be a mail address, or a name and one in angle brackets")]
    public void What_is_wrong_is_named(string name, string value, string complaint) =>
        Assert.That(Read((name, value)).Complaint, Is.EqualTo(Start + complaint));

    [Test]
    public void No_password_goes_out_in_the_open() =>
        Assert.That(
            Read(("SMTP_SECURITY", "none"), ("SMTP_USER", "procurement"), ("SMTP_PASSWORD", "hush")).Complaint,
            Is.EqualTo($"{Start}SMTP_SECURITY must not be none with a password, which all could read")
        );

    [TestCase("::1")]
    [TestCase("127.0.0.1")]
    public void A_listed_address_may_have_any_port_while_it_is_not_public(string host) =>
        Assert.That(Read(("SMTP_HOST", host), ("SMTP_PORT", "2525")).Complaint, Is.Null);

    private static (MailSettings Read, string? Complaint, string Shown) Read(params (string Name, string Value)[] instead)
    {
        var variables = new Dictionary<string, string>(Server);
        foreach (var (name, value) in instead)
            variables[name] = value;
        var env = new EnvironmentReader(variables);
        var read = MailSettings.Read(env, OutgoingUrls.Parse("smtp.example.com:587,127.0.0.1,::1").Value);
        using var shown = new StringWriter();
        env.Print(shown);
        return (read, env.Complaint, $"{shown}");
    }
}
