namespace Procurement.Invoicing.Domain;

using static MatchRuleName;

/// <summary>
/// The three-way match: an invoice against what was ordered and what was received and is not billed yet. It is a function of its facts and
/// nothing else; every decision, explanation and simulation comes through here.
/// </summary>
internal static class ThreeWayMatch
{
    private static readonly AppliedTolerance Exact = new(0, null, ToleranceSource.@default);

    public static MatchOutcome Decide(MatchFacts facts)
    {
        var rules = facts.Invoice.Lines is { } lines ? [.. ByLine(facts, lines)] : new List<AppliedRule> { ByTotal(facts) };
        var broken = rules.Find(rule => rule.IsBroken);
        var verdict =
            broken is not null && !MayPass(broken, facts) ? MatchVerdict.disputed
            : broken is not null || facts.HasOpenDiscrepancy || rules.Exists(rule => rule.Verdict == RuleVerdict.waiting)
                ? MatchVerdict.waiting
            : MatchVerdict.matched;
        var total = rules[^1];
        return new MatchOutcome(
            verdict,
            verdict == MatchVerdict.disputed ? ReasonOf(broken!, facts) : null,
            rules,
            verdict == MatchVerdict.matched ? Billed(facts) : [],
            (long?)total.Variance
        );
    }

    /// <summary>A total that is less than what has come may be right when what failed the check is decided on; nothing else may.</summary>
    private static bool MayPass(AppliedRule broken, MatchFacts facts) =>
        facts.HasOpenDiscrepancy && facts.Invoice.Lines is null && broken.Verdict == RuleVerdict.under;

    private static DisputeReason ReasonOf(AppliedRule broken, MatchFacts facts) =>
        (broken.Rule, broken.Verdict) switch
        {
            (_, RuleVerdict.not_ordered) => DisputeReason.ITM,
            (quantity, _) => DisputeReason.QTY,
            (total, _) when facts.Invoice.Lines is null => DisputeReason.OTH,
            _ => DisputeReason.PRI,
        };

    private static IEnumerable<AppliedRule> ByLine(MatchFacts facts, IReadOnlyList<InvoiceLineFacts> lines)
    {
        var ordered = facts.OrderLines.ToDictionary(line => line.LineNumber);
        var taken = new Dictionary<int, decimal>();
        Int128 expected = 0;
        foreach (var line in lines)
        {
            if (!ordered.TryGetValue(line.OrderLineNumber, out var of))
            {
                yield return new(quantity, line.LineNumber, null, line.Quantity, Exact, RuleVerdict.not_ordered);
                continue;
            }
            var counted = line.Quantity * of.UnitSize;
            var before = taken.GetValueOrDefault(of.LineNumber);
            taken[of.LineNumber] = before + counted;
            yield return Quantity(of, line, counted, before);
            yield return Compare(unit_price, line.LineNumber, of.UnitPriceCents, line.UnitPriceCents, LineTolerance(facts, of));
            var worth = of.Worth(counted);
            expected += worth;
            yield return Compare(line_total, line.LineNumber, worth, line.NetCents, LineTolerance(facts, of));
        }
        yield return Compare(total, null, (decimal)Int128.Min(expected, long.MaxValue), facts.Invoice.NetCents, OrderTolerance(facts));
    }

    /// <summary>No more than came is ever billed, whatever is tolerated: only amounts may differ.</summary>
    private static AppliedRule Quantity(OrderLineFacts of, InvoiceLineFacts line, decimal counted, decimal before)
    {
        var available = Math.Max(0, of.Available - before);
        var verdict =
            counted <= available ? RuleVerdict.matched
            : counted <= of.Open - before ? RuleVerdict.waiting
            : RuleVerdict.over;
        return new(quantity, line.LineNumber, available == 0 ? null : available, counted, Exact, verdict);
    }

    /// <summary>An invoice without lines bills all that has come and is not billed yet.</summary>
    private static AppliedRule ByTotal(MatchFacts facts)
    {
        var (tolerance, source) = OrderTolerance(facts);
        var net = facts.Invoice.NetCents;
        var (came, open) = (Sum(facts, line => line.Available), Sum(facts, line => line.Open));
        var verdict =
            tolerance.Covers(came, net) ? RuleVerdict.matched
            : net < came ? RuleVerdict.under
            : open > came && (net <= open || tolerance.Covers(open, net)) ? RuleVerdict.waiting
            : RuleVerdict.over;
        return new(total, null, came == 0 ? null : came, net, Applied(tolerance, source, net >= came), verdict);
    }

    private static decimal Sum(MatchFacts facts, Func<OrderLineFacts, decimal> counted)
    {
        Int128 sum = 0;
        foreach (var line in facts.OrderLines)
            sum += line.Worth(counted(line));
        return (decimal)Int128.Min(sum, long.MaxValue);
    }

    private static AppliedRule Compare(
        MatchRuleName rule,
        int? lineNumber,
        decimal expected,
        decimal actual,
        (Tolerance Tolerance, ToleranceSource Source) agreed
    )
    {
        var isOver = actual >= expected;
        var verdict =
            agreed.Tolerance.Covers(expected, actual) ? RuleVerdict.matched
            : isOver ? RuleVerdict.over
            : RuleVerdict.under;
        return new(rule, lineNumber, expected == 0 ? null : expected, actual, Applied(agreed.Tolerance, agreed.Source, isOver), verdict);
    }

    private static AppliedTolerance Applied(Tolerance tolerance, ToleranceSource source, bool isOver)
    {
        var (bps, minor) = tolerance.For(isOver);
        return new(bps, minor, source);
    }

    private static (Tolerance Tolerance, ToleranceSource Source) LineTolerance(MatchFacts facts, OrderLineFacts line) =>
        line.Tolerance is { } own ? (own, ToleranceSource.line) : OrderTolerance(facts);

    private static (Tolerance Tolerance, ToleranceSource Source) OrderTolerance(MatchFacts facts) =>
        facts switch
        {
            { OrderTolerance: { } order } => (order, ToleranceSource.order),
            { SupplierTolerance: { } supplier } => (supplier, ToleranceSource.supplier),
            _ => (facts.Policy.Default, ToleranceSource.@default),
        };

    private static IReadOnlyList<Counted> Billed(MatchFacts facts)
    {
        if (facts.Invoice.Lines is not { } lines)
            return [.. facts.OrderLines.Where(line => line.Available > 0).Select(line => new Counted(line.LineNumber, line.Available))];
        var sizes = facts.OrderLines.ToDictionary(line => line.LineNumber, line => line.UnitSize);
        return
        [
            .. lines
                .GroupBy(line => line.OrderLineNumber)
                .OrderBy(group => group.Key)
                .Select(group => new Counted(group.Key, group.Sum(line => line.Quantity) * sizes[group.Key])),
        ];
    }
}
