namespace Host.Tests.Bank;

using System.Net;
using Host.Tests.Faults;
using Host.Tests.Invoicing;

/// <summary>Payments are handed to the bank once each, whatever it answers, and whether or not its answer arrives.</summary>
[Category(Lane.Processes)]
internal sealed class HandingOverStories
{
    private SimulatedBank bank = null!;
    private Api api = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        bank = await SimulatedBank.Start();
        api = await Api.Start(onPostgres: true, bank.Serve);
    }

    [OneTimeTearDown]
    public async Task Stop()
    {
        await api.DisposeAsync();
        await bank.DisposeAsync();
    }

    /// <summary>Nothing of one story is asked for in the next.</summary>
    [TearDown]
    public async Task Settle()
    {
        await bank.Does();
        await bank.Says();
        await bank.Release();
        await bank.End("settled");
        await Eventually.Holds(
            () => Ledger.Column(api.DatabaseUrl, "SELECT count(*) FROM invoicing.payments WHERE status = 'Disbursed'"),
            Is.EqualTo(new[] { "0" })
        );
    }

    [Test]
    public async Task A_payment_is_disbursed_and_once_the_bank_has_settled_it_remitted()
    {
        var bill = await api.Bill();
        await api.HandIn(bill);

        await api.PaymentBecomes(bill.Payment, "Disbursed");
        Assert.That(await api.StatusOf($"/invoices/{bill.Invoice}"), Is.EqualTo("Paid"));
        await api.OrderBecomes(bill.Order, "Closed");
        await bank.End("settled");
        await api.PaymentBecomes(bill.Payment, "Remitted");

        Assert.That((await api.Payment(bill.Payment)).Text("bank_reference"), Is.EqualTo($"BANK-{bill.Payment}"));
        await bank.PaidOnce(bill.Payment);
        Assert.That((await bank.Find(bill.Payment))!.Iban, Is.EqualTo("SE4550000000058398257466"));
        Assert.That((await bank.Find(bill.Payment))!.Posts, Is.EqualTo(1));
    }

    [Test]
    public async Task One_that_is_settled_at_once_is_remitted_at_once()
    {
        await bank.Does(new Step { Outcome = "settled" });
        var bill = await api.Bill();
        await api.HandIn(bill);

        await api.PaymentBecomes(bill.Payment, "Remitted");
        Assert.That(await api.StatusOf($"/invoices/{bill.Invoice}"), Is.EqualTo("Paid"));
    }

    private static IEnumerable<TestCaseData> LostAnswers()
    {
        yield return new TestCaseData(new Step { Lose = true }).SetArgDisplayNames("broken off");
        yield return new TestCaseData(new Step { Lose = true, Always = true }).SetArgDisplayNames("broken off each time");
        yield return new TestCaseData(new Step { LateMs = 6_000 }).SetArgDisplayNames("too late");
        yield return new TestCaseData(new Step { DelayMs = 6_000 }).SetArgDisplayNames("too late, and carried out behind the next");
        yield return new TestCaseData(new Step { Close = true }).SetArgDisplayNames("never taken");
    }

    [TestCaseSource(nameof(LostAnswers))]
    public async Task One_whose_answer_is_lost_goes_out_once(Step lost)
    {
        await bank.Does(lost);
        var bill = await api.Bill();
        await api.HandIn(bill);

        await api.PaymentBecomes(bill.Payment, "Disbursed");

        await bank.End("settled");
        await api.PaymentBecomes(bill.Payment, "Remitted");
        await bank.PaidOnce(bill.Payment);
    }

    [TestCase("INVALID_ACCOUNT")]
    [TestCase("INSUFFICIENT_FUNDS")]
    public async Task One_that_the_bank_refuses_has_failed_until_somebody_tries_again(string code)
    {
        await bank.Does(new Step { Refuse = code });
        var bill = await api.Bill();
        await api.HandIn(bill);
        await api.PaymentBecomes(bill.Payment, "Failed");
        Assert.That((await api.Payment(bill.Payment)).Text("failure_code"), Is.EqualTo(code));
        var before = (await bank.Count()).Posts;

        var other = await api.Bill();
        await api.HandIn(other);
        await api.PaymentBecomes(other.Payment, "Disbursed");
        Assert.That((await bank.Count()).Posts, Is.EqualTo(before + 1), "it is not tried again by itself");

        var retried = await api.Fay.Post($"/payments/{bill.Payment}/retry");
        Assert.That(retried.Text("status"), Is.EqualTo("Scheduled"), retried.Body);
        await api.HandIn(bill);
        await api.PaymentBecomes(bill.Payment, "Disbursed");
        await bank.PaidOnce(bill.Payment, other.Payment);
    }

    [Test]
    public async Task One_that_fails_later_is_paid_once_when_it_is_tried_again()
    {
        var bill = await api.Bill();
        await api.HandIn(bill);
        await api.PaymentBecomes(bill.Payment, "Disbursed");

        await bank.End("failed");
        await api.PaymentBecomes(bill.Payment, "Failed");
        Assert.That((await api.Payment(bill.Payment)).Text("failure_code"), Is.EqualTo("FAILED"));
        Assert.That((await api.Fay.Post($"/payments/{bill.Payment}/retry")).Status, Is.EqualTo(HttpStatusCode.OK));
        await api.HandIn(bill);

        await api.PaymentBecomes(bill.Payment, "Disbursed");
        await bank.PaidOnce(bill.Payment);
    }

    [TestCase(401)]
    [TestCase(403)]
    public async Task While_the_bank_does_not_take_us_payments_wait(int status)
    {
        var bill = await api.Bill();
        await bank.Says(new Step { Status = status }, new Step { Status = status });
        await bank.Does(new Step { Status = status });
        var before = await bank.Count();
        await api.HandIn(bill);

        await Eventually.Holds(async () => (await bank.Count()).Posts - before.Posts, Is.EqualTo(2));

        await api.PaymentBecomes(bill.Payment, "Disbursed");
        await bank.PaidOnce(bill.Payment);
    }

    private static IEnumerable<TestCaseData> Nonsense()
    {
        const string Good = """{"reference":"X","status":"settled"}""";
        yield return Case("no JSON", new Step { Body = "canary" });
        yield return Case("nothing", new Step { Body = "" });
        yield return Case("null", new Step { Body = "null" });
        yield return Case("more behind it", new Step { Body = Good + Good });
        yield return Case("another state", new Step { Body = Good.Replace("settled", "done", StringComparison.Ordinal) });
        yield return Case("no reference", new Step { Body = """{"status":"settled"}""" });
        yield return Case("an empty reference", new Step { Body = """{"reference":"","status":"settled"}""" });
        yield return Case("a number as a text", new Step { Body = """{"reference":1,"status":"settled"}""" });
        yield return Case("a page", new Step { ContentType = "text/html", Body = Good });
        yield return Case(
            "encoded",
            new Step
            {
                Body = Good,
                Headers = new() { ["Content-Encoding"] = "gzip" },
            }
        );
        yield return Case("too large", new Step { Body = Good, Bytes = 64 * 1024 + 1 });
        yield return Case(
            "too large, unannounced",
            new Step
            {
                Body = Good,
                Bytes = 64 * 1024 + 1,
                Chunked = true,
            }
        );
        yield return Case("a refusal of its own", new Step { Refuse = "NO_IDEA" });

        static TestCaseData Case(string name, Step step) => new TestCaseData(step).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Nonsense))]
    public async Task What_is_not_as_agreed_books_nothing_and_pays_nothing_twice(Step step)
    {
        var bill = await api.Bill();
        await bank.Does(step with { Always = true });
        await bank.Says(new Step(), step with { Always = true });
        var before = await bank.Count();
        await api.HandIn(bill);

        await Eventually.Holds(
            async () => (await bank.Count()) is var now && now.Posts > before.Posts && now.Gets > before.Gets + 2,
            Is.True
        );

        var payment = await api.Payment(bill.Payment);
        Assert.That(payment.Text("status"), Is.EqualTo("Scheduled"), payment.Body);
        Assert.That(await api.StatusOf($"/invoices/{bill.Invoice}"), Is.EqualTo("ScheduledForPayment"));
        await bank.Does();
        await bank.Says();
        await api.PaymentBecomes(bill.Payment, "Disbursed");
        await bank.PaidOnce(bill.Payment);
    }

    [Test]
    public async Task While_the_bank_may_have_it_nobody_takes_it_back()
    {
        var bill = await api.Bill();
        await bank.Does(new Step { Hold = true });
        await api.HandIn(bill);
        await Eventually.Holds(async () => (await bank.Count()).Held, Is.EqualTo(1));

        var disputed = await api.Carla.Post($"/invoices/{bill.Invoice}/dispute", """{"reason_code":"QUA","reason":"Torn."}""");
        var reversed = await api.Fay.Post($"/payments/{bill.Payment}/reverse", """{"reason":"Torn."}""");

        Assert.That((disputed.Status, disputed.Code), Is.EqualTo((HttpStatusCode.Conflict, "PAYMENT_UNDER_WAY")), disputed.Body);
        Assert.That((reversed.Status, reversed.Code), Is.EqualTo((HttpStatusCode.Conflict, "PAYMENT_UNDER_WAY")), reversed.Body);
        await bank.Release();
        await api.PaymentBecomes(bill.Payment, "Disbursed");
        await bank.PaidOnce(bill.Payment);
    }

    [Test]
    public async Task One_that_the_bank_cannot_answer_keeps_no_other_from_going_out([Values] bool nonsense)
    {
        var bad = await api.Bill();
        await bank.Meets(
            bad.Payment,
            new Step
            {
                Status = nonsense ? null : 500,
                Body = nonsense ? "canary" : null,
                Always = true,
            }
        );
        var good = await api.Bill();
        await api.HandIn(bad);
        await api.HandIn(good);

        await api.PaymentBecomes(good.Payment, "Disbursed");

        Assert.That(await api.StatusOf($"/payments/{bad.Payment}"), Is.EqualTo("Scheduled"));
        await bank.Meets(bad.Payment);
        await api.PaymentBecomes(bad.Payment, "Disbursed");
        await bank.PaidOnce(bad.Payment, good.Payment);
    }
}
