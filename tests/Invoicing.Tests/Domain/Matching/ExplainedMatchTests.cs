namespace Invoicing.Tests.Domain.Matching;

using Procurement.Invoicing.Domain;
using static Made;

/// <summary>What the match says besides its verdict: every rule with what it compared, in the same order always.</summary>
internal sealed class ExplainedMatchTests
{
    private static readonly Tolerance Uneven = new(200, 50, 100, null);

    [Test]
    public void Tells_every_rule_of_every_line_and_of_the_whole()
    {
        var outcome = Decide([Line(1, 10, 10)], [new(1, 1, 4, 101, 404), new(2, 9, 1, 5, 5)], 409, new MatchPolicy(Uneven));

        Assert.That(
            outcome.Rules.Select(Show),
            Is.EqualTo(
                new[]
                {
                    "quantity 1: 10 4 matched 0: default -6",
                    "unit_price 1: 100 101 matched 200:50 default 1",
                    "line_total 1: 400 404 matched 200:50 default 4",
                    "quantity 2:  1 not_ordered 0: default ",
                    "total : 400 409 over 200:50 default 9",
                }
            )
        );
        Assert.That((outcome.Verdict, outcome.Reason, outcome.VarianceMinor), Is.EqualTo((MatchVerdict.disputed, DisputeReason.ITM, 9)));
        Assert.That(outcome.Billed, Is.Empty);
    }

    [Test]
    public void Tells_the_tolerance_of_the_direction_in_which_they_differ()
    {
        var outcome = Decide([Line(1, 10, 10)], [new(1, 1, 4, 99, 400)], 400, new MatchPolicy(Uneven));

        Assert.That(
            outcome.Rules.Select(Show),
            Is.EqualTo(
                new[]
                {
                    "quantity 1: 10 4 matched 0: default -6",
                    "unit_price 1: 100 99 matched 100: default -1",
                    "line_total 1: 400 400 matched 200:50 default 0",
                    "total : 400 400 matched 200:50 default 0",
                }
            )
        );
        Assert.That(Show(ByTotal(990, Line(1, 10, 10)).Rules.Single()), Is.EqualTo("total : 1000 990 matched 200: default -10"));
        Assert.That(
            Show(Decide([Line(1, 10, 10)], null, 990, new MatchPolicy(Uneven)).Rules.Single()),
            Is.EqualTo("total : 1000 990 matched 100: default -10")
        );
        Assert.That(
            Show(Decide([Line(1, 10, 10)], null, 1000, new MatchPolicy(Uneven)).Rules.Single()),
            Is.EqualTo("total : 1000 1000 matched 200:50 default 0")
        );
    }

    [Test]
    public void A_price_of_nothing_is_never_matched()
    {
        var outcome = Decide([Line(1, 10, 10, price: 0)], [new(1, 1, 1, 0, 0), new(2, 1, 1, 5, 5)], 5);

        Assert.That(
            outcome.Rules.Select(Show),
            Is.EqualTo(
                new[]
                {
                    "quantity 1: 10 1 matched 0: default -9",
                    "unit_price 1:  0 over 200: default ",
                    "line_total 1:  0 over 200: default ",
                    "quantity 2: 9 1 matched 0: default -8",
                    "unit_price 2:  5 over 200: default ",
                    "line_total 2:  5 over 200: default ",
                    "total :  5 over 200: default ",
                }
            )
        );
        Assert.That(
            (outcome.Verdict, outcome.Reason, outcome.VarianceMinor),
            Is.EqualTo((MatchVerdict.disputed, DisputeReason.PRI, (long?)null))
        );
    }

    [Test]
    public void A_quantity_waits_for_what_is_ordered_and_not_billed()
    {
        // Of ten 4 came, of which 1 is billed: 3 may be billed now, 9 in the end.
        OrderLineFacts line = new(1, 10, 100, 1, 4, 0, 1);

        Assert.That(Quantities(line, 3), Is.EqualTo("3 3 matched"));
        Assert.That(Quantities(line, 3.000001m), Is.EqualTo("3 3.000001 waiting"));
        Assert.That(Quantities(line, 9), Is.EqualTo("3 9 waiting"));
        Assert.That(Quantities(line, 9.000001m), Is.EqualTo("3 9.000001 over"));
        Assert.That(Quantities(line, 2, 1, 6), Is.EqualTo("3 2 matched, 1 1 matched,  6 waiting"));
        Assert.That(Quantities(line, 2, 1, 6.000001m), Is.EqualTo("3 2 matched, 1 1 matched,  6.000001 over"));
        Assert.That(Quantities(line, 5, 1, 4), Is.EqualTo("3 5 waiting,  1 waiting,  4 over"), "never less than nothing");
    }

