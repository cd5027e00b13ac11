namespace Invoicing.Tests.Ports;

using Procurement.BuildingBlocks;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using static Invoicing.Tests.Domain.Made;
using static Invoicing.Tests.Ports.Parts;

/// <summary>How payments are kept, and which are found by runs and by the bank's job.</summary>
internal sealed class PaymentSuite(Kept kept) : InvoicingPorts(kept)
{
    private IPaymentQueries Queries => The<IPaymentQueries>();

    [TestCase("EUR")]
    [TestCase("JPY")]
    [TestCase("KWD")]
    public Task Keeps_one_through_credits_runs_the_bank_and_another_attempt(string currency)
    {
        var (run, again) = (NewRun(), NewRun());
        var (credit, other) = (Credit(net: 300), Credit(net: 42));
        return Keeps(
            Payments,
            () =>
                Paying(account: null, currency: currency, due: new DateOnly(2031, 12, 31), discount: new(2.5m, Today, DiscountBase.gross)),
            IsKept,
            payment => Assert.That(payment.SetOff(credit, Machine, Later).Value, Is.EqualTo(300)),
            payment => Assert.That(payment.SetOff(other, Machine, Later).Value, Is.EqualTo(42)),
            payment => Done(payment.PutInto(run, Clerk, Later)),
            payment => Done(payment.TakeOut(new PayeeStanding(7, IsHeld: true), Machine, Later)),
            payment => Done(payment.PutInto(again, Clerk, Later)),
            payment => Done(payment.TakeDiscount(Today, Machine, Later)),
            payment => Done(payment.Send(Machine, Later)),
            payment => Done(payment.Disburse("BNK-ä-1", Machine, Later.AddSeconds(1))),
            payment => Done(payment.Fail("AC04", Machine, Later)),
            payment => Done(payment.Retry(Clerk, Later)),
            payment => Done(payment.PutInto(run, Clerk, Later)),
            payment => Done(payment.Disburse(null, Machine, Later.AddSeconds(2))),
            payment => Done(payment.Remit("BNK-2", Machine, Later))
        );
    }

    [Test]
    public Task Keeps_one_that_credits_have_left_nothing_of_and_that_was_reversed()
    {
        var credit = Credit(net: 5000);
        return Keeps(
            Payments,
            () => Paying(),
            IsKept,
            payment => Assert.That(payment.SetOff(credit, Machine, Later).Value, Is.EqualTo(1000)),
            payment => Done(payment.Reverse(Why("Nothing is left."), Clerk, Later))
        );
    }

    [Test]
    public async Task An_invoice_has_one_payment_that_was_not_reversed()
    {
        var order = Order(NewSupplier());
        var invoice = Invoiced(PlainDraft(order.SupplierId!.Value, order));
        var first = await Payments.Committed(Pay());

        Assert.That(await Refusal(Payments, Pay()), Is.EqualTo(Error.Stale));
        Assert.That(await Queries.OfInvoice(invoice.Id, default), Is.EqualTo(first.Id));

        await Payments.Change(first.Id, payment => Done(payment.Reverse(Why(), Clerk, Later)));
        Assert.That(await Queries.OfInvoice(invoice.Id, default), Is.Null);

        var second = Pay();
        Done(second.Reverse(Why(), Clerk, Later));
        await Payments.Committed(second);
        var third = await Payments.Committed(Pay());
        Assert.That(await Queries.OfInvoice(invoice.Id, default), Is.EqualTo(third.Id));
        Assert.That(await Walk(new() { Limit = 2, InvoiceId = invoice.Id }), Has.Count.EqualTo(3));
        Assert.That(await Queries.OfInvoice(new InvoiceId(IdAt(Now)), default), Is.Null);

        Payment Pay() => Payment.Schedule(new PaymentId(IdAt(Now)), invoice, 1, Machine, Now);
    }

