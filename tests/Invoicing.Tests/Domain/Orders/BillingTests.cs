namespace Invoicing.Tests.Domain.Orders;

using Procurement.Invoicing.Domain;
using static Made;

/// <summary>What invoices bill of an order, and what is to be credited.</summary>
internal sealed class BillingTests
{
    private static readonly InvoiceId First = new(Guid.Parse("01900000-0000-7000-8000-00000000000a"));
    private static readonly InvoiceId Second = new(Guid.Parse("01900000-0000-7000-8000-00000000000b"));
    private static readonly CreditNoteId Note = new(Guid.Parse("01900000-0000-7000-8000-00000000000c"));

    [Test]
    public void No_more_is_billed_than_came_and_was_kept()
    {
        var order = Issued().Received((1, 10));
        order.TakeBackGoods("grn_x", [Line(1, 2)], Machine, Now);

        Assert.That(Bill(order, First, (1, 8.000001m)), Is.EqualTo(InvoiceErrors.BilledTooMuch));
        Assert.That(Bill(order, First, (1, 8)), Is.Null);
        Assert.That(order.Lines.Single().Billed, Is.EqualTo(8));
        Assert.That(Bill(order, Second, (1, 0.000001m)), Is.EqualTo(InvoiceErrors.BilledTooMuch));
        var billing = order.Billings.Single();
        Assert.That((billing.InvoiceId, billing.LineNumber), Is.EqualTo((First, 1)));
        Assert.That((billing.Quantity, billing.Credited, billing.Kept), Is.EqualTo((8m, 0m, 8m)));
        var told = (OrderBilled)order.Recorded[^1].Event;
        Assert.That((told.InvoiceId, told.Lines), Is.EqualTo(($"{First}", new[] { Line(1, 8) })));
    }

    [Test]
    public void All_of_it_is_billed_or_nothing()
    {
        var order = Issued(Ordered(1), Ordered(2)).Received((1, 10), (2, 5));
        var version = order.Version;

        Assert.That(Bill(order, First, (1, 10), (2, 6)), Is.EqualTo(InvoiceErrors.BilledTooMuch));
        Assert.That(Bill(order, First, (1, 6), (1, 5)), Is.EqualTo(InvoiceErrors.BilledTooMuch), "together");
        Assert.That(Bill(order, First, (1, 1), (9, 1)), Is.EqualTo(InvoiceErrors.BilledTooMuch), "no such line");

        Assert.That(order.Lines.Select(line => (line.LineNumber, line.Billed)), Is.EqualTo(new[] { (1, 0m), (2, 0m) }));
        Assert.That((order.Billings.Any(), order.Version), Is.EqualTo((false, version)));
    }

    [Test]
    public void What_an_invoice_bills_is_given_back_with_it()
    {
        var order = Issued(Ordered(1), Ordered(2)).Received((1, 10), (2, 5));
        Bill(order, First, (1, 6), (2, 5));
        Bill(order, Second, (1, 4));
        Credit(order, First, (1, 2));

        Assert.That(order.GiveBack(First, Machine, Now).Error, Is.Null);

        Assert.That(order.Lines.Select(line => line.Billed), Is.EqualTo(new[] { 4m, 0m }));
        Assert.That(order.Billings.Select(billing => billing.InvoiceId), Is.EqualTo(new[] { Second }));
        var told = (BillingGivenBack)order.Recorded[^1].Event;
        Assert.That((told.InvoiceId, told.Lines), Is.EqualTo(($"{First}", new[] { Line(1, 4), Line(2, 5) })));
        var version = order.Version;
        Assert.That(order.GiveBack(First, Machine, Now).Error, Is.Null);
        Assert.That(order.Version, Is.EqualTo(version), "there is nothing more");
        Assert.That(Bill(order, First, (1, 6)), Is.Null, "and it may be billed again");
        Assert.That(order.Billings.Select(billing => billing.InvoiceId), Is.EqualTo(new[] { Second, First }), "as the latest");
    }

    [Test]
    public void A_credit_note_takes_back_at_most_what_is_left_of_a_line()
    {
        var order = Issued(Ordered(1), Ordered(2)).Received((1, 10), (2, 5));
        Bill(order, First, (1, 6), (2, 5));
        Bill(order, Second, (1, 4));

        Credit(order, First, (1, 4), (9, 1));
        Assert.That(Kept(order), Is.EqualTo("1:2 2:5 1:4"));
        Assert.That(order.Lines.Select(line => line.Billed), Is.EqualTo(new[] { 6m, 5m }));
        var told = (OrderCredited)order.Recorded[^1].Event;
        Assert.That((told.InvoiceId, told.CreditNoteId, told.Lines), Is.EqualTo(($"{First}", $"{Note}", new[] { Line(1, 4) })));
        Credit(order, First, (1, 4), (2, 1));
        Assert.That(Kept(order), Is.EqualTo("1:0 2:4 1:4"));
        Assert.That(((OrderCredited)order.Recorded[^1].Event).Lines, Is.EqualTo(new[] { Line(1, 2), Line(2, 1) }));
        Assert.That(order.Billings.First().Credited, Is.EqualTo(6));
    }

    [Test]
    public void A_credit_note_for_what_is_not_billed_changes_nothing()
    {
        var order = Issued().Received((1, 10));
        Bill(order, First, (1, 6));
        var version = order.Version;

        Credit(order, Second, (1, 1));
        Credit(order, First, (2, 1));
        Credit(order, First);

        Assert.That((order.Version, order.Lines.Single().Billed), Is.EqualTo((version, 6m)));
    }