    [Test]
    public void What_is_broken_first_is_the_reason()
    {
        Assert.That(Reason((1, 11, 100, 1100)), Is.EqualTo(DisputeReason.QTY));
        Assert.That(Reason((1, 10, 150, 1500)), Is.EqualTo(DisputeReason.PRI));
        Assert.That(Reason((1, 10, 100, 1500)), Is.EqualTo(DisputeReason.PRI));
        Assert.That(Reason((1, 10, 50, 1000)), Is.EqualTo(DisputeReason.PRI), "too cheap");
        Assert.That(Reason((9, 1, 100, 100), (1, 11, 100, 1100)), Is.EqualTo(DisputeReason.ITM));
        Assert.That(Reason((1, 11, 100, 1100), (9, 1, 100, 100)), Is.EqualTo(DisputeReason.QTY));
        Assert.That(ByTotal(1021, Line(1, 10, 10)).Reason, Is.EqualTo(DisputeReason.OTH));
        Assert.That(ByTotal(1020, Line(1, 10, 10)).Reason, Is.Null);

        static DisputeReason? Reason(params (int Line, decimal Quantity, decimal Price, long Net)[] lines) =>
            Decide(
                [Line(1, 10, 10)],
                [.. lines.Select((line, i) => new InvoiceLineFacts(i + 1, line.Line, line.Quantity, line.Price, line.Net))],
                lines.Sum(line => line.Net)
            ).Reason;
    }

    [Test]
    public void The_total_has_the_price_for_its_reason_when_the_lines_agree()
    {
        OrderLineFacts line = new(1, 10, 100, 1, 10, 0, 0, Tolerance.Within(1000));

        var outcome = Decide([line], [new(1, 1, 10, 110, 1100)], 1100);

        Assert.That((outcome.Verdict, outcome.Reason), Is.EqualTo((MatchVerdict.disputed, DisputeReason.PRI)));
        Assert.That(
            outcome.Rules.Select(rule => rule.Applied.Source).Distinct(),
            Is.EqualTo(new[] { ToleranceSource.@default, ToleranceSource.line, ToleranceSource.@default }.Distinct())
        );
        Assert.That(outcome.Rules.Single(rule => rule.IsBroken).Rule, Is.EqualTo(MatchRuleName.total));
    }

    [TestCase(1000, 400, 400, ExpectedResult = RuleVerdict.matched)]
    [TestCase(1000, 400, 392, ExpectedResult = RuleVerdict.matched)]
    [TestCase(1000, 400, 391, ExpectedResult = RuleVerdict.under)]
    [TestCase(1000, 400, 408, ExpectedResult = RuleVerdict.matched)]
    [TestCase(1000, 400, 409, ExpectedResult = RuleVerdict.waiting)]
    [TestCase(1000, 400, 1000, ExpectedResult = RuleVerdict.waiting)]
    [TestCase(1000, 400, 1020, ExpectedResult = RuleVerdict.waiting)]
    [TestCase(1000, 400, 1021, ExpectedResult = RuleVerdict.over)]
    [TestCase(1000, 0, 1, ExpectedResult = RuleVerdict.waiting)]
    [TestCase(400, 400, 409, ExpectedResult = RuleVerdict.over)]
    [TestCase(0, 0, 1, ExpectedResult = RuleVerdict.over)]
    public RuleVerdict A_total_is_compared_with_what_came_and_with_what_is_open(int ordered, int came, long net) =>
        ByTotal(net, new OrderLineFacts(1, ordered, 1, 1, came, 0, 0)).Rules.Single().Verdict;

    [Test]
    public void A_total_bills_all_that_came_of_every_line()
    {
        var outcome = ByTotal(1140, Line(1, 10, 10), Line(2, 5, 0), new OrderLineFacts(3, 4, 70, 1, 4, 1, 1));

        Assert.That((outcome.Verdict, outcome.Rules.Single().Expected), Is.EqualTo((MatchVerdict.matched, (decimal?)1140)));
        Assert.That(outcome.Billed, Is.EqualTo(new[] { Made.Line(1, 10), Made.Line(3, 2) }));
        Assert.That(outcome.VarianceMinor, Is.Zero);
    }