    [Test]
    public async Task Of_a_run_and_a_credit_that_want_one_at_once_one_wins()
    {
        var id = (await Payments.Committed(Paying())).Id;
        var (run, credit) = (NewRun(), Credit(net: 10));

        var outcome = await AtOnce(
            Payments,
            id,
            one => Done(one.PutInto(run, Clerk, Later)),
            other => Assert.That(other.SetOff(credit, Machine, Later).Error, Is.Null)
        );

        Assert.That(outcome, Is.EqualTo(((Error?)null, Error.Stale)));
        var found = (await Payments.Find(id))!;
        Assert.That((found.RunId, found.AmountMinor, found.SetOffs.Count), Is.EqualTo(((PaymentRunId?)run, 1000L, 0)));
    }

    [Test]
    public async Task Knows_nothing_of_what_is_not_there()
    {
        var absent = new PaymentId(IdAt(Now));

        Assert.That(await Queries.Find(absent, default), Is.Null);
        Assert.That(await Queries.History(absent, new HistoryRange(0, 10), default), Is.Null);
        Assert.That(await Queries.HistoryItem(absent, 1, default), Is.Null);
        Assert.That(await Queries.InRun(NewRun(), default), Is.Empty);
    }

    [Test]
    public async Task Tells_what_happened_to_one()
    {
        var payment = Paying();
        var run = NewRun();
        Done(payment.PutInto(run, Clerk, Later));
        Done(payment.Send(Machine, Later));
        await Payments.Committed(payment);

        var history = (await Queries.History(payment.Id, new HistoryRange(0, 2), default))!;
        var sent = (await Queries.HistoryItem(payment.Id, 3, default))!;

        Assert.That(history.Next, Is.EqualTo(2));
        Assert.That(history.Items[0].Details!.Value.GetProperty("amount_cents").GetInt64(), Is.EqualTo(1000));
        Assert.That(history.Items[1].Details!.Value.GetProperty("payment_run_id").GetString(), Is.EqualTo($"{run}"));
        Assert.That((sent.Event, sent.Details, sent.At), Is.EqualTo(("PaymentSent", (System.Text.Json.JsonElement?)null, Later)));
    }

    [Test]
    public async Task Lists_by_everything_that_can_be_filtered_by_page_by_page()
    {
        var (supplier, run) = (NewSupplier(), NewRun());
        var waiting = await Stored(0, supplier, 0);
        var planned = await Stored(1, supplier, 1, payment => Done(payment.PutInto(run, Clerk, Later)));
        var disbursed = await Stored(2, supplier, 2, payment => Disburse(payment, run));
        var failed = await Stored(3, supplier, 3, payment => Fail(payment, run));
        var reversed = await Stored(4, supplier, 4, payment => Done(payment.Reverse(Why(), Clerk, Later)));
        await Stored(5, NewSupplier(), 0, payment => Done(payment.PutInto(NewRun(), Clerk, Later)));

        await Finds(any => any, reversed, failed, disbursed, planned, waiting);
        await Finds(any => any with { Status = PaymentStatus.Scheduled }, planned, waiting);
        await Finds(any => any with { Status = PaymentStatus.Disbursed }, disbursed);
        await Finds(any => any with { Status = PaymentStatus.Failed }, failed);
        await Finds(any => any with { Status = PaymentStatus.Reversed }, reversed);
        await Finds(any => any with { Status = PaymentStatus.Remitted });
        await Finds(any => any with { InvoiceId = failed.InvoiceId }, failed);
        await Finds(any => any with { RunId = run }, failed, disbursed, planned);
        await Finds(any => any with { SupplierId = null, RunId = run }, failed, disbursed, planned);
        await Finds(any => any with { SupplierId = NewSupplier(), RunId = run });
        await Finds(any => any with { DueFrom = Today.AddDays(3) }, reversed, failed);
        await Finds(any => any with { DueTo = Today.AddDays(1) }, planned, waiting);
        await Finds(any => any with { DueFrom = Today.AddDays(1), DueTo = Today.AddDays(3), RunId = run }, failed, disbursed, planned);

        async Task Finds(Func<PaymentFilter, PaymentFilter> narrow, params Payment[] expected)
        {
            for (var limit = 1; limit <= 6; limit++)
            {
                var filter = narrow(new() { Limit = limit, SupplierId = supplier });
                Assert.That(await Walk(filter), Is.EqualTo(expected.Select(payment => payment.Identifier)), $"{filter}");
            }
        }
    }