    [Test]
    public void Units_that_contain_others_are_credited_in_them()
    {
        var order = Issued(Ordered(quantity: 3, price: 120, size: 12)).Received((1, 30));
        Bill(order, First, (1, 30));

        Credit(order, First, (1, 1.5m));

        Assert.That(Kept(order), Is.EqualTo("1:12"));
        order.TakeBackGoods("grn_x", [Line(1, 20)], Machine, Now);
        Assert.That(order.Lines.Single().Overbilled, Is.EqualTo(2));
        Assert.That(order.ExpectedCredits()[First], Is.EqualTo(20));
    }

    [Test]
    public void A_credit_is_expected_for_what_went_back_of_the_latest_invoice_first()
    {
        var order = Issued(Ordered(1), Ordered(2, price: 70)).Received((1, 10), (2, 10));
        Bill(order, First, (1, 6), (2, 3));
        Bill(order, Second, (1, 4));
        Assert.That(Expected(order), Is.EqualTo((0, 0)));

        order.TakeBackGoods("grn_x", [Line(1, 3)], Machine, Now);
        Assert.That(Expected(order), Is.EqualTo((0, 300)));
        order.TakeBackGoods("grn_x", [Line(1, 3), Line(2, 8)], Machine, Now);
        Assert.That(Expected(order), Is.EqualTo((270, 400)), "two of line 1 and one of line 2 of the first");
        Assert.That(order.Lines.Select(line => line.Overbilled), Is.EqualTo(new[] { 6m, 1m }));
        Credit(order, Second, (1, 4));
        Assert.That(Expected(order), Is.EqualTo((270, 0)));
        order.Received((1, 2));
        Assert.That(Expected(order), Is.EqualTo((70, 0)), "what comes in its place needs no credit");
        order.GiveBack(First, Machine, Now);
        Assert.That(order.ExpectedCredits(), Is.EqualTo(new Dictionary<InvoiceId, long> { [Second] = 0 }));
    }

    [Test]
    public void Nothing_more_is_billed_while_a_credit_is_expected()
    {
        var order = Issued().Received((1, 8));
        Bill(order, First, (1, 8));
        order.TakeBackGoods("grn_x", [Line(1, 3)], Machine, Now);

        Assert.That(order.Lines.Single().Facts.Available, Is.Zero);
        Assert.That(Bill(order, Second, (1, 0.000001m)), Is.EqualTo(InvoiceErrors.BilledTooMuch));
        order.Received((1, 5));
        Assert.That(order.Lines.Single().Facts.Available, Is.EqualTo(2));
        Assert.That(Bill(order, Second, (1, 2)), Is.Null);
    }

    [TestCase(10, 0, 0, 10, 10, 10)]
    [TestCase(0, 0, 0, 10, 0, 10)]
    [TestCase(10, 4, 0, 10, 6, 10)]
    [TestCase(10, 4, 6, 10, 0, 4)]
    [TestCase(10, 4, 8, 10, 0, 2)]
    [TestCase(12, 0, 0, 10, 12, 12, Description = "more came than is ordered")]
    [TestCase(12, 0, 12, 10, 0, 0)]
    public void What_may_be_billed_follows_from_the_counters(
        decimal received,
        decimal returned,
        decimal billed,
        decimal ordered,
        decimal available,
        decimal open
    )
    {
        var facts = new OrderLineFacts(1, ordered, 100, 1, received, returned, billed);

        Assert.That((facts.Available, facts.Open), Is.EqualTo((available, open)));
    }

    [TestCase("1", "1", "1", 1)]
    [TestCase("0.5", "1", "1", 1, Description = "half a minor unit, away from zero")]
    [TestCase("0.499999", "1", "1", 0)]
    [TestCase("1.5", "1", "1", 2)]
    [TestCase("2.5", "1", "1", 3)]
    [TestCase("1", "100", "3", 33)]
    [TestCase("2", "100", "3", 67)]
    [TestCase("3", "100", "3", 100)]
    [TestCase("0.000001", "0.000001", "1", 0)]
    [TestCase("1000000", "0.0000005", "1", 0, Description = "prices have six places")]
    [TestCase("0", "100", "1", 0)]
    [TestCase("2147483647", "9223372036854775807", "1", long.MaxValue)]
    [TestCase("1", "9223372036854775807", "1", long.MaxValue)]
    public void Quantities_are_worth_whole_minor_units(string counted, string price, string size, long worth) =>
        Assert.That(Exactly.Worth(Number(counted), Number(price), Number(size)), Is.EqualTo(worth));

    [Test]
    public void Numbers_are_counted_in_millionths_exactly()
    {
        Assert.That(Exactly.Millionths(1.000001m), Is.EqualTo((System.Numerics.BigInteger)1_000_001));
        Assert.That(Exactly.Millionths(-1.5m), Is.EqualTo((System.Numerics.BigInteger)(-1_500_000)));
        Assert.That(Exactly.Millionths(decimal.MaxValue), Is.EqualTo((System.Numerics.BigInteger)decimal.MaxValue * 1_000_000));
    }

    private static decimal Number(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Error? Bill(OrderCopy order, InvoiceId invoice, params (int Line, decimal Quantity)[] goods) =>
        order.Bill(invoice, [.. goods.Select(each => Line(each.Line, each.Quantity))], Machine, Now).Error;

    private static void Credit(OrderCopy order, InvoiceId invoice, params (int Line, decimal Quantity)[] goods) =>
        Assert.That(
            order.Credit(invoice, Note, [.. goods.Select(each => new CreditedLine(each.Line, each.Quantity))], Machine, Now).Error,
            Is.Null
        );

    private static string Kept(OrderCopy order) =>
        string.Join(" ", order.Billings.Select(billing => $"{billing.LineNumber}:{billing.Kept:0.######}"));

    private static (long First, long Second) Expected(OrderCopy order)
    {
        var expected = order.ExpectedCredits();
        return (expected[First], expected[Second]);
    }
}
