namespace Invoicing.Tests.Ports;

using Procurement.BuildingBlocks;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;
using Procurement.Invoicing.UseCases;
using static Invoicing.Tests.Domain.Made;
using static Invoicing.Tests.Ports.Parts;

/// <summary>How copies of orders are kept, with the counters that guard billing.</summary>
internal sealed class OrderCopySuite(Kept kept) : InvoicingPorts(kept)
{
    private static readonly InvoiceId First = new(IdAt(Now));
    private static readonly InvoiceId Second = new(IdAt(Now));
    private static readonly CreditNoteId Note = new(IdAt(Now));

    private IOrderCopyQueries Queries => The<IOrderCopyQueries>();

    [Test]
    public Task Keeps_one_with_all_its_counters_through_all_that_is_told_of_it()
    {
        var supplier = NewSupplier();
        OrderedLine[] ordered =
        [
            new(1, "SKU-1", "Grüne Äpfel", "ÄPF/1", 10, 1250.000001m, 12.5m),
            new(2, "SKU-2", null, null, 0.000001m, 0, 1),
        ];
        OrderedContent content = new(supplier, "KWD", 15_625_000_000, null, ordered);
        return Keeps(
            OrderCopies,
            () => OrderCopy.HeardOf(NewOrderId(), Machine, Now),
            IsKept,
            // Goods and their faults may be told of before the order itself is.
            order => Done(order.CountGoods("grn_1", [Line(1, 100.000001m), Line(5, 3)], Machine, Later)),
            order => Done(order.NoteDiscrepancy("grn_2", Machine, Later)),
            order => Done(order.NoteDiscrepancy("grn_ä", Machine, Later)),
            order => Done(order.Issue("PO-00004711", content, Machine, Later)),
            order => Done(order.AgreeOn(new Tolerance(200, 5000, null, 1), null, Clerk, Later)),
            order => Done(order.AgreeOn(new Tolerance(null, long.MaxValue, 0, null), 1, Clerk, Later)),
            order => Done(order.CountGoods("grn_2", [Line(1, 20)], Machine, Later)),
            order => Done(order.Bill(First, [Line(1, 50.000001m), Line(5, 1)], Machine, Later)),
            order => Done(order.Bill(Second, [Line(1, 70)], Machine, Later)),
            order => Done(order.TakeBackGoods("grn_2", [Line(1, 20)], Machine, Later)),
            order => Done(order.Credit(First, Note, [new(1, 2.5m)], Clerk, Later)),
            order => Done(order.AgreeOn(null, 1, Clerk, Later)),
            order =>
                Done(order.Amend(content with { TotalMinor = 1, PaymentTermsDays = 14, Lines = [Ordered(3), ordered[0]] }, Machine, Later)),
            order => Done(order.CloseShort([Line(1, 4.75m), Line(9, 1)], Machine, Later)),
            order => Done(order.GiveBack(First, Machine, Later)),
            order => Done(order.Bill(First, [Line(5, 2)], Machine, Later)),
            order => Done(order.Cancel("Not wanted any more.", Machine, Later))
        );
    }

    [Test]
    public async Task What_is_given_back_and_billed_again_at_once_is_kept_once()
    {
        var order = Order(NewSupplier(), lines: [Ordered(1), Ordered(2)]).Received((1, 10), (2, 10));
        Done(order.Bill(First, [Line(1, 10), Line(2, 3)], Machine, Now));
        await OrderCopies.Committed(order);

        await OrderCopies.Change(order.Id, Again);
        Again(order);

        await IsKept(order);
        Assert.That(order.Lines.Select(line => line.Billed), Is.EqualTo(new[] { 4m, 0m }));

        static void Again(OrderCopy each)
        {
            Done(each.GiveBack(First, Machine, Later));
            Done(each.Bill(First, [Line(1, 4)], Machine, Later));
        }
    }

    [Test]
    public async Task Of_two_that_bill_the_same_goods_at_once_one_has_to_look_again()
    {
        var id = (await OrderCopies.Committed(Order(NewSupplier()).Received((1, 10)))).Id;

        var outcome = await AtOnce(
            OrderCopies,
            id,
            one => Done(one.Bill(First, [Line(1, 6)], Machine, Now)),
            other => Done(other.Bill(Second, [Line(1, 6)], Machine, Now))
        );

        Assert.That(outcome, Is.EqualTo(((Error?)null, Error.Stale)));
        var found = (await OrderCopies.Find(id))!;
        Assert.That(found.Bill(Second, [Line(1, 6)], Machine, Now).Error, Is.EqualTo(InvoiceErrors.BilledTooMuch));
        Assert.That(found.Billings.Select(billing => billing.InvoiceId), Is.EqualTo(new[] { First }));
    }

    [Test]
    public async Task Goods_that_are_counted_while_others_bill_are_not_lost_and_lose_nothing()
    {
        var id = (await OrderCopies.Committed(Order(NewSupplier()).Received((1, 6)))).Id;

        var outcome = await AtOnce(
            OrderCopies,
            id,
            one => Done(one.Bill(First, [Line(1, 6)], Machine, Now)),
            other => Done(other.CountGoods("grn_late", [Line(1, 4), Line(2, 1)], Machine, Now))
        );

        Assert.That(outcome, Is.EqualTo(((Error?)null, Error.Stale)));
        var line = (await OrderCopies.Find(id))!.Lines.Single();
        Assert.That((line.Received, line.Billed), Is.EqualTo((6m, 6m)));
    }

