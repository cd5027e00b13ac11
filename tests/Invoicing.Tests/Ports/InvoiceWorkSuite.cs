namespace Invoicing.Tests.Ports;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using Procurement.Invoicing.UseCases;
using static Invoicing.Tests.Domain.Made;
using static Invoicing.Tests.Ports.Parts;

/// <summary>Which invoices are found by those who have work with them: checks, matches, jobs and simulations.</summary>
internal sealed class InvoiceWorkSuite(Kept kept) : InvoicingPorts(kept)
{
    private IInvoiceQueries Queries => The<IInvoiceQueries>();

    [Test]
    public async Task Finds_what_looks_like_the_same_under_another_number()
    {
        var supplier = NewSupplier();
        var draft = PlainDraft(supplier, net: 4711) with { IssueDate = "2026-01-15" };
        var late = await Stored(2, draft with { InvoiceNumber = "S-1", IssueDate = "2026-01-29" });
        var early = await Stored(1, draft with { InvoiceNumber = "S-2", IssueDate = "2026-01-01" });
        var taxed = await Stored(3, draft with { InvoiceNumber = "S-3", Amounts = new(4000, [new("S", 17.775m, 4000, 711)], 4711) });
        await Stored(4, draft with { InvoiceNumber = "S-4", IssueDate = "2026-01-30" });
        await Stored(5, draft with { InvoiceNumber = "S-5", IssueDate = "2025-12-31" });
        await Stored(6, draft with { InvoiceNumber = "S-6", Currency = "USD" });
        await Stored(7, draft with { InvoiceNumber = "S-7", Amounts = new(4711, [new("S", 1, 4711, 47)], 4758) });
        await Stored(8, draft with { InvoiceNumber = "S-8" }, invoice => Done(invoice.Void(Why(), Clerk, Later)));
        await Stored(9, draft with { InvoiceNumber = "S-9", SupplierId = $"{NewSupplier()}" });

        Assert.That(await Similar(draft), Is.EqualTo(new[] { early.Id, taxed.Id, late.Id }), "by their dates");
        Assert.That(await Similar(draft with { InvoiceNumber = "s 001" }), Is.EqualTo(new[] { early.Id, taxed.Id }), "but the same number");
        Assert.That(await Similar(draft, butNot: taxed.Id), Is.EqualTo(new[] { early.Id, late.Id }));
        Assert.That(await Similar(draft, days: 13), Is.EqualTo(new[] { taxed.Id }));
        Assert.That(await Similar(draft with { Amounts = new(4710, null, null) }), Is.Empty);

        var found = await Ask((CheckInvoice check) => check.Execute(Content(draft), late.Id, default));
        Assert.That(found.Value.Filing.PossibleDuplicates, Is.EqualTo(new[] { early.Identifier, taxed.Identifier }));
    }

    [TestCase("0001-01-01")]
    [TestCase("9999-12-31")]
    public async Task Looks_for_the_same_up_to_the_ends_of_the_calendar_and_finds_no_more_than_twenty(string issued)
    {
        var draft = PlainDraft(NewSupplier()) with { IssueDate = issued };
        var stored = new List<InvoiceId>();
        for (var i = 0; i < 21; i++)
            stored.Add((await Stored(21 - i, draft with { InvoiceNumber = $"E-{i}" })).Id);

        Assert.That(await Similar(draft, days: 4_000_000), Is.EqualTo(Enumerable.Reverse(stored).Take(20)));
    }

    [Test]
    public async Task Adds_up_what_is_open_by_status_and_currency()
    {
        var supplier = NewSupplier();
        // Nobody else in these tests bills in it.
        var draft = PlainDraft(supplier, net: 1000) with
        {
            Currency = "UYU",
        };
        await Stored(1, draft with { InvoiceNumber = "U-1" });
        await Stored(2, draft with { InvoiceNumber = "U-2", Amounts = new(5000, null, null) });
        await Stored(3, draft with { InvoiceNumber = "U-3" }, Dispute);
        await Stored(4, draft with { InvoiceNumber = "U-4" }, invoice => Done(invoice.Void(Why(), Clerk, Later)));

        var open = (await Queries.Open(default)).Where(each => each.Currency == "UYU");

        Assert.That(open, Is.EqualTo(new OpenAmount[] { new("Disputed", "UYU", 1, 1000), new("Registered", "UYU", 2, 6000) }));
    }

