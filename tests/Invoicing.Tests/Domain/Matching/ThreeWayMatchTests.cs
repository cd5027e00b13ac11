namespace Invoicing.Tests.Domain.Matching;

using Procurement.Invoicing.Domain;
using static Made;

internal sealed class ThreeWayMatchTests
{
    /// <summary>The worked examples of the domain: five pieces at 1.00 have come of five.</summary>
    [TestCase(500, ExpectedResult = MatchVerdict.matched)]
    [TestCase(505, ExpectedResult = MatchVerdict.matched)]
    [TestCase(508, ExpectedResult = MatchVerdict.matched)]
    [TestCase(510, ExpectedResult = MatchVerdict.matched, Description = "2 % itself")]
    [TestCase(511, ExpectedResult = MatchVerdict.disputed)]
    [TestCase(560, ExpectedResult = MatchVerdict.disputed)]
    [TestCase(600, ExpectedResult = MatchVerdict.disputed)]
    [TestCase(490, ExpectedResult = MatchVerdict.matched, Description = "2 % itself, under")]
    [TestCase(489, ExpectedResult = MatchVerdict.disputed)]
    public MatchVerdict Compares_a_total_with_what_has_come(long net)
    {
        var order = Issued(Ordered(quantity: 5)).Received((1, 5));
        return Registered(order, net).Compare(order);
    }

    [TestCase(110, RuleVerdict.over)]
    [TestCase(90, RuleVerdict.under)]
    public void A_price_beside_that_of_the_order_is_over_or_under(decimal price, RuleVerdict expected)
    {
        var order = Issued().Received((1, 10));
        var invoice = Registered(order, (long)(10 * price), [new(1, null, 10, price, (long)(10 * price))]);

        var outcome = ThreeWayMatch.Decide(order.FactsFor(invoice, Policy, null));

        Assert.That(outcome.Rules.Single(rule => rule.Rule == MatchRuleName.unit_price).Verdict, Is.EqualTo(expected));
    }

    [Test]
    public void Never_uses_a_fraction_of_a_minor_unit_of_tolerance()
    {
        // 2,699.97 allows 53.9994, so 54.00 is too much.
        var order = Issued(Ordered(quantity: 3, price: 89_999)).Received((1, 3));

        Assert.That(Decide(order, 269_997 + 5_399), Is.EqualTo(MatchVerdict.matched));
        Assert.That(Decide(order, 269_997 + 5_400), Is.EqualTo(MatchVerdict.disputed));
        Assert.That(Decide(order, 290_000), Is.EqualTo(MatchVerdict.disputed));
    }

    [Test]
    public void Waits_for_goods_that_are_ordered_and_disputes_what_is_not()
    {
        var order = Issued();

        Assert.That(Decide(order, 1000), Is.EqualTo(MatchVerdict.waiting), "nothing has come");
        Assert.That(Decide(order, 1020), Is.EqualTo(MatchVerdict.waiting), "within what is tolerated once all has come");
        Assert.That(Decide(order, 1021), Is.EqualTo(MatchVerdict.disputed), "more than is ordered");
        order.Received((1, 5));
        Assert.That(Decide(order, 560), Is.EqualTo(MatchVerdict.waiting), "more than has come, less than is ordered");
        Assert.That(Decide(order, 500), Is.EqualTo(MatchVerdict.matched));
        Assert.That(Decide(order, 400), Is.EqualTo(MatchVerdict.disputed), "less than has come");
    }

    [Test]
    public void Nothing_expected_is_never_matched_and_never_divided_by()
    {
        var order = Issued().Received((1, 10));
        Registered(order).Compare(order);

        var outcome = ThreeWayMatch.Decide(order.FactsFor(Registered(order, 1), Policy, null));

        Assert.That(outcome.Verdict, Is.EqualTo(MatchVerdict.disputed));
        Assert.That(
            (outcome.Rules.Single().Expected, outcome.Rules.Single().Variance, outcome.VarianceMinor),
            Is.EqualTo(((decimal?)null, (decimal?)null, (long?)null))
        );
    }

    [Test]
    public void Part_invoices_bill_what_has_come_and_is_not_billed_yet()
    {
        var order = Issued().Received((1, 4));

        Assert.That(Registered(order, 400).Compare(order), Is.EqualTo(MatchVerdict.matched));
        Assert.That(Decide(order, 400), Is.EqualTo(MatchVerdict.waiting), "it is billed");
        order.Received((1, 6));
        Assert.That(Registered(order, 600).Compare(order), Is.EqualTo(MatchVerdict.matched));
        Assert.That(Decide(order, 1), Is.EqualTo(MatchVerdict.disputed), "all is billed");
    }

