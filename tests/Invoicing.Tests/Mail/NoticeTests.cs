namespace Invoicing.Tests.Mail;

using System.Text;
using MimeKit;
using Procurement.Invoicing.Ports;
using TestKit;

/// <summary>What is in the mails, as a mail server gets them.</summary>
internal sealed class NoticeTests
{
    private MailServer server = null!;
    private Writer writer = null!;

    [SetUp]
    public async Task Start()
    {
        server = await new MailServer().Start();
        writer = Writer.To(server.Port);
    }

    [TearDown]
    public async Task Stop()
    {
        writer.Dispose();
        await server.DisposeAsync();
    }

    [Test]
    public async Task A_mail_says_from_whom_to_whom_when_and_which_it_is()
    {
        Assert.That((await writer.Dispute()).Error, Is.Null);

        var (came, mail) = (server.Only, server.Only.Mail);
        Assert.That((came.From, came.To), Is.EqualTo(("procurement@example.com", "a@siam.example")));
        Assert.That(mail.From.Mailboxes.Single().Name, Is.EqualTo("Einkauf Köln"));
        Assert.That(mail.To.Mailboxes.Single().Name, Is.EqualTo("Siam Paper"));
        Assert.That(mail.MessageId, Is.EqualTo("0199a@example.com"));
        Assert.That(mail.Date, Is.EqualTo(Writer.At));
        Assert.That(mail.Headers["Auto-Submitted"], Is.EqualTo("auto-generated"));
        Assert.That(((TextPart)mail.Body!).ContentType.ToString(), Does.EndWith("text/plain; charset=\"utf-8\""));
    }

    [Test]
    public async Task The_same_mail_again_is_the_same_to_the_byte()
    {
        await writer.Dispute(reason: "Der Preis ist zu hoch: 5 €.");
        await writer.Dispute(reason: "Der Preis ist zu hoch: 5 €.");

        Assert.That(server.Mails[1].Raw, Is.EqualTo(server.Mails[0].Raw));
    }

    [Test]
    public async Task An_order_is_written_with_its_lines()
    {
        var items = new[]
        {
            new OrderedItem(1, "SP-80", "Paper", 2.5m, "BOX", 1250.125m, new DateOnly(2026, 2, 28)),
            new OrderedItem(2, "OFF-2", null, 10, "EACH", 5, null),
        };

        await writer.Notifier.OrderIssued(
            Writer.Siam(),
            new OrderNotice("PO-1", "USD", 123_456_789, items, 3, "Quai 1, 75001, Paris, FR", 30, "Ring twice."),
            default
        );

        Assert.That(server.Only.Subject, Is.EqualTo("Purchase order PO-1 from Procurement GmbH"));
        var lines = server.Only.Text.Split('\n');
        Assert.That(
            lines,
            Is.SupersetOf(
                new[]
                {
                    "To Siam Paper",
                    "1. SP-80 Paper",
                    "   2.5 BOX at 12.50125 USD, wanted on 2026-02-28",
                    "2. OFF-2",
                    "   10 EACH at 0.05 USD",
                    "... and 1 more lines, which we can send you",
                    "Total: 1234567.89 USD",
                    "Deliver to: Quai 1, 75001, Paris, FR",
                    "Payment: 30 days from the invoice",
                    "Note: Ring twice.",
                    "Procurement GmbH",
                }
            )
        );
    }

    [TestCase("JPY", 1234, "1234 JPY")]
    [TestCase("BHD", 1234, "1.234 BHD")]
    [TestCase("EUR", 7, "0.07 EUR")]
    [TestCase("EUR", 9007199254740993, "90071992547409.93 EUR")]
    [TestCase("???", 7, "7 minor units of ???")]
    public async Task A_payment_is_written_in_its_currency(string currency, long minor, string written)
    {
        await writer.Notifier.PaymentSent(Writer.Siam(), new PaymentNotice("INV-7", currency, minor, "BANK-1"), default);

        Assert.That(server.Only.Subject, Is.EqualTo("Your invoice INV-7 is paid"));
        Assert.That(server.Only.Text, Does.Contain($": {written}.").And.Contain("Reference of the payment: BANK-1"));
    }

    [Test]
    public async Task A_discrepancy_names_what_failed()
    {
        var failed = new[] { new FailedItem(1, 2, "Wet."), new FailedItem(3, 0.5m, null) };

        await writer.Notifier.GoodsDiscrepancy(Writer.Siam(), new DiscrepancyNotice("PO-1", "LS-1", failed), default);

        Assert.That(server.Only.Subject, Is.EqualTo("Discrepancy in your delivery LS-1"));
        Assert.That(server.Only.Text, Does.Contain("our order PO-1").And.Contain("Line 1: 2 - Wet.").And.Contain("Line 3: 0.5\n"));
    }

