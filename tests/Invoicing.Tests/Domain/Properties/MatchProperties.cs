namespace Invoicing.Tests.Domain.Properties;

using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Procurement.Invoicing.Adapters.Postgres;
using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>What holds of the match whatever its facts are.</summary>
internal sealed class MatchProperties
{
    private const int Tried = 10_000;

    /// <summary>The same ones each time.</summary>
    private const ulong Seed = 178_719_743_151_327_869;
    private const ulong Gamma = 15_495_898_474_151_992_977;

    /// <summary>Numbers as clients see them.</summary>
    private static readonly JsonSerializerOptions Json = new() { Converters = { new ExactDecimalConverter() } };

    private static readonly Gen<int> Bps = Gen.OneOf(Gen.Choose(0, Tolerance.MostBps), Gen.Elements(0, 1, 200, Tolerance.MostBps));

    private static readonly Gen<long> Amount = Gen.OneOf(
        Gen.Choose(1, 10).Select(each => (long)each),
        Gen.Choose(1, int.MaxValue).Select(each => (long)each),
        Gen.Choose(1, int.MaxValue).Select(each => each * 1_000_000L)
    );

    private static readonly Gen<Tolerance?> Agreed =
        from kind in Gen.Choose(0, 4)
        from over in Bps
        from under in Bps
        from cents in Gen.Choose(0, 500)
        select kind switch
        {
            0 or 1 => null,
            2 => Tolerance.Within(over),
            3 => new Tolerance(over, cents, under, null),
            _ => new Tolerance(null, cents, null, cents / 2),
        };

    private static readonly Gen<OrderLineFacts> OrderLine =
        from number in Gen.Choose(1, 4)
        from ordered in Gen.Choose(0, 20)
        from price in Gen.Choose(0, 400)
        from size in Gen.Elements(1m, 1m, 12m, 2.5m)
        from received in Gen.Choose(0, 20)
        from returned in Gen.Choose(0, 4)
        from billed in Gen.Choose(0, 4)
        from tolerance in Agreed
        select new OrderLineFacts(number, ordered * size, price / 4m, size, received * size / 2, returned, billed, tolerance);

    private static readonly Gen<InvoiceLineFacts> InvoiceLine =
        from number in Gen.Choose(1, 4)
        from quantity in Gen.Choose(1, 40)
        from price in Gen.Choose(0, 400)
        from aside in Gen.Choose(-2, 2)
        select new InvoiceLineFacts(0, number, quantity / 4m, price / 4m, Math.Max(0, (quantity * price / 16) + aside));

    private static readonly Gen<MatchFacts> Any =
        from ordered in OrderLine.ListOf()
        from lines in InvoiceLine.ListOf()
        from hasLines in Gen.Elements(true, false)
        from net in Gen.Choose(1, 3000)
        from isOpen in Gen.Frequency((5, Gen.Constant(false)), (1, Gen.Constant(true)))
        from agrees in Gen.Elements(true, false)
        from ofOrder in Agreed
        from ofSupplier in Agreed
        from policy in Agreed
        select Facts(ordered, hasLines ? lines : [], net, agrees) with
        {
            HasOpenDiscrepancy = isOpen,
            OrderTolerance = ofOrder,
            SupplierTolerance = ofSupplier,
            Policy = new MatchPolicy(policy ?? Tolerance.None),
        };

    /// <summary>A tolerance reaches as far over what is expected as under it, and its bound is within, to the minor unit.</summary>
    [Test]
    public void The_bound_is_within_and_one_minor_unit_more_is_not()
    {
        var (within, beyond) = (0, 0);
        Run(
            from expected in Amount
            from bps in Bps
            select (expected, bps),
            tried =>
            {
                var (expected, bps) = tried;
                var most = (long)((Int128)expected * bps / 10_000);
                foreach (var apart in new[] { 0, most, most + 1, most / 2, (2 * most) + 1 }.Where(each => each < expected))
                {
                    var (over, under) = (ByTotal(expected, expected + apart, bps), ByTotal(expected, expected - apart, bps));
                    Must.Hold(over == (apart <= most ? MatchVerdict.matched : MatchVerdict.disputed), $"{expected} + {apart} at {bps}");
                    Must.Hold(under == over, $"as far under as over: {expected} and {apart} at {bps}");
                    Must.Hold(ByLine(expected, expected + apart, bps) == over, "a line is compared as a total is");
                    Must.Hold(ByLine(expected, expected - apart, bps) == over, "a line is compared as a total is");
                    _ = over == MatchVerdict.matched ? within++ : beyond++;
                }
            }
        );
        TestContext.Out.WriteLine($"{Tried} amounts and tolerances: {within} differences within, {beyond} beyond");
        Assert.That(within, Is.GreaterThan(Tried));
        Assert.That(beyond, Is.GreaterThan(Tried));
    }