    [Test]
    public void Lines_bill_what_they_say_in_what_the_order_s_line_is_counted_in()
    {
        var boxes = new OrderLineFacts(2, 24, 120, 12, 24, 0, 0);

        var outcome = Decide([Line(1, 10, 10), boxes], [new(1, 2, 0.5m, 120, 60), new(2, 1, 3, 100, 300), new(3, 2, 1, 120, 120)], 480);

        Assert.That(outcome.Verdict, Is.EqualTo(MatchVerdict.matched));
        Assert.That(outcome.Billed, Is.EqualTo(new[] { Made.Line(1, 3), Made.Line(2, 18) }), "by number");
        Assert.That(outcome.Rules[0].Actual, Is.EqualTo(6));
        Assert.That(outcome.Rules[^1].Expected, Is.EqualTo(480));
    }

    [Test]
    public void While_goods_are_looked_at_only_a_total_that_is_less_may_still_be_right()
    {
        Assert.That(Open(900, null), Is.EqualTo(MatchVerdict.waiting), "some of it may not count");
        Assert.That(Open(1000, null), Is.EqualTo(MatchVerdict.waiting));
        Assert.That(Open(1021, null), Is.EqualTo(MatchVerdict.disputed));
        Assert.That(Open(1000, [new(1, 1, 10, 100, 1000)]), Is.EqualTo(MatchVerdict.waiting));
        Assert.That(Open(900, [new(1, 1, 10, 90, 900)]), Is.EqualTo(MatchVerdict.disputed));
        Assert.That(Open(500, [new(1, 9, 5, 100, 500)]), Is.EqualTo(MatchVerdict.disputed));

        static MatchVerdict Open(long net, IReadOnlyList<InvoiceLineFacts>? lines) =>
            ThreeWayMatch.Decide(Facts([Line(1, 10, 10)], lines, net, Policy) with { HasOpenDiscrepancy = true }).Verdict;
    }

    [Test]
    public void What_is_beyond_counting_is_the_most_that_can_be_counted()
    {
        OrderLineFacts[] lines = [new(1, 1, long.MaxValue, 1, 1, 0, 0), new(2, 1, long.MaxValue, 1, 1, 0, 0)];

        Assert.That(ByTotal(long.MaxValue, lines).Rules.Single().Expected, Is.EqualTo(long.MaxValue));
        var outcome = Decide(
            lines,
            [new(1, 1, 1, long.MaxValue, long.MaxValue), new(2, 2, 1, long.MaxValue, long.MaxValue)],
            long.MaxValue
        );
        Assert.That((outcome.Rules[^1].Expected, outcome.Verdict), Is.EqualTo((long.MaxValue, MatchVerdict.matched)));
    }

    private static string Show(AppliedRule rule) =>
        $"{rule.Rule} {rule.LineNumber}: {rule.Expected} {rule.Actual} {rule.Verdict} "
        + $"{rule.Applied.Bps}:{rule.Applied.Minor} {rule.Applied.Source} {rule.Variance}";

    private static string Quantities(OrderLineFacts line, params decimal[] quantities)
    {
        InvoiceLineFacts[] lines = [.. quantities.Select((quantity, i) => new InvoiceLineFacts(i + 1, 1, quantity, 100, 100))];
        var rules = Decide([line], lines, 100).Rules.Where(rule => rule.Rule == MatchRuleName.quantity);
        return string.Join(", ", rules.Select(rule => $"{rule.Expected:0.######} {rule.Actual:0.######} {rule.Verdict}"));
    }

    private static OrderLineFacts Line(int number, decimal ordered, decimal came, decimal price = 100) =>
        new(number, ordered, price, 1, came, 0, 0);

    private static MatchOutcome ByTotal(long net, params OrderLineFacts[] ordered) => Decide(ordered, null, net);

    private static MatchOutcome Decide(
        IReadOnlyList<OrderLineFacts> ordered,
        IReadOnlyList<InvoiceLineFacts>? lines,
        long net,
        MatchPolicy? policy = null
    ) => ThreeWayMatch.Decide(Facts(ordered, lines, net, policy ?? Policy));

    private static MatchFacts Facts(
        IReadOnlyList<OrderLineFacts> ordered,
        IReadOnlyList<InvoiceLineFacts>? lines,
        long net,
        MatchPolicy policy
    ) =>
        new()
        {
            Currency = "EUR",
            OrderLines = ordered,
            Invoice = new InvoiceTotals(net, lines),
            Policy = policy,
        };
}
