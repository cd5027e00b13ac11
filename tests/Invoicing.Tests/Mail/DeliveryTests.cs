namespace Invoicing.Tests.Mail;

using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Procurement.Invoicing.Adapters.Remote;
using Procurement.Invoicing.Ports;
using TestKit;

/// <summary>What becomes of mails when the server is not as one would like it.</summary>
internal sealed class DeliveryTests
{
    [TestCase(450, "MAIL_NOT_SENT")]
    [TestCase(452, "MAIL_NOT_SENT")]
    [TestCase(550, "MAIL_REFUSED")]
    [TestCase(553, "MAIL_REFUSED")]
    public async Task A_recipient_is_refused_for_now_or_for_good(int code, string outcome)
    {
        await using var server = await new MailServer { OfRecipient = _ => code }.Start();
        using var writer = Writer.To(server.Port);

        var refused = (await writer.Dispute()).Error;

        Assert.That(refused?.Code, Is.EqualTo(outcome), refused?.Detail);
        Assert.That(refused!.Detail, Does.Contain($"the recipient ({code})").And.Not.Contain("siam"));
        Assert.That(server.Mails, Is.Empty);
    }

    [TestCase(451, "MAIL_NOT_SENT")]
    [TestCase(554, "MAIL_REFUSED")]
    public async Task A_mail_is_refused_for_now_or_for_good(int code, string outcome)
    {
        await using var server = await new MailServer { OfMail = code }.Start();
        using var writer = Writer.To(server.Port);

        Assert.That((await writer.Dispute()).Error?.Code, Is.EqualTo(outcome));
    }

    [Test]
    public async Task A_server_that_is_away_may_come_back()
    {
        await using var server = new MailServer();
        using var writer = Writer.To(server.Port);
        Assert.That((await writer.Dispute()).Error?.Code, Is.EqualTo(NotifierErrors.NotSent.Code));

        await server.Start();

        Assert.That((await writer.Dispute()).Error, Is.Null);
        Assert.That(server.Only.Mail.MessageId, Is.EqualTo("0199a@example.com"));
    }

    [Test]
    public async Task A_server_that_says_nothing_is_given_up_in_time()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var clock = new FakeTimeProvider();
        using var writer = Writer.To(((IPEndPoint)silent.LocalEndpoint).Port, clock: clock);

        var sending = writer.Dispute();
        for (var left = 500; !sending.IsCompleted && left > 0; left--)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(10);
        }

        Assert.That((await sending.WaitAsync(TimeSpan.FromSeconds(5))).Error?.Detail, Is.EqualTo("the mail server took too long"));
    }

    [Test]
    public async Task One_bad_mailbox_closes_the_way_to_no_other()
    {
        await using var server = await new MailServer { OfRecipient = to => to[0] == 'b' ? 450 : 250 }.Start();
        using var writer = Writer.To(server.Port, breaks: 2);
        for (var times = 0; times < 4; times++)
            Assert.That((await writer.Dispute(Writer.Siam(address: "b@siam.example"))).Error, Is.Not.Null);

        Assert.That((await writer.Dispute()).Error, Is.Null);
    }

    [Test]
    public async Task A_server_that_stays_away_is_left_alone_for_a_while()
    {
        await using var server = new MailServer();
        using var writer = Writer.To(server.Port, breaks: 2);
        for (var times = 0; times < 3; times++)
            Assert.That((await writer.Dispute()).Error?.Code, Is.EqualTo(NotifierErrors.NotSent.Code));
        await server.Start();

        Assert.That((await writer.Dispute()).Error?.Code, Is.EqualTo(NotifierErrors.NotSent.Code));
        Assert.That(server.Mails, Is.Empty);
    }

    [Test]
    public async Task Whoever_has_to_logs_in()
    {
        await using var server = await new MailServer { Password = "p@ss wörd" }.Start();
        using var known = Writer.To(server.Port, password: "p@ss wörd");
        using var wrong = Writer.To(server.Port, password: "another");
        using var without = Writer.To(server.Port);

        Assert.That((await known.Dispute()).Error, Is.Null);
        Assert.That(server.Only.User, Is.EqualTo("procurement"));
        Assert.That((await wrong.Dispute()).Error?.Code, Is.EqualTo(NotifierErrors.NotSent.Code));
        Assert.That((await without.Dispute()).Error?.Code, Is.EqualTo(NotifierErrors.NotSent.Code));
        Assert.That(server.Mails, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task With_STARTTLS_nothing_is_said_in_the_open()
    {
        using var certificate = SelfSigned();
        await using var server = await new MailServer { Certificate = certificate, Password = "secret" }.Start();
        using var trusting = Writer.To(
            server.Port,
            SmtpSecurity.StartTls,
            "secret",
            client => client.ServerCertificateValidationCallback = (_, seen, _, _) => seen?.GetCertHashString() == certificate.Thumbprint
        );
        using var wary = Writer.To(server.Port, SmtpSecurity.StartTls, "secret");

        Assert.That((await trusting.Dispute()).Error?.Detail, Is.Null);
        Assert.That(server.Only.IsEncrypted, Is.True);
        var refused = (await wary.Dispute()).Error;
        Assert.That(
            (refused?.Code, refused?.Detail),
            Is.EqualTo((NotifierErrors.NotSent.Code, "the mail server cannot be reached: no TLS"))
        );
        Assert.That(server.Mails, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task A_server_that_offers_no_STARTTLS_gets_nothing_when_we_want_it()
    {
        await using var server = await new MailServer().Start();
        using var writer = Writer.To(server.Port, SmtpSecurity.StartTls);

        Assert.That((await writer.Dispute()).Error?.Code, Is.EqualTo(NotifierErrors.NotSent.Code));
        Assert.That(server.Mails, Is.Empty);
    }

    private static X509Certificate2 SelfSigned()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=mail.example.com", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