    [Test]
    public async Task A_change_of_account_names_its_end_only()
    {
        await writer.Notifier.BankAccountChanged(Writer.Siam(), new BankAccountNotice("7466"), default);

        Assert.That(server.Only.Subject, Is.EqualTo("Change of your bank account"));
        Assert.That(server.Only.Text, Does.Contain("pay Siam Paper to another bank account, which ends in 7466."));
    }

    [TestCase("บริษัท กระดาษสยาม จำกัด", "ใบส่งของ ๑๒๓", "กระดาษเปียก")]
    [TestCase("上海纸业有限公司", "送货单 42", "纸张受潮，无法使用。")]
    [TestCase("Señor Müller & Søn Åb", "Lieferschein Ä-1", "Déchiré, à moitié")]
    [TestCase("😀 Paper", "LS 😀", "𠜎")]
    public async Task Other_scripts_arrive_as_they_were_written(string name, string deliveryNote, string reason)
    {
        var goods = new DiscrepancyNotice("PO-1", deliveryNote, [new FailedItem(1, 2, reason)]);

        await writer.Notifier.GoodsDiscrepancy(Writer.Siam(name: name), goods, default);

        var came = server.Only;
        Assert.That(came.Mail.To.Mailboxes.Single().Name, Is.EqualTo(name));
        Assert.That(came.Subject, Is.EqualTo($"Discrepancy in your delivery {deliveryNote}"));
        Assert.That(came.Text, Does.Contain($"To {name}\n").And.Contain($"Line 1: 2 - {reason}\n"));
        Assert.That(came.Raw, Is.All.LessThan(128), "every server on the way understands it");
    }

    [TestCase("\r\n")]
    [TestCase("\n")]
    [TestCase("\r")]
    [TestCase("\u2028")]
    [TestCase("\r\n\r\n")]
    [TestCase("\r\n.\r\n")]
    public async Task What_people_enter_becomes_no_header_and_no_command(string lineEnd)
    {
        var evil = $"X{lineEnd}Bcc: evil@evil.example{lineEnd}RCPT TO:<evil@evil.example>";

        Assert.That((await writer.Dispute(Writer.Siam(name: evil), invoice: evil, reason: evil)).Error, Is.Null);

        var came = server.Only;
        Assert.That(came.To, Is.EqualTo("a@siam.example"));
        Assert.That(came.Mail.Headers.Select(header => header.Field), Has.None.EqualTo("Bcc"));
        Assert.That(came.Mail.To.Mailboxes.Select(to => to.Address), Is.EqualTo(new[] { "a@siam.example" }));
        Assert.That(came.Subject, Does.Contain("Bcc: evil@evil.example").And.EndWith("is disputed"));
        Assert.That(came.Text, Does.Not.Contain("\nBcc"));
    }

    [TestCase("a@siam.example, b@evil.example")]
    [TestCase("a@siam.example\r\nRCPT TO:<b@evil.example>")]
    [TestCase("<a@siam.example>")]
    [TestCase("Siam <a@siam.example>")]
    [TestCase("group: a@siam.example;")]
    [TestCase("@evil.example:a@siam.example")]
    [TestCase("กระดาษ@siam.example")]
    [TestCase("siam")]
    [TestCase("")]
    public async Task What_is_not_one_address_is_refused_for_good(string address)
    {
        var outcome = await writer.Dispute(Writer.Siam(address: address));

        Assert.That(outcome.Error?.Code, Is.EqualTo(NotifierErrors.Refused.Code));
        Assert.That(server.Mails, Is.Empty);
    }

    [Test]
    public async Task In_a_folder_the_same_mail_again_is_the_same_file()
    {
        var folder = Path.Combine(TestContext.CurrentContext.WorkDirectory, "mail", TestContext.CurrentContext.Test.ID);
        using var filing = Writer.Into(folder);

        await filing.Dispute(reason: "纸张");
        await filing.Dispute(reason: "纸张");
        await filing.Dispute(Writer.Siam("0199b"));

        Assert.That(Directory.GetFiles(folder).Select(Path.GetFileName), Is.EquivalentTo(new[] { "0199a.eml", "0199b.eml" }));
        var mail = await MimeMessage.LoadAsync(Path.Combine(folder, "0199a.eml"));
        Assert.That((mail.MessageId, mail.TextBody!.Contains("纸张", StringComparison.Ordinal)), Is.EqualTo(("0199a@example.com", true)));
        Assert.That(
            await File.ReadAllTextAsync(Path.Combine(folder, "0199b.eml"), Encoding.ASCII),
            Does.Contain("\r\n\r\nTo Siam Paper\r\n")
        );
        Directory.Delete(folder, recursive: true);
    }

    [Test]
    public async Task Without_mail_nothing_is_sent_and_nothing_fails()
    {
        using var silent = Writer.Nowhere();

        Assert.That(silent.Notifier.IsConfigured, Is.False);
        Assert.That((await silent.Dispute()).Error, Is.Null);
    }
}
