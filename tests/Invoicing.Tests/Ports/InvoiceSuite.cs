namespace Invoicing.Tests.Ports;

using Procurement.BuildingBlocks;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using static Invoicing.Tests.Domain.Made;
using static Invoicing.Tests.Ports.Parts;

/// <summary>How invoices are kept, and what keeps two of them apart.</summary>
internal sealed class InvoiceSuite(Kept kept) : InvoicingPorts(kept)
{
    private IInvoiceQueries Queries => The<IInvoiceQueries>();

    [Test]
    public Task Keeps_one_that_is_matched_credited_and_paid()
    {
        var supplier = NewSupplier();
        var order = FullOrder(supplier);
        var (payment, note) = (new PaymentId(IdAt(Now)), new CreditNoteId(IdAt(Now)));
        return Keeps(
            Invoices,
            () => Invoiced(FullDraft(supplier, order)),
            IsKept,
            invoice => Take(invoice, order, MatchVerdict.matched),
            invoice => Done(invoice.Schedule(payment, Machine, Later)),
            invoice => Done(invoice.Credit(note, new Amounts(100, [], 119), namesLines: true, Clerk, Later)),
            invoice => Done(invoice.Credit(note, new Amounts(50, [], 50), namesLines: false, Clerk, Later)),
            invoice => Done(invoice.ExpectCredit(120, Machine, Later)),
            invoice => Done(invoice.Release(payment, Clerk, Later)),
            invoice => Done(invoice.Schedule(payment, Machine, Later)),
            invoice => Done(invoice.Pay(payment, Machine, Later))
        );
    }

    [Test]
    public Task Keeps_one_that_is_assigned_disputed_corrected_and_void()
    {
        var supplier = NewSupplier();
        var order = FullOrder(supplier);
        var filing = new Filing(
            new DateOnly(9999, 12, 31),
            [$"{new InvoiceId(IdAt(Now))}", $"{new InvoiceId(IdAt(Now))}"],
            [new Candidate(order.Identifier, "PO-1", 85, ["same prices", "größer als „1“"]), new Candidate("po_2", "PO-2", 0, [])]
        );
        return Keeps(
            Invoices,
            () => Invoiced(FullDraft(supplier, null), filing),
            IsKept,
            invoice => Done(invoice.Assign(order.Id, Today.AddDays(20), Clerk, Later)),
            invoice => Done(invoice.DisputeFor(DisputeReason.QUA, "It is broken.\nAll of it.", Clerk, Later)),
            // Fewer lines under the same numbers, and other tax.
            invoice => Correct(invoice, now => now with { Lines = [new(1, null, 10, 130, 1300)], Amounts = new(1300, null, null) }),
            invoice => Take(invoice, order, MatchVerdict.disputed),
            invoice =>
                Correct(
                    invoice,
                    now => now with { Lines = [new(2, 1, 1, 125, 125), new(1, 2, 1, 555.555556m, 556)], Amounts = new(681, [], 681) }
                ),
            invoice => Take(invoice, order, MatchVerdict.matched),
            invoice => Done(invoice.DisputeFor(DisputeReason.OTH, "Something else.", Clerk, Later)),
            invoice => Correct(invoice, now => now with { Lines = null, DueDate = null, IssueDate = "0001-01-01" }),
            invoice => Done(invoice.DisputeFor(DisputeReason.FIN, "The order is cancelled.", Machine, Later, isFinal: true)),
            invoice => Done(invoice.Void(Why("Never again."), Clerk, Later))
        );
    }

    [Test]
    public Task Keeps_when_somebody_is_told_next_that_nothing_happens_to_one()
    {
        var supplier = NewSupplier();
        return Keeps(
            Invoices,
            () => Invoiced(PlainDraft(supplier)),
            IsKept,
            invoice => Done(invoice.Remind(Machine, Now.AddHours(24))),
            invoice => Done(invoice.Remind(Machine, Now.AddDays(30))),
            invoice => Done(invoice.Remind(Machine, Now.AddDays(37)))
        );
    }

