namespace Host.Tests.Invoicing;

using System.Globalization;
using System.Net;
using Host.Tests.Faults;
using Procurement.BuildingBlocks;
using Procurement.Invoicing.Contracts;
using TestKit;

/// <summary>What suppliers learn by mail, from the request to the mail server.</summary>
internal sealed class MailStories
{
    private static int last = 200_000;

    private MailServer server = null!;
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        server = await new MailServer { OfRecipient = to => to.StartsWith("gone-", StringComparison.Ordinal) ? 550 : 250 }.Start();
        api = await Writing(server);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await api.DisposeAsync();
        await server.DisposeAsync();
    }

    [Test]
    public async Task An_order_that_is_issued_is_sent_to_its_supplier()
    {
        var (supplier, email) = await Registered();

        var order = await api.Issued(supplier);

        var number = (await api.Bob.Get($"/purchase-orders/{order}")).Text("number");
        var mail = await Only(email);
        Assert.That(mail.Subject, Is.EqualTo($"Purchase order {number} from Procurement GmbH"));
        Assert.That(mail.Text, Does.Contain("To Siam Paper").And.Contain("3 EACH at 12.50 USD").And.Contain("Total: 37.50 USD"));
        Assert.That(mail.From, Is.EqualTo("procurement@example.com"));
    }

    [Test]
    public async Task A_discrepancy_is_told_with_the_order_and_the_delivery()
    {
        var (supplier, email) = await Registered();
        var order = await api.Delivered(0, supplier);
        await Only(email);

        await api.Received(order, 2, failed: true);

        var number = (await api.Bob.Get($"/purchase-orders/{order}")).Text("number");
        var mail = (await Mails(email, 2))[1];
        Assert.That(mail.Subject, Does.StartWith("Discrepancy in your delivery LS-"));
        Assert.That(mail.Text, Does.Contain($"our order {number} failed").And.Contain("Line 1: 2"));
    }

    [Test]
    public async Task An_invoice_in_dispute_is_told_by_the_suppliers_number()
    {
        var (supplier, email) = await Registered();
        var order = await api.Delivered(supplier: supplier);
        await Only(email);
        var number = Billing.NewNumber();

        var invoice = await api.Invoice(order, net: 5000, number: number);

        Assert.That(invoice.Text("status"), Is.EqualTo("Disputed"));
        var mail = (await Mails(email, 2))[1];
        Assert.That(mail.Subject, Is.EqualTo($"Your invoice {number} is disputed"));
        Assert.That(mail.Text, Does.Contain("Reason: OTH (other)"));
    }

    [Test]
    public async Task A_payment_is_told_with_amount_and_reference()
    {
        var (supplier, email) = await Registered();
        var order = await api.Delivered(supplier: supplier);
        var number = Billing.NewNumber();
        var invoice = (await api.Invoice(order, number: number)).Text("id");
        await Only(email);

        await api.Tell(
            "invoicing.notices",
            "pay_0199c0de-0000-7000-8000-000000000001",
            new PaymentDisbursed
            {
                PaymentId = "pay_0199c0de-0000-7000-8000-000000000001",
                InvoiceId = invoice,
                PurchaseOrderId = order,
                SupplierId = supplier,
                AmountCents = 3750,
                Currency = "USD",
                At = TimeProvider.System.Now(),
            }
        );

        var mail = (await Mails(email, 2))[1];
        Assert.That(mail.Subject, Is.EqualTo($"Your invoice {number} is paid"));
        Assert.That(mail.Text, Does.Contain("37.50 USD").And.Contain("P0199c0de000070008000000000000001"));
    }

    [Test]
    public async Task A_change_of_account_is_told_to_the_address_before_as_well()
    {
        var (supplier, before) = await Registered();
        var now = $"new-{before}";
        var changed = await api.Sam.Patch($"/suppliers/{supplier}", $$"""{"email":"{{now}}"}""");
        Assert.That(changed.Status, Is.EqualTo(HttpStatusCode.OK), changed.Body);

        await api.Sam.Put($"/suppliers/{supplier}/bank-account", Api.BankAccount);

        var mails = new[] { await Only(before), await Only(now) };
        Assert.That(mails.Select(mail => mail.Subject), Is.All.EqualTo("Change of your bank account"));
        Assert.That(mails.Select(mail => mail.Text), Is.All.Contains("ends in 7466").And.All.Not.Contains("SE45"));
        Assert.That(mails[0].Mail.MessageId, Is.Not.EqualTo(mails[1].Mail.MessageId));
    }

    [Test]
    public async Task A_mailbox_that_is_gone_is_for_an_operator_at_once()
    {
        var (supplier, _) = await Registered("gone-");

        await api.Issued(supplier);

        var dead = await Eventually.Holds(
            () =>
                Ledger.Column(
                    api.DatabaseUrl,
                    "SELECT attempts || ' ' || error FROM invoicing.inbox_dead WHERE consumer = 'invoicing.mail'"
                ),
            Has.Count.EqualTo(1)
        );
        Assert.That(dead, Is.EqualTo(new[] { "1 MAIL_REFUSED: the mail server does not accept the recipient (550)" }));
    }

    [Test]
    public async Task A_mail_server_that_was_away_gets_the_mail_later_and_once()
    {
        await using var away = new MailServer();
        await using var host = await Writing(away);
        var order = await host.Issued();
        await Eventually.Holds(
            () => Ledger.Column(host.DatabaseUrl, "SELECT attempts::text FROM invoicing.inbox WHERE consumer = 'invoicing.mail'"),
            Is.EqualTo(new[] { "1" })
        );
        Assert.That((await host.Bob.Get($"/purchase-orders/{order}")).Text("status"), Is.EqualTo("Issued"));
        await host.Counted(order, 0);

        await away.Start();

        await Eventually.Holds(() => Task.FromResult(away.Mails.Count), Is.EqualTo(1));
        await NothingLeft(host);
        var told = await Ledger.Column(
            host.DatabaseUrl,
            "SELECT replace(message_id::text, '-', '') FROM purchasing.event_log WHERE event_type = 'purchasing.purchase-order-issued'"
        );
        Assert.That(away.Only.Mail.MessageId, Is.EqualTo($"{told.Single()}@example.com"));
    }

    private static Task<Api> Writing(MailServer server) =>
        Api.Start(
            onPostgres: true,
            env =>
            {
                env["BANK_ACCOUNT_COOLING_OFF"] = "0s";
                env["MAIL_TRANSPORT"] = "smtp";
                env["MAIL_FROM"] = "procurement@example.com";
                env["SMTP_HOST"] = "127.0.0.1";
                env["SMTP_PORT"] = server.Port.ToString(CultureInfo.InvariantCulture);
                env["SMTP_SECURITY"] = "none";
            }
        );

    /// <summary>A supplier with an address that no other has.</summary>
    private async Task<(string Id, string Email)> Registered(string prefix = "")
    {
        var code = $"TH-{Interlocked.Increment(ref last)}";
        var email = $"{prefix}{code.ToLowerInvariant()}@siam.example";
        var supplier = await api.Sam.Post("/suppliers", $$"""{"code":"{{code}}","legal_name":"Siam Paper","email":"{{email}}"}""");
        Assert.That(supplier.Status, Is.EqualTo(HttpStatusCode.Created), supplier.Body);
        var approved = await api.Cora.Post($"/suppliers/{supplier.Text("id")}/approve", """{"risk_score":12}""");
        Assert.That(approved.Status, Is.EqualTo(HttpStatusCode.OK), approved.Body);
        return (supplier.Text("id"), email);
    }

    private async Task<Delivered> Only(string email) => (await Mails(email, 1))[0];

    /// <summary>All mails to an address, when so many have come and nothing more is on its way.</summary>
    private async Task<IReadOnlyList<Delivered>> Mails(string email, int count)
    {
        await Eventually.Holds(() => Task.FromResult(To(email).Count), Is.EqualTo(count));
        await NothingLeft(api);
        Assert.That(To(email), Has.Count.EqualTo(count));
        return To(email);
    }

    private List<Delivered> To(string email) => [.. server.Mails.Where(mail => mail.To == email)];

    private static Task NothingLeft(Api host) =>
        Eventually.Holds(
            async () =>
                (
                    await Ledger.Column(
                        host.DatabaseUrl,
                        """
                        SELECT (SELECT count(*) FROM invoicing.inbox WHERE consumer IN ('invoicing.notices', 'invoicing.mail'))
                            + (SELECT count(*) FROM invoicing.outbox) + (SELECT count(*) FROM supplier.outbox) + (SELECT count(*) FROM purchasing.outbox)
                        """
                    )
                ).Single(),
            Is.EqualTo("0")
        );
}
