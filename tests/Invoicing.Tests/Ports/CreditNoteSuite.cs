namespace Invoicing.Tests.Ports;

using Procurement.BuildingBlocks;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using static Invoicing.Tests.Domain.Made;
using static Invoicing.Tests.Ports.Parts;

/// <summary>How credit notes are kept and found.</summary>
internal sealed class CreditNoteSuite(Kept kept) : InvoicingPorts(kept)
{
    private ICreditNoteQueries Queries => The<ICreditNoteQueries>();

    [Test]
    public Task Keeps_one_with_lines_and_tax_until_it_is_set_off_and_open_again()
    {
        var invoice = Invoiced(FullDraft(NewSupplier(), null));
        var payment = new PaymentId(IdAt(Now));
        AmountsDraft amounts = new(1000, [new("S", 19, 600, 114), new("S", 7.1234m, 400, 28)], 1142);
        return Keeps(
            CreditNotes,
            () => Credit(invoice, amounts, [new(1, 0.000001m, null, 999), new(7, 4.499999m, 555.555556m, 1)]),
            IsKept,
            note => Done(note.SetOffAgainst(payment, 142, Machine, Later)),
            note => Done(note.SetOffAgainst(payment, 1000, Machine, Later)),
            note => Done(note.OpenAgain(payment, 142, Clerk, Later))
        );
    }

    [TestCase("JPY")]
    [TestCase("KWD")]
    public Task Keeps_the_greatest_amount_of_a_currency(string currency)
    {
        AmountsDraft most = new(Amount.Most, null, null);
        var invoice = Invoiced(PlainDraft(NewSupplier()) with { Currency = currency, Amounts = most });
        return Keeps(CreditNotes, () => Credit(invoice, most), IsKept);
    }

    [Test]
    public async Task A_number_is_taken_once_by_a_supplier_whatever_invoice_it_is_for()
    {
        var supplier = NewSupplier();
        var (one, other) = (Invoiced(PlainDraft(supplier)), Invoiced(PlainDraft(supplier)));
        AmountsDraft amounts = new(10, null, null);
        await CreditNotes.Committed(Credit(one, amounts, number: "CN-007"));
        var again = Credit(other, amounts, number: "cn 7");

        Assert.That(await Refusal(CreditNotes, again), Is.EqualTo(InvoiceErrors.DuplicateCreditNote));
        Assert.That(await CreditNotes.Find(again.Id), Is.Null);
        Assert.That(await Refusal(CreditNotes, Credit(Invoiced(PlainDraft(NewSupplier())), amounts, number: "CN-007")), Is.Null);
        Assert.That(
            await Refusal(Invoices, Invoiced(PlainDraft(supplier, number: "CN-007"))),
            Is.Null,
            "invoices are numbered by themselves"
        );
    }

    [Test]
    public async Task Of_two_that_set_one_off_at_once_one_wins()
    {
        var id = (await CreditNotes.Committed(Credit(net: 1000))).Id;
        var payment = new PaymentId(IdAt(Now));

        var outcome = await AtOnce(
            CreditNotes,
            id,
            one => Done(one.SetOffAgainst(payment, 600, Machine, Later)),
            other => Done(other.SetOffAgainst(payment, 600, Machine, Later))
        );

        Assert.That(outcome, Is.EqualTo(((Error?)null, Error.Stale)));
        Assert.That((await Queries.Find(id, default))!.OpenCents, Is.EqualTo(400));
    }

    [Test]
    public async Task Knows_nothing_of_what_is_not_there()
    {
        var absent = new CreditNoteId(IdAt(Now));

        Assert.That(await Queries.Find(absent, default), Is.Null);
        Assert.That(await Queries.History(absent, new HistoryRange(0, 10), default), Is.Null);
        Assert.That(await Queries.HistoryItem(absent, 1, default), Is.Null);
        Assert.That(await Queries.OfInvoice(new InvoiceId(IdAt(Now)), default), Is.Empty);
    }

    [Test]
    public async Task Tells_what_happened_to_one()
    {
        var note = Credit(net: 100);
        var payment = new PaymentId(IdAt(Now));
        Done(note.SetOffAgainst(payment, 100, Machine, Later));
        await CreditNotes.Committed(note);

        var history = (await Queries.History(note.Id, new HistoryRange(0, 1), default))!;
        var second = (await Queries.HistoryItem(note.Id, 2, default))!;

        Assert.That(history.Next, Is.EqualTo(1));
        Assert.That(history.Items.Single().Details!.Value.GetProperty("gross_cents").GetInt64(), Is.EqualTo(100));
        Assert.That((second.Event, second.From, second.To), Is.EqualTo(("CreditSetOff", "Open", "SetOff")));
        Assert.That(second.Details!.Value.GetProperty("payment_id").GetString(), Is.EqualTo($"{payment}"));
    }