    [Test]
    public async Task Tells_whether_one_waits()
    {
        var order = NewOrderId();
        var draft = PlainDraft(NewSupplier());
        var waits = await Stored(1, draft with { InvoiceNumber = "W-1", PurchaseOrderId = $"{order}" });
        var none = await Stored(2, draft with { InvoiceNumber = "W-2" });
        var disputed = await Stored(3, draft with { InvoiceNumber = "W-3", PurchaseOrderId = $"{order}" }, Dispute);

        foreach (
            var (id, expected) in new[] { (waits.Id, true), (none.Id, false), (disputed.Id, false), (new InvoiceId(IdAt(Now)), false) }
        )
            Assert.That(await Queries.Waits(id, default), Is.EqualTo(expected));
    }

    [Test]
    public async Task Finds_those_of_an_order_that_wait_and_those_that_are_open()
    {
        var supplier = NewSupplier();
        var order = Order(supplier).Received((1, 10));
        var other = Order(supplier).Received((1, 10));
        var payment = new PaymentId(IdAt(Now));
        var paid = await Of(9, invoice => Done(invoice.Pay(payment, Machine, Later)), Matches);
        var scheduled = await Of(8, invoice => Done(invoice.Schedule(payment, Machine, Later)), Matches);
        var matched = await Of(7, _ => { }, Matches);
        var disputed = await Of(6, _ => { }, Dispute);
        var corrected = await Of(5, Correct, Dispute);
        var registered = await Of(4, _ => { });
        await Of(3, invoice => Done(invoice.Void(Why(), Clerk, Later)));
        await Stored(2, PlainDraft(supplier, other));
        await Stored(1, PlainDraft(supplier));

        Assert.That(await Queries.WaitingFor(order.Id, default), Is.EqualTo(new[] { registered, corrected }));
        Assert.That(
            await Queries.OpenOf(order.Id, default),
            Is.EqualTo(new[] { registered, corrected, disputed, matched, scheduled }),
            $"all but {paid}"
        );
        Assert.That(await Queries.WaitingFor(NewOrderId(), default), Is.Empty);
        Assert.That(await Queries.OpenOf(NewOrderId(), default), Is.Empty);

        void Matches(Invoice invoice) => Decide(invoice, order);

        void Correct(Invoice invoice) => Done(invoice.Correct(Content(new InvoiceDraft().Over(invoice)), Filed(), Clerk, Later));

        async Task<InvoiceId> Of(int seconds, Action<Invoice> then, Action<Invoice>? first = null) =>
            (await Stored(seconds, PlainDraft(supplier, order), first + then)).Id;
    }

    [Test]
    public async Task Finds_those_to_which_nothing_has_happened_the_longest_waiting_first()
    {
        var ago = Now.AddYears(-5);
        var supplier = NewSupplier();
        var third = await At(ago.AddSeconds(3));
        var second = await At(ago.AddSeconds(2));
        var disputed = await At(ago, invoice => Done(invoice.DisputeFor(DisputeReason.OTH, "Odd.", Clerk, ago)));
        var gone = await At(ago, invoice => Done(invoice.Void(Why(), Clerk, ago)));
        var order = Order(supplier).Received((1, 10));
        var matched = await At(ago, invoice => Decide(invoice, order), order);

        var due = ago.AddSeconds(3).AddHours(24);
        Assert.That(await Queries.Overdue(due, 10, default), Is.EqualTo(new[] { second, third }));
        Assert.That(await Queries.Overdue(due, 1, default), Is.EqualTo(new[] { second }));
        Assert.That(await Queries.Overdue(due.AddTicks(-10), 10, default), Is.EqualTo(new[] { second }));
        Assert.That(await Queries.Overdue(ago, 10, default), Is.Empty);

        await Invoices.Change(second, invoice => Done(invoice.Remind(Machine, due)));
        Assert.That(await Queries.Overdue(due, 10, default), Is.EqualTo(new[] { third }), "it was told of");
        Assert.That(
            await Queries.Overdue(ago.AddDays(31), 10, default),
            Is.EqualTo(new[] { third, disputed, second }),
            $"and is again when it has matched nothing for thirty days, but neither {gone} nor {matched} is"
        );

        async Task<InvoiceId> At(DateTimeOffset at, Action<Invoice>? then = null, OrderCopy? of = null)
        {
            var invoice = Invoiced(PlainDraft(supplier, of), at: at);
            then?.Invoke(invoice);
            return (await Invoices.Committed(invoice)).Id;
        }
    }