    [TestCase("JPY")]
    [TestCase("KWD")]
    [TestCase("CLF")]
    [TestCase("EUR")]
    public Task Keeps_the_greatest_and_the_finest_amounts_exactly(string currency)
    {
        const long Largest = Amount.Most;
        var supplier = NewSupplier();
        return Keeps(
            Invoices,
            () =>
                Invoiced(
                    PlainDraft(supplier) with
                    {
                        Currency = currency,
                        Amounts = new AmountsDraft(Largest, [new("E", 0, Largest, 0)], Largest),
                        Lines =
                        [
                            new(1, 1_000_000, 0.000001m, long.MaxValue, 0),
                            new(1_000_000, 1, int.MaxValue, 0.000001m, Largest),
                            new(3, 3, 1.234567m, 987654321.123456m, 0),
                        ],
                    }
                ),
            IsKept
        );
    }

    [TestCase("INV-0042", "inv 42")]
    [TestCase("Nº 7/2026", "NO7 2026", false)]
    [TestCase("Größe 1", "GRÖßE-01")]
    [TestCase("A1", "A10", false)]
    [TestCase("請求-001", "請求1")]
    public async Task A_number_is_taken_once_by_a_supplier_however_it_is_written(string first, string second, bool isSame = true)
    {
        var supplier = NewSupplier();
        var made = await Invoices.Committed(Invoiced(PlainDraft(supplier, number: first)));
        var other = Invoiced(PlainDraft(supplier, number: second));

        Assert.That(await Refusal(Invoices, other), Is.EqualTo(isSame ? InvoiceErrors.Duplicate : null));

        Assert.That(await Invoices.Find(other.Id), isSame ? Is.Null : Is.Not.Null);
        Assert.That(await Queries.History(other.Id, new HistoryRange(0, 10), default), isSame ? Is.Null : Is.Not.Null);
        Assert.That((await List(supplier)).Count, Is.EqualTo(isSame ? 1 : 2));
        Assert.That(await Refusal(Invoices, Invoiced(PlainDraft(NewSupplier(), number: first))), Is.Null, "another supplier's");
        var note = Credit(made, new AmountsDraft(1000, null, null), number: first);
        Assert.That(await Refusal(CreditNotes, note), Is.Null, "credit notes are numbered by themselves");
    }

    [Test]
    public async Task A_void_one_gives_its_number_free_for_one_other()
    {
        var supplier = NewSupplier();
        for (var i = 0; i < 2; i++)
        {
            var one = await Invoices.Committed(Invoiced(PlainDraft(supplier, number: "N-1")));
            Assert.That(await Refusal(Invoices, Invoiced(PlainDraft(supplier, number: "n1"))), Is.EqualTo(InvoiceErrors.Duplicate));
            await Invoices.Change(one.Id, invoice => Done(invoice.Void(Why(), Clerk, Later)));
        }
        var third = await Invoices.Committed(Invoiced(PlainDraft(supplier, number: "N 1")));

        Assert.That(
            (await List(supplier)).Select(shown => (shown.Void, shown.Id == third.Identifier)),
            Is.EquivalentTo(new[] { (true, false), (true, false), (false, true) })
        );
    }

    [Test]
    public async Task A_correction_may_not_take_the_number_of_another_and_may_write_its_own_otherwise()
    {
        var supplier = NewSupplier();
        await Invoices.Committed(Invoiced(PlainDraft(supplier, number: "T-1")));
        var id = (await Invoices.Committed(Invoiced(PlainDraft(supplier, number: "T-2")))).Id;
        await Invoices.Change(id, invoice => Done(invoice.DisputeFor(DisputeReason.REF, "Which one?", Clerk, Later)));

        await using (var unit = Invoices.Begin())
        {
            Correct(await unit.Load(id), now => now with { InvoiceNumber = "t 01" });
            Assert.That((await unit.Commit()).Error, Is.EqualTo(InvoiceErrors.Duplicate));
        }
        Assert.That((await Invoices.Find(id))!.Number, Is.EqualTo("T-2"));

        await Invoices.Change(id, invoice => Correct(invoice, now => now with { InvoiceNumber = "t/02" }));
        var found = (await Invoices.Find(id))!;
        Assert.That((found.Number, found.NumberKey, found.Resubmissions), Is.EqualTo(("t/02", "T2", 1)));
    }