    [Test]
    public async Task Lists_those_of_an_invoice_and_those_of_a_supplier()
    {
        var supplier = NewSupplier();
        var (one, other) = (Invoiced(PlainDraft(supplier)), Invoiced(PlainDraft(supplier)));
        var notes = new List<CreditNote>();
        for (var i = 0; i < 7; i++)
            notes.Insert(0, await Stored(i % 2 == 0 ? one : other, i));
        await Stored(Invoiced(PlainDraft(NewSupplier())), 9);
        var ofOne = notes.Where(note => note.InvoiceId == one.Id).ToList();

        for (var limit = 1; limit <= 8; limit++)
        {
            CreditNoteFilter all = new() { Limit = limit, SupplierId = supplier };
            Assert.That(await Walk(all), Is.EqualTo(notes.Select(note => note.Identifier)));
            Assert.That(await Walk(all with { InvoiceId = one.Id }), Is.EqualTo(ofOne.Select(note => note.Identifier)));
            Assert.That(await Walk(all with { InvoiceId = one.Id, SupplierId = NewSupplier() }), Is.Empty);
        }
        Assert.That(await Queries.OfInvoice(one.Id, default), Is.EqualTo(Enumerable.Reverse(ofOne).Select(note => note.Id)));

        async Task<IEnumerable<string>> Walk(CreditNoteFilter filter) =>
            (await Walked(filter.Limit, after => Queries.List(filter with { After = after }, default))).Select(shown => shown.Id);
    }

    [Test]
    public async Task Finds_what_is_still_to_be_set_off_of_paid_invoices()
    {
        var supplier = NewSupplier();
        var currency = Currency.Parse("EUR").Value;
        var (paid, alsoPaid) = (await Kept(supplier, isPaid: true), await Kept(supplier, isPaid: true));
        var later = await Stored(paid, 4);
        var early = await Stored(alsoPaid, 2);
        var partly = await Stored(paid, 3, note => Done(note.SetOffAgainst(new PaymentId(IdAt(Now)), 9, Machine, Later)));
        await Stored(paid, 1, note => Done(note.SetOffAgainst(new PaymentId(IdAt(Now)), 10, Machine, Later)));
        await Stored(await Kept(supplier, isPaid: false), 5);
        await Stored(await Kept(NewSupplier(), isPaid: true), 6);
        var yen = await Stored(await Kept(supplier, isPaid: true, "JPY"), 7);

        Assert.That(await Queries.OpenOfPaid(supplier, currency, default), Is.EqualTo(new[] { early.Id, partly.Id, later.Id }));
        Assert.That(await Queries.OpenOfPaid(supplier, yen.Currency, default), Is.EqualTo(new[] { yen.Id }));
        Assert.That(await Queries.OpenOfPaid(NewSupplier(), currency, default), Is.Empty);
    }

    private async Task<CreditNote> Stored(Invoice invoice, int seconds, Action<CreditNote>? then = null)
    {
        var note = Credit(invoice, new AmountsDraft(10, null, null), id: IdAt(Now.AddSeconds(seconds)));
        then?.Invoke(note);
        return await CreditNotes.Committed(note);
    }

    private Task<Invoice> Kept(SupplierId supplier, bool isPaid, string currency = "EUR")
    {
        var order = Order(supplier, currency).Received((1, 10));
        var invoice = Invoiced(PlainDraft(supplier, order) with { Currency = currency });
        Assert.That(invoice.Compare(order), Is.EqualTo(MatchVerdict.matched));
        if (isPaid)
            Done(invoice.Pay(null, Machine, Later));
        return Invoices.Committed(invoice);
    }

    private async Task IsKept(CreditNote note)
    {
        Assert.That(Whole.Of(await CreditNotes.Find(note.Id)), Is.EqualTo(Whole.Of(note)));
        var shown = Whole.Of(CreditNoteView.Of(note));
        Assert.That(Whole.Of(await Queries.Find(note.Id, default)), Is.EqualTo(shown));
        var listed = await Queries.List(new() { Limit = 100, InvoiceId = note.InvoiceId }, default);
        Assert.That(Whole.Of(listed.Items.Single(each => each.Id == note.Identifier)), Is.EqualTo(shown));
    }
}