    [Test]
    public async Task Finds_what_is_due_the_earliest_first()
    {
        // Long before what other tests leave behind.
        const int Ago = -9000;
        var (one, other) = (NewSupplier(), NewSupplier());
        var third = await Stored(1, one, Ago + 2);
        var second = await Stored(3, other, Ago + 1);
        var first = await Stored(2, one, Ago + 1);
        await Stored(4, one, Ago + 3);
        await Stored(5, one, Ago, payment => Done(payment.PutInto(NewRun(), Clerk, Later)));
        await Stored(6, one, Ago, payment => Done(payment.Reverse(Why(), Clerk, Later)));
        await Stored(7, one, Ago, payment => Fail(payment, NewRun()));
        var retried = await Stored(8, one, Ago, payment => Fail(payment, NewRun()));
        var takenOut = await Stored(9, one, Ago, payment => Done(payment.PutInto(NewRun(), Clerk, Later)));
        var withoutAccount = await Payments.Committed(Paying(one, Today.AddDays(Ago), IdAt(Now.AddSeconds(10)), account: null));
        await Payments.Change(retried.Id, payment => Done(payment.Retry(Clerk, Later)));
        await Payments.Change(takenOut.Id, payment => Done(payment.TakeOut(new PayeeStanding(1, false), Clerk, Later)));
        PaymentId[] all = [retried.Id, takenOut.Id, withoutAccount.Id, first.Id, second.Id, third.Id];

        Assert.That(await Due(Ago + 2, null), Is.EqualTo(all));
        Assert.That(await Due(Ago + 1, null), Is.EqualTo(all[..5]));
        Assert.That(await Due(Ago + 2, other), Is.EqualTo(new[] { second.Id }));
        Assert.That(await Due(Ago + 2, one), Is.EqualTo(all.Where(id => id != second.Id)));
        Assert.That(await Due(Ago + 2, null, 4), Is.EqualTo(all[..4]));
        Assert.That(await Due(Ago - 1, null), Is.Empty);
        Assert.That(await Due(Ago + 2, NewSupplier()), Is.Empty);

        async Task<IReadOnlyList<PaymentId>> Due(int days, SupplierId? supplier, int atMost = 100) =>
            await Queries.Due(Today.AddDays(days), Today.AddDays(days), supplier, atMost, default);
    }

    [Test]
    public async Task Finds_what_is_cheaper_until_then_as_well()
    {
        var supplier = NewSupplier();
        var payment = await Payments.Committed(
            Paying(supplier, Today.AddDays(30), IdAt(Now.AddSeconds(11)), discount: new(2.5m, Today.AddDays(10), DiscountBase.net))
        );

        Assert.That(await Due(10, 0), Is.EqualTo(new[] { payment.Id }));
        Assert.That(await Due(10, 10), Is.EqualTo(new[] { payment.Id }), "on its last day");
        Assert.That(await Due(9, 0), Is.Empty, "there is time");
        Assert.That(await Due(29, 11), Is.Empty, "it is over");
        Assert.That(await Due(30, 11), Is.EqualTo(new[] { payment.Id }));

        async Task<IReadOnlyList<PaymentId>> Due(int cutOff, int today) =>
            await Queries.Due(Today.AddDays(cutOff), Today.AddDays(today), supplier, 100, default);
    }

    [Test]
    public async Task Finds_those_of_a_run_that_were_not_reversed()
    {
        var (supplier, run) = (NewSupplier(), NewRun());
        var second = await Stored(2, supplier, 0, payment => Done(payment.PutInto(run, Clerk, Later)));
        var first = await Stored(1, supplier, 0, payment => Fail(payment, run));
        var third = await Stored(3, supplier, 0, payment => Disburse(payment, run));
        await Stored(4, supplier, 0, payment => Done(payment.PutInto(NewRun(), Clerk, Later)));
        await Stored(
            5,
            supplier,
            0,
            payment =>
            {
                Done(payment.PutInto(run, Clerk, Later));
                Done(payment.Reverse(Why(), Clerk, Later));
            }
        );

        Assert.That(await Queries.InRun(run, default), Is.EqualTo(new[] { first.Id, second.Id, third.Id }));

        await Payments.Change(second.Id, payment => Done(payment.TakeOut(new PayeeStanding(1, false), Clerk, Later)));
        Assert.That(await Queries.InRun(run, default), Is.EqualTo(new[] { first.Id, third.Id }));
    }