    [Test]
    public async Task Of_two_with_one_number_that_come_at_once_one_is_a_duplicate()
    {
        var supplier = NewSupplier();
        await using var first = Invoices.Begin();
        await using var second = Invoices.Begin();
        foreach (var unit in new[] { first, second })
            await unit.Save(Invoiced(PlainDraft(supplier, number: "R-1")));

        Assert.That((await first.Commit()).Error, Is.Null);
        Assert.That((await second.Commit()).Error, Is.EqualTo(InvoiceErrors.Duplicate));
    }

    [Test]
    public async Task Of_two_that_correct_the_lines_of_one_at_once_one_wins()
    {
        var invoice = Invoiced(FullDraft(NewSupplier(), null));
        Done(invoice.DisputeFor(DisputeReason.QTY, "Too many.", Clerk, Later));
        await Invoices.Committed(invoice);

        var (won, lost) = await AtOnce(
            Invoices,
            invoice.Id,
            one => Correct(one, now => now with { Lines = null }),
            other => Correct(other, now => now with { Lines = [new(1, null, 30, 125, 3750)] })
        );

        Assert.That((won, lost), Is.EqualTo(((Error?)null, Error.Stale)));
        Assert.That((await Invoices.Find(invoice.Id))!.Lines, Is.Empty);
    }

    [Test]
    public async Task Knows_nothing_of_what_is_not_there()
    {
        var absent = new InvoiceId(IdAt(Now));

        Assert.That(await Queries.Find(absent, default), Is.Null);
        Assert.That(await The<IInvoiceFacts>().Load(absent, default), Is.Null);
        Assert.That(await Queries.History(absent, new HistoryRange(0, 10), default), Is.Null);
        Assert.That(await Queries.HistoryItem(absent, 1, default), Is.Null);
    }

    [Test]
    public async Task Tells_what_happened_to_one_part_by_part()
    {
        var supplier = NewSupplier();
        var order = FullOrder(supplier);
        var invoice = Invoiced(FullDraft(supplier, order));
        Take(invoice, order, MatchVerdict.matched);
        Done(invoice.DisputeFor(DisputeReason.PRI, "Too dear.", Clerk.For("fay"), Later));
        await Invoices.Committed(invoice);
        await Invoices.Change(invoice.Id, each => Done(each.Void(Why("Gone."), Clerk, Later)));

        var whole = (await Queries.History(invoice.Id, new HistoryRange(0, 100), default))!;

        Assert.That(whole.Next, Is.Null);
        Assert.That(
            whole.Items.Select(line => (line.Version, line.Event, line.Actor, line.OnBehalfOf, line.Cause, line.From, line.To)),
            Is.EqualTo(
                new (long, string, string, string?, string?, string?, string)[]
                {
                    (1, "InvoiceRegistered", "carla", null, null, null, "Registered"),
                    (2, "MatchStarted", "system", null, "test", "Registered", "Matching"),
                    (3, "InvoiceMatched", "system", null, "test", "Matching", "Matched"),
                    (4, "InvoiceDisputed", "carla", "fay", null, "Matched", "Disputed"),
                    (5, "InvoiceVoided", "carla", null, null, "Disputed", "Disputed"),
                }
            )
        );
        Assert.That(whole.Items.Select(line => line.At), Is.EqualTo(new[] { Now, Later, Later, Later, Later }));
        Assert.That(whole.Items[1].Details, Is.Null);
        Assert.That(
            whole.Items[2].Details!.Value.GetProperty("lines").GetRawText(),
            Is.EqualTo("""[{"line_number":1,"quantity":10},{"line_number":2,"quantity":4.5}]""")
        );
        var content = whole.Items[0].Details!.Value.GetProperty("content");
        Assert.That(content.GetProperty("lines")[1].GetProperty("unit_price_cents").GetDecimal(), Is.EqualTo(555.555556m));

        var part = (await Queries.History(invoice.Id, new HistoryRange(1, 2), default))!;
        Assert.That((part.Items.Count, part.Items[0].Version, part.Next), Is.EqualTo((2, 2L, (long?)3)));
        var rest = (await Queries.History(invoice.Id, new HistoryRange(3, 2), default))!;
        Assert.That((rest.Items.Count, rest.Next), Is.EqualTo((2, (long?)null)));
        Assert.That((await Queries.History(invoice.Id, new HistoryRange(5, 2), default))!.Items, Is.Empty);
        foreach (var line in whole.Items)
            Assert.That(Whole.Of(await Queries.HistoryItem(invoice.Id, line.Version, default)), Is.EqualTo(Whole.Of(line)));
        Assert.That(await Queries.HistoryItem(invoice.Id, 6, default), Is.Null);
    }