    [Test]
    public async Task An_identifier_names_one_that_is_made_once()
    {
        var id = NewOrderId();
        await using var first = OrderCopies.Begin();
        await using var second = OrderCopies.Begin();
        foreach (var unit in new[] { first, second })
        {
            Assert.That(await unit.Repository.Find(id, default), Is.Null);
            var heardOf = OrderCopy.HeardOf(id, Machine, Now);
            Done(heardOf.CountGoods("grn_1", [Line(1, 2)], Machine, Now));
            await unit.Save(heardOf);
        }

        Assert.That((await first.Commit()).Error, Is.Null);
        Assert.That((await second.Commit()).Error, Is.EqualTo(Error.Stale));
        Assert.That((await Queries.Find(id, default))!.Lines.Single().Received, Is.EqualTo(2));
    }

    [Test]
    public async Task Knows_nothing_of_what_is_not_there()
    {
        var absent = NewOrderId();

        Assert.That(await OrderCopies.Find(absent), Is.Null);
        Assert.That(await Queries.Find(absent, default), Is.Null);
        Assert.That(await Queries.History(absent, new HistoryRange(0, 10), default), Is.Null);
        Assert.That(await Queries.HistoryItem(absent, 1, default), Is.Null);
        Assert.That(await Queries.IssuedTo(NewSupplier(), 10, default), Is.Empty);
    }

    [Test]
    public async Task Tells_what_happened_to_one()
    {
        var order = Order(NewSupplier(), lines: [Ordered(1, 10, 0.000001m)]).Received((1, 10));
        Done(order.Bill(First, [Line(1, 1.5m)], Clerk.For("fay"), Later));
        await OrderCopies.Committed(order);

        var history = (await Queries.History(order.Id, new HistoryRange(1, 2), default))!;

        Assert.That(history.Next, Is.EqualTo(3));
        Assert.That(history.Items.Select(line => line.Event), Is.EqualTo(new[] { "OrderCopied", "GoodsCounted" }));
        Assert.That(
            history.Items[0].Details!.Value.GetProperty("content").GetProperty("lines")[0].GetProperty("unit_price_minor").GetDecimal(),
            Is.EqualTo(0.000001m)
        );
        var billed = (await Queries.HistoryItem(order.Id, 4, default))!;
        Assert.That((billed.Actor, billed.OnBehalfOf, billed.At), Is.EqualTo(("carla", "fay", Later)));
        Assert.That(billed.Details!.Value.GetProperty("lines").GetRawText(), Is.EqualTo("""[{"line_number":1,"quantity":1.5}]"""));
    }

    [Test]
    public async Task Finds_what_is_issued_to_a_supplier_newest_first_each_one_whole()
    {
        var supplier = NewSupplier();
        var issued = new List<OrderCopy>();
        for (var i = 0; i < 5; i++)
        {
            var order = Order(supplier, id: IdAt(Now.AddSeconds(i)), number: $"PO-{i}", lines: [Ordered(1), Ordered(2), Ordered(3)]);
            order.Received((1, 10), (3, 2));
            Done(order.Bill(First, [Line(1, i + 1), Line(3, 1)], Machine, Now));
            Done(order.Bill(Second, [Line(1, 1)], Machine, Now));
            issued.Insert(0, await OrderCopies.Committed(order));
        }
        var cancelled = Order(supplier);
        Done(cancelled.Cancel("Gone.", Machine, Now));
        await OrderCopies.Committed(cancelled);
        await OrderCopies.Committed(Order(NewSupplier()));
        await OrderCopies.Committed(OrderCopy.HeardOf(NewOrderId(), Machine, Now));

        foreach (var atMost in new[] { 1, 3, 5, 200 })
            Assert.That(
                Whole.Of(await Queries.IssuedTo(supplier, atMost, default)),
                Is.EqualTo(Whole.Of<IReadOnlyList<OrderCopy>>([.. issued.Take(atMost)]))
            );
    }

    [Test]
    public async Task Ranks_the_orders_that_an_invoice_may_be_for()
    {
        var supplier = NewSupplier();
        var waiting = await OrderCopies.Committed(Order(supplier, id: IdAt(Now.AddSeconds(3)), number: "PO-WAITS"));
        var came = await OrderCopies.Committed(Order(supplier, id: IdAt(Now.AddSeconds(1)), number: "PO-CAME").Received((1, 10)));
        var billed = Order(supplier, id: IdAt(Now.AddSeconds(2)), number: "PO-BILLED").Received((1, 10));
        Done(billed.Bill(First, [Line(1, 10)], Machine, Now));
        await OrderCopies.Committed(billed);
        await OrderCopies.Committed(Order(supplier, "USD"));
        var content = Content(PlainDraft(supplier));

        var filing = (await Ask((CheckInvoice check) => check.Execute(content, null, default))).Value.Filing;

        Assert.That(
            filing.Candidates.Select(candidate => (candidate.PurchaseOrderId, candidate.Number, candidate.Confidence)),
            Is.EqualTo(
                new[] { (came.Identifier, "PO-CAME", 70), (waiting.Identifier, "PO-WAITS", 60), (billed.Identifier, "PO-BILLED", 30) }
            )
        );
        var invoice = await Invoices.Committed(Invoiced(PlainDraft(supplier), filing));
        Assert.That(
            Whole.Of((await Invoices.Find(invoice.Id))!.Candidates),
            Is.EqualTo(Whole.Of(Candidates.Rank(content, [waiting, came, billed])))
        );
    }

    private async Task IsKept(OrderCopy order)
    {
        var (found, shown) = ((await OrderCopies.Find(order.Id))!, (await Queries.Find(order.Id, default))!);
        Assert.That(Whole.Of(found), Is.EqualTo(Whole.Of(order)));
        Assert.That(Whole.Of(shown), Is.EqualTo(Whole.Of(order)));
        Assert.That(found.ExpectedCredits(), Is.EquivalentTo(order.ExpectedCredits()));
    }
}