    [Test]
    public void Lines_are_compared_by_quantity_price_and_total()
    {
        var order = Issued(Ordered(1), Ordered(2, quantity: 4, price: 250)).Received((1, 10), (2, 4));

        Assert.That(ByLine(order, (1, 10, 100, 1000), (2, 4, 250, 1000)), Is.EqualTo((MatchVerdict.matched, (DisputeReason?)null)));
        Assert.That(ByLine(order, (1, 4, 100, 400)), Is.EqualTo((MatchVerdict.matched, (DisputeReason?)null)), "part of a line");
        Assert.That(ByLine(order, (1, 10, 102, 1020)), Is.EqualTo((MatchVerdict.matched, (DisputeReason?)null)), "2 % dearer");
        Assert.That(ByLine(order, (1, 10, 103, 1030)), Is.EqualTo((MatchVerdict.disputed, (DisputeReason?)DisputeReason.PRI)));
        Assert.That(ByLine(order, (1, 10, 97, 970)), Is.EqualTo((MatchVerdict.disputed, (DisputeReason?)DisputeReason.PRI)), "too cheap");
        Assert.That(
            ByLine(order, (1, 10, 100, 1021)),
            Is.EqualTo((MatchVerdict.disputed, (DisputeReason?)DisputeReason.PRI)),
            "more than it comes to"
        );
        Assert.That(ByLine(order, (1, 11, 100, 1100)), Is.EqualTo((MatchVerdict.disputed, (DisputeReason?)DisputeReason.QTY)));
        Assert.That(ByLine(order, (7, 1, 100, 100)), Is.EqualTo((MatchVerdict.disputed, (DisputeReason?)DisputeReason.ITM)));
    }

    [Test]
    public void Two_lines_of_an_invoice_share_what_came_of_one_line_of_the_order()
    {
        var order = Issued().Received((1, 10));
        var lines = new List<InvoiceLineDraft?> { new(1, 1, 6, 100, 600), new(2, 1, 5, 100, 500) };

        var outcome = ThreeWayMatch.Decide(order.FactsFor(Registered(order, 1100, lines), Policy, null));

        Assert.That(outcome.Verdict, Is.EqualTo(MatchVerdict.disputed));
        Assert.That(
            outcome.Rules.Where(rule => rule.Rule == MatchRuleName.quantity).Select(rule => (rule.Expected, rule.Actual, rule.Verdict)),
            Is.EqualTo(new[] { ((decimal?)10m, 6m, RuleVerdict.matched), ((decimal?)4m, 5m, RuleVerdict.over) })
        );
    }

    [Test]
    public void Lines_wait_for_goods_that_are_ordered()
    {
        var order = Issued().Received((1, 5));

        Assert.That(ByLine(order, (1, 6, 100, 600)).Verdict, Is.EqualTo(MatchVerdict.waiting));
        Assert.That(ByLine(order, (1, 5, 100, 500)).Verdict, Is.EqualTo(MatchVerdict.matched));
        Assert.That(ByLine(order, (1, 6, 150, 900)).Verdict, Is.EqualTo(MatchVerdict.disputed), "no goods will mend the price");
    }

    [Test]
    public void A_unit_that_contains_others_is_counted_in_them_exactly()
    {
        // Three boxes of seven at 1.00: four pieces are worth 57.142857 of 100.
        var order = Issued(Ordered(quantity: 3, price: 100, size: 7)).Received((1, 4));

        var facts = order.FactsFor(Registered(order, 57), Policy, null);

        Assert.That(facts.OrderLines.Single().Worth(4), Is.EqualTo(57));
        Assert.That(facts.OrderLines.Single().Worth(21), Is.EqualTo(300));
        Assert.That(ThreeWayMatch.Decide(facts).Verdict, Is.EqualTo(MatchVerdict.matched));
        Assert.That(ByLine(order, (1, 1, 100, 100)).Verdict, Is.EqualTo(MatchVerdict.waiting), "a box is seven");
        order.Received((1, 3));
        Assert.That(ByLine(order, (1, 1, 100, 100)).Verdict, Is.EqualTo(MatchVerdict.matched));
    }