    [Test]
    public async Task Keeps_as_many_lines_as_an_invoice_may_have_and_tells_of_them_when_asked_for_that_alone()
    {
        var lines = Enumerable.Range(1, InvoiceLines.Most).Select(i => new InvoiceLineDraft(i, null, 1.000001m, 1.5m, 2)).ToList();
        var invoice = await Invoices.Committed(Invoiced(PlainDraft(NewSupplier(), net: 2 * InvoiceLines.Most) with { Lines = lines }));

        await IsKept(invoice);
        var listed = (await Queries.History(invoice.Id, new HistoryRange(0, 10), default))!.Items.Single();
        Assert.That((listed.DetailsLeftOut, listed.Details), Is.EqualTo((true, (System.Text.Json.JsonElement?)null)));
        var whole = (await Queries.HistoryItem(invoice.Id, 1, default))!;
        Assert.That(whole.Details!.Value.GetProperty("content").GetProperty("lines").GetArrayLength(), Is.EqualTo(InvoiceLines.Most));
    }

    private static void Take(Invoice invoice, OrderCopy order, MatchVerdict expected)
    {
        var facts = order.FactsFor(invoice, Policy, Tolerance.Within(7));
        var outcome = ThreeWayMatch.Decide(facts);
        Assert.That(outcome.Verdict, Is.EqualTo(expected));
        Done(invoice.Take(facts, outcome, Machine, Later));
    }

    private static void Correct(Invoice invoice, Func<InvoiceDraft, InvoiceDraft> change)
    {
        var content = Content(change(new InvoiceDraft().Over(invoice)));
        Done(invoice.Correct(content, new Filing(content.DueDate ?? Today, ["inv_1"], []), Clerk, Later));
    }

    private async Task<IReadOnlyList<InvoiceHeader>> List(SupplierId supplier) =>
        (await Queries.List(new() { Limit = 100, SupplierId = supplier }, default)).Items;

    /// <summary>By every port that tells of one.</summary>
    private async Task IsKept(Invoice invoice)
    {
        var expected = Whole.Of(invoice);
        Assert.That(Whole.Of(await Invoices.Find(invoice.Id)), Is.EqualTo(expected));
        Assert.That(Whole.Of(await The<IInvoiceFacts>().Load(invoice.Id, default)), Is.EqualTo(expected));
        Assert.That(Whole.Of(await Queries.Find(invoice.Id, default)), Is.EqualTo(Whole.Of(InvoiceView.Of(invoice))));
        var listed = (await List(invoice.SupplierId)).Single(shown => shown.Id == invoice.Identifier);
        Assert.That(Whole.Of(listed), Is.EqualTo(Whole.Of(InvoiceHeader.Of(invoice))));
    }
}