    [Test]
    public async Task Finds_what_the_bank_has_not_taken_or_settled_part_by_part()
    {
        // Behind what other tests leave behind.
        const int Start = 1_000_000;
        var supplier = NewSupplier();
        var bank = (await PaymentRuns.Committed(Run(PaymentChannel.bank))).Id;
        var file = (await PaymentRuns.Committed(Run(PaymentChannel.file))).Id;
        var before = new PaymentId(IdAt(Now.AddSeconds(Start - 1)));
        var third = await Stored(Start + 5, supplier, 0, payment => Disburse(payment, bank));
        var first = await Stored(Start + 1, supplier, 0, payment => Done(payment.PutInto(bank, Clerk, Later)));
        var second = await Stored(
            Start + 3,
            supplier,
            0,
            payment =>
            {
                Done(payment.PutInto(bank, Clerk, Later));
                Done(payment.Send(Machine, Later));
            }
        );
        await Stored(Start, supplier, 0);
        await Stored(Start + 2, supplier, 0, payment => Disburse(payment, file));
        await Stored(Start + 4, supplier, 0, payment => Fail(payment, bank));
        await Stored(Start + 6, supplier, 0, payment => Done(payment.PutInto(file, Clerk, Later)));
        await Stored(Start + 7, supplier, 0, payment => Done(payment.PutInto(NewRun(), Clerk, Later)));
        await Stored(
            Start + 8,
            supplier,
            0,
            payment =>
            {
                Disburse(payment, bank);
                Done(payment.Remit("BNK-2", Machine, Later));
            }
        );

        Assert.That(await Queries.ForBank(true, before, 100, default), Is.EqualTo(new[] { first.Id, second.Id, third.Id }));
        Assert.That(await Queries.ForBank(true, before, 2, default), Is.EqualTo(new[] { first.Id, second.Id }));
        Assert.That(await Queries.ForBank(true, second.Id, 2, default), Is.EqualTo(new[] { third.Id }));
        Assert.That(await Queries.ForBank(true, third.Id, 2, default), Is.Empty);
        Assert.That(await Queries.ForBank(true, null, 100, default), Is.EqualTo(new[] { first.Id, second.Id, third.Id }));
        Assert.That(await Queries.ForBank(false, before, 100, default), Is.EqualTo(new[] { first.Id, second.Id }), "the third is with it");
    }

    private static void Disburse(Payment payment, PaymentRunId run)
    {
        Done(payment.PutInto(run, Clerk, Later));
        Done(payment.Disburse("BNK-1", Machine, Later));
    }

    private static void Fail(Payment payment, PaymentRunId run)
    {
        Done(payment.PutInto(run, Clerk, Later));
        Done(payment.Fail("AC01", Machine, Later));
    }

    /// <summary>One whose identifier is so many seconds later than the first, due so many days from today.</summary>
    private Task<Payment> Stored(int seconds, SupplierId supplier, int days, Action<Payment>? then = null)
    {
        var payment = Paying(supplier, Today.AddDays(days), IdAt(Now.AddSeconds(seconds)));
        then?.Invoke(payment);
        return Payments.Committed(payment);
    }

    private async Task<List<string>> Walk(PaymentFilter filter) =>
        [.. (await Walked(filter.Limit, after => Queries.List(filter with { After = after }, default))).Select(shown => shown.Id)];

    private async Task IsKept(Payment payment)
    {
        Assert.That(Whole.Of(await Payments.Find(payment.Id)), Is.EqualTo(Whole.Of(payment)));
        var shown = Whole.Of(PaymentView.Of(payment));
        Assert.That(Whole.Of(await Queries.Find(payment.Id, default)), Is.EqualTo(shown));
        var listed = await Queries.List(new() { Limit = 1, InvoiceId = payment.InvoiceId }, default);
        Assert.That(Whole.Of(listed.Items.Single()), Is.EqualTo(shown));
    }
}
