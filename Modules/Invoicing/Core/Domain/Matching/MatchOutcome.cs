namespace Procurement.Invoicing.Domain;

/// <summary>What the match says of an invoice, spelt as clients see it.</summary>
internal enum MatchVerdict
{
    /// <summary>It agrees with what was ordered and received.</summary>
    matched,

    /// <summary>It may agree once more of the goods have come.</summary>
    waiting,

    /// <summary>It does not agree, whatever comes.</summary>
    disputed,
}

/// <summary>What one rule says, spelt as clients see it.</summary>
internal enum RuleVerdict
{
    matched,

    /// <summary>More than has come, but not more than is ordered.</summary>
    waiting,

    /// <summary>More than is tolerated.</summary>
    over,

    /// <summary>Less than is tolerated.</summary>
    under,

    /// <summary>The order has no such line.</summary>
    not_ordered,
}

/// <summary>The rules, spelt as clients see them.</summary>
internal enum MatchRuleName
{
    unit_price,
    quantity,
    line_total,
    total,
}

/// <summary>One rule as it was applied.</summary>
/// <param name="LineNumber">The line of the invoice; null for what is about the whole of it.</param>
/// <param name="Expected">Null when there is nothing to compare with.</param>
/// <param name="Applied">What was tolerated in the direction in which they differ.</param>
internal sealed record AppliedRule(
    MatchRuleName Rule,
    int? LineNumber,
    decimal? Expected,
    decimal Actual,
    AppliedTolerance Applied,
    RuleVerdict Verdict
)
{
    public decimal? Variance => Actual - Expected;

    public bool IsBroken => Verdict is RuleVerdict.over or RuleVerdict.under or RuleVerdict.not_ordered;
}

/// <summary>A tolerance in one direction, and whose it is.</summary>
internal sealed record AppliedTolerance(int? Bps, long? Minor, ToleranceSource Source);

/// <summary>What came of the match.</summary>
/// <param name="Reason">Why it is disputed; null when it is not.</param>
/// <param name="Billed">What the invoice bills of the order's lines, as they are counted; empty unless it agrees.</param>
/// <param name="VarianceMinor">What it asks for less what was expected; null when nothing was.</param>
internal sealed record MatchOutcome(
    MatchVerdict Verdict,
    DisputeReason? Reason,
    IReadOnlyList<AppliedRule> Rules,
    IReadOnlyList<Counted> Billed,
    long? VarianceMinor
);