    /// <summary>What is stored of a decision is enough to make and to explain it again, byte by byte.</summary>
    [Test]
    public void The_stored_facts_decide_the_same_again()
    {
        var verdicts = new Dictionary<MatchVerdict, int>();
        Run(
            Any,
            facts =>
            {
                var outcome = ThreeWayMatch.Decide(facts);
                var stored = JsonColumns.Read<MatchFacts>(JsonColumns.Write(facts));
                var again = ThreeWayMatch.Decide(stored);
                Must.Hold(
                    (again.Verdict, again.Reason, again.VarianceMinor) == (outcome.Verdict, outcome.Reason, outcome.VarianceMinor),
                    "the verdict is the same"
                );
                Must.Hold(again.Rules.SequenceEqual(outcome.Rules) && again.Billed.SequenceEqual(outcome.Billed), "and all that led to it");
                Must.Hold(JsonColumns.Write(stored) == JsonColumns.Write(facts), "what is stored twice is the same");
                Must.Hold(
                    Explained(facts).AsSpan().SequenceEqual(Explained(stored)) && Explained(facts).AsSpan().SequenceEqual(Explained(facts)),
                    "the explanation is the same, byte by byte"
                );
                Must.Hold(ExplanationView.Of(facts).Verdict == $"{outcome.Verdict}", "and explains that verdict");
                verdicts[outcome.Verdict] = verdicts.GetValueOrDefault(outcome.Verdict) + 1;
            }
        );
        TestContext.Out.WriteLine($"{Tried} facts: {string.Join(", ", verdicts.Select(each => $"{each.Value} {each.Key}"))}");
        Assert.That(verdicts.Keys, Is.EquivalentTo(Enum.GetValues<MatchVerdict>()));
        Assert.That(verdicts.Values, Is.All.GreaterThan(Tried / 50));
    }

    /// <summary>Whatever is tolerated, quantities are not: what a match bills came and is not billed yet.</summary>
    [Test]
    public void A_match_bills_no_more_than_came()
    {
        var matched = 0;
        Run(
            Any,
            facts =>
            {
                var outcome = ThreeWayMatch.Decide(facts);
                Must.Hold((outcome.Verdict == MatchVerdict.disputed) == outcome.Reason.HasValue, "a dispute has its reason, and only that");
                Must.Hold(outcome.Verdict == MatchVerdict.matched || outcome.Billed.Count == 0, "only a match bills");
                foreach (var billed in outcome.Billed)
                    Must.Hold(
                        billed.Quantity > 0
                            && billed.Quantity <= facts.OrderLines.Single(line => line.LineNumber == billed.LineNumber).Available,
                        "it came and is not billed"
                    );
                if (outcome.Verdict == MatchVerdict.matched)
                {
                    matched++;
                    Must.Hold(outcome.Rules.All(rule => rule.Verdict == RuleVerdict.matched), "every rule agrees");
                    Must.Hold(!facts.HasOpenDiscrepancy && outcome.Billed.Count > 0, "nothing stands against it");
                }
            }
        );
        TestContext.Out.WriteLine($"{Tried} facts, {matched} matched");
    }

    private static void Run<T>(Gen<T> any, Action<T> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(Tried).WithEndSize(6).WithReplay(Seed, Gamma), Prop.ForAll(Arb.From(any), holds));

    private static MatchVerdict ByTotal(long expected, long net, int bps) => Verdict(expected, new InvoiceTotals(net, null), bps);

    private static MatchVerdict ByLine(long expected, long net, int bps) =>
        Verdict(expected, new InvoiceTotals(net, [new InvoiceLineFacts(1, 1, 1, net, net)]), bps);

    private static MatchVerdict Verdict(long expected, InvoiceTotals invoice, int bps) =>
        ThreeWayMatch
            .Decide(
                new MatchFacts
                {
                    Currency = "EUR",
                    OrderLines = [new OrderLineFacts(1, 1, expected, 1, 1, 0, 0)],
                    Invoice = invoice,
                    Policy = new MatchPolicy(Tolerance.Within(bps)),
                }
            )
            .Verdict;

    /// <summary>Half of them are made to agree with the order, because chance seldom does.</summary>
    private static MatchFacts Facts(IEnumerable<OrderLineFacts> ordered, IEnumerable<InvoiceLineFacts> lines, long net, bool agrees)
    {
        OrderLineFacts[] known = [.. ordered.DistinctBy(line => line.LineNumber).OrderBy(line => line.LineNumber)];
        InvoiceLineFacts[] told = [.. lines.Select((line, i) => Agreeing(line with { LineNumber = i + 1 }, known, agrees))];
        var total = known.Sum(line => line.Worth(line.Available));
        return new MatchFacts
        {
            Currency = "EUR",
            OrderLines = known,
            Invoice =
                told.Length > 0
                    ? new InvoiceTotals(told.Sum(line => line.NetCents), told)
                    : new InvoiceTotals(agrees && total > 0 ? total : net, null),
            Policy = new MatchPolicy(Tolerance.None),
        };
    }

    private static InvoiceLineFacts Agreeing(InvoiceLineFacts line, OrderLineFacts[] known, bool agrees) =>
        agrees && Array.Find(known, each => each.LineNumber == line.OrderLineNumber) is { } of
            ? line with
            {
                Quantity = Math.Min(line.Quantity, 2),
                UnitPriceCents = of.UnitPriceCents,
                NetCents = of.Worth(Math.Min(line.Quantity, 2) * of.UnitSize),
            }
            : line;

    private static byte[] Explained(MatchFacts facts) => JsonSerializer.SerializeToUtf8Bytes(ExplanationView.Of(facts), Json);
}