    [Test]
    public void The_nearest_tolerance_wins()
    {
        var order = Issued().Received((1, 10));
        var lines = new List<InvoiceLineDraft?> { new(1, null, 10, 104, 1040) };
        var invoice = Registered(order, 1040, lines);

        Assert.That(Sources(null), Is.EqualTo((ToleranceSource.@default, ToleranceSource.@default, MatchVerdict.disputed)));
        Assert.That(Sources(Tolerance.Within(400)), Is.EqualTo((ToleranceSource.supplier, ToleranceSource.supplier, MatchVerdict.matched)));
        order.AgreeOn(Tolerance.Within(300), null, Clerk, Now);
        Assert.That(Sources(Tolerance.Within(400)), Is.EqualTo((ToleranceSource.order, ToleranceSource.order, MatchVerdict.disputed)));
        order.AgreeOn(Tolerance.Within(500), 1, Clerk, Now);
        Assert.That(
            Sources(Tolerance.Within(400)),
            Is.EqualTo((ToleranceSource.line, ToleranceSource.order, MatchVerdict.disputed)),
            "the total is still the order's"
        );
        order.AgreeOn(Tolerance.Within(400), null, Clerk, Now);
        Assert.That(Sources(null).Item3, Is.EqualTo(MatchVerdict.matched));

        (ToleranceSource, ToleranceSource, MatchVerdict) Sources(Tolerance? ofSupplier)
        {
            var outcome = ThreeWayMatch.Decide(order.FactsFor(invoice, Policy, ofSupplier));
            return (
                outcome.Rules.Single(rule => rule.Rule == MatchRuleName.unit_price).Applied.Source,
                outcome.Rules[^1].Applied.Source,
                outcome.Verdict
            );
        }
    }

    [TestCase("0", 1000, ExpectedResult = MatchVerdict.matched)]
    [TestCase("0", 1001, ExpectedResult = MatchVerdict.disputed, Description = "none is none, to the minor unit")]
    [TestCase("0", 999, ExpectedResult = MatchVerdict.disputed)]
    [TestCase("500/0", 1050, ExpectedResult = MatchVerdict.matched)]
    [TestCase("500/0", 999, ExpectedResult = MatchVerdict.disputed, Description = "over and under apart")]
    [TestCase(":7", 1007, ExpectedResult = MatchVerdict.matched, Description = "an amount alone")]
    [TestCase(":7", 1008, ExpectedResult = MatchVerdict.disputed)]
    [TestCase("500:7", 1008, ExpectedResult = MatchVerdict.disputed, Description = "both must hold")]
    [TestCase("1:500", 1001, ExpectedResult = MatchVerdict.disputed)]
    [TestCase("1000/:3", 997, ExpectedResult = MatchVerdict.matched)]
    [TestCase("1000/:3", 996, ExpectedResult = MatchVerdict.disputed)]
    public MatchVerdict Tolerances_are_parts_amounts_or_both(string tolerance, long net)
    {
        var order = Issued().Received((1, 10));
        return Registered(order, net).Compare(order, new MatchPolicy(Tolerance.Parse(tolerance).Value));
    }

    [TestCase("")]
    [TestCase("x")]
    [TestCase("-1")]
    [TestCase("1001")]
    [TestCase("200:")]
    [TestCase("1/2/3")]
    [TestCase("1:2:3")]
    [TestCase("/200")]
    [TestCase("1.5")]
    public void A_tolerance_that_is_none_is_refused(string text) =>
        Assert.That(Tolerance.Parse(text).Error?.Code, Is.EqualTo("INVALID_SETTING"));

    [Test]
    public void Nothing_matches_while_somebody_has_to_look_at_goods()
    {
        var order = Issued().Received((1, 10));
        order.NoteDiscrepancy("grn_x", Machine, Now);

        Assert.That(Decide(order, 1000), Is.EqualTo(MatchVerdict.waiting));
        Assert.That(Decide(order, 900), Is.EqualTo(MatchVerdict.waiting), "more may come to count, or less");
        Assert.That(Decide(order, 1100), Is.EqualTo(MatchVerdict.disputed), "more than is ordered is more whatever comes");
        order.CountGoods("grn_x", [Line(1, 0)], Machine, Now);
        Assert.That(Decide(order, 1000), Is.EqualTo(MatchVerdict.matched));
    }

    private static MatchVerdict Decide(OrderCopy order, long net) =>
        ThreeWayMatch.Decide(order.FactsFor(Registered(order, net), Policy, null)).Verdict;

    private static (MatchVerdict Verdict, DisputeReason? Reason) ByLine(
        OrderCopy order,
        params (int Line, decimal Quantity, decimal Price, long Net)[] lines
    )
    {
        var drafts = lines
            .Select(line => (InvoiceLineDraft?)new InvoiceLineDraft(line.Line, null, line.Quantity, line.Price, line.Net))
            .ToList();
        var outcome = ThreeWayMatch.Decide(order.FactsFor(Registered(order, lines.Sum(line => line.Net), drafts), Policy, null));
        return (outcome.Verdict, outcome.Reason);
    }
}