    [Test]
    public async Task Tells_by_what_those_of_some_time_were_decided_and_simulates_with_that()
    {
        var (supplier, from) = (NewSupplier(), Now.AddYears(5));
        var order = FullOrder(supplier);
        var near = Order(supplier, "JPY").Received((1, 10));
        var second = await At(from.AddSeconds(2), FullDraft(supplier, order), order);
        // Three per cent more than expected.
        var first = await At(from, PlainDraft(supplier, near, 1030) with { Currency = "JPY" }, near);
        await At(from.AddSeconds(1), PlainDraft(supplier));
        await At(from.AddSeconds(1), PlainDraft(supplier, near) with { Currency = "JPY" }, near, Void);
        var end = await At(from.AddSeconds(3), PlainDraft(supplier, near) with { Currency = "JPY" }, near);
        var to = end.CreatedAt;

        await Finds([first, second], from, to, 10);
        await Finds([first], from, to, 1);
        await Finds([second], from.AddTicks(10), to, 10);
        await Finds([first, second, end], from, to.AddTicks(10), 10);
        await Finds([], to.AddDays(1), to.AddDays(2), 10);

        var simulated = await Ask(
            (SimulateMatch use) => use.Execute(new(null, from, to, new ToleranceDraft(300, null, null, null)), default)
        );
        Assert.That((simulated.Value.Compared, simulated.Value.More), Is.EqualTo(((int?)2, (bool?)false)));
        var changed = new ChangedVerdict(first.Identifier, "disputed", "matched", 1030, "JPY");
        Assert.That(simulated.Value.Changed, Is.EqualTo(new[] { changed }));
        Assert.That(simulated.Value.Money, Is.EqualTo(new[] { new ChangedMoney("JPY", "matched", 1030, 1) }));

        static void Void(Invoice invoice) => Done(invoice.Void(Why(), Clerk, Later));

        async Task<Invoice> At(DateTimeOffset at, InvoiceDraft draft, OrderCopy? of = null, Action<Invoice>? then = null)
        {
            var invoice = Invoiced(draft, at: at);
            if (of is not null)
                Decide(invoice, of);
            then?.Invoke(invoice);
            return await Invoices.Committed(invoice);
        }

        async Task Finds(Invoice[] expected, DateTimeOffset since, DateTimeOffset until, int atMost) =>
            Assert.That(
                Whole.Of(await Queries.Decided(since, until, atMost, default)),
                Is.EqualTo(Whole.Of<IReadOnlyList<DecidedInvoice>>([.. expected.Select(each => new DecidedInvoice(each.Id, each.Match!))]))
            );
    }

    [Test]
    public async Task Explains_one_by_what_was_kept_with_its_decision()
    {
        var supplier = NewSupplier();
        var order = FullOrder(supplier);
        var invoice = await Stored(0, FullDraft(supplier, order), each => Decide(each, order));
        var expected = ExplanationView.Of(invoice.Match!);

        var explained = await Ask((ExplainMatch use) => use.Execute(invoice.Id, default));

        Assert.That(Whole.Of(explained.Value), Is.EqualTo(Whole.Of(expected)));
        Assert.That(
            explained.Value!.Rules.Select(rule => rule.Tolerance.Source),
            Is.EqualTo(new[] { "default", "order", "order", "default", "line", "line", "order" })
        );
    }

    private static void Dispute(Invoice invoice) => Done(invoice.DisputeFor(DisputeReason.OTH, "Odd.", Clerk, Later));

    private static void Decide(Invoice invoice, OrderCopy order)
    {
        var facts = order.FactsFor(invoice, Policy, null);
        Done(invoice.Take(facts, ThreeWayMatch.Decide(facts), Machine, Later));
        Assert.That(invoice.Match, Is.Not.Null);
    }

    private Task<IReadOnlyList<InvoiceId>> Similar(InvoiceDraft draft, InvoiceId? butNot = null, int days = 14) =>
        Queries.SimilarTo(Content(draft), butNot, days, default);

    private Task<Invoice> Stored(int seconds, InvoiceDraft draft, Action<Invoice>? then = null)
    {
        var invoice = Invoiced(draft, at: Now.AddSeconds(seconds));
        then?.Invoke(invoice);
        return Invoices.Committed(invoice);
    }
}
