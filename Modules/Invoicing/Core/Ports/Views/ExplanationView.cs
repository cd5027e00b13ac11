namespace Procurement.Invoicing.Ports;

using Procurement.Invoicing.Domain;

/// <summary>Why an invoice matches or does not: every rule with what it compared. The same facts make the same document, byte by byte.</summary>
/// <param name="PolicyVersion">Tells the policy from every other.</param>
internal sealed record ExplanationView(
    [property: Is<PolicyVersion>] string PolicyVersion,
    [property: Is<NameOf<MatchVerdict>>] string Verdict,
    IReadOnlyList<RuleView> Rules
)
{
    public static ExplanationView Of(MatchFacts facts) => Of(facts, ThreeWayMatch.Decide(facts));

    public static ExplanationView Of(MatchFacts facts, MatchOutcome outcome) =>
        new(facts.Policy.Version, outcome.Verdict.ToString(), [.. outcome.Rules.Select(RuleView.Of)]);
}

/// <param name="LineNumber">The line of the invoice; null for what is about the whole of it.</param>
/// <param name="Variance">What is told less what was expected; null when there is nothing to compare with.</param>
internal sealed record RuleView(
    [property: Is<NameOf<MatchRuleName>>] string Rule,
    [property: Is<LineNumber>] int? LineNumber,
    RuleInputs Inputs,
    ToleranceView Tolerance,
    [property: Is<Difference>] decimal? Variance,
    [property: Is<NameOf<RuleVerdict>>] string Verdict
)
{
    public static RuleView Of(AppliedRule rule) =>
        new(
            rule.Rule.ToString(),
            rule.LineNumber,
            new RuleInputs(rule.Expected, rule.Actual),
            new ToleranceView(rule.Applied.Bps, rule.Applied.Minor, rule.Applied.Source.ToString()),
            rule.Variance,
            rule.Verdict.ToString()
        );
}

/// <summary>Amounts in minor units; quantities as the order's line is counted.</summary>
/// <param name="Expected">Null when there is nothing to compare with.</param>
internal sealed record RuleInputs([property: Is<Compared>] decimal? Expected, [property: Is<Compared>] decimal Actual);

/// <param name="BasisPoints">Null when only an amount bounds the difference.</param>
/// <param name="AbsoluteCents">Null when only a part of what is expected bounds the difference.</param>
internal sealed record ToleranceView(
    [property: Is<ToleranceBps>] int? BasisPoints,
    [property: Is<MinorUnits>] long? AbsoluteCents,
    [property: Is<NameOf<ToleranceSource>>] string Source
);

internal sealed class Compared : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Min = 0,
            Decimals = 6,
            Example = 1250m,
        };
}

internal sealed class Difference : IFacts
{
    public static Facts Facts { get; } = new() { Decimals = 6, Example = -12.5m };
}

internal sealed class ToleranceBps : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Description = "In basis points of what is expected: 200 is 2 %.",
            Min = 0,
            Max = Tolerance.MostBps,
            Example = 200L,
        };
}

/// <summary>
/// What the match would say: of facts that were made up the verdict and its rules; of invoices that were decided those of which another policy
/// would have said otherwise. What is not asked for is null.
/// </summary>
/// <param name="PolicyVersion">Tells the policy from every other.</param>
/// <param name="Compared">How many invoices were decided anew.</param>
/// <param name="More">Whether there are more invoices in the time than were decided anew.</param>
internal sealed record SimulationView(
    [property: Is<PolicyVersion>] string PolicyVersion,
    [property: Is<NameOf<MatchVerdict>>] string? Verdict = null,
    IReadOnlyList<RuleView>? Rules = null,
    [property: Is<Count>] int? Compared = null,
    bool? More = null,
    IReadOnlyList<ChangedVerdict>? Changed = null,
    IReadOnlyList<ChangedMoney>? Money = null
);

internal sealed record ChangedVerdict(
    [property: Is<InvoiceId>] string InvoiceId,
    [property: Is<NameOf<MatchVerdict>>] string From,
    [property: Is<NameOf<MatchVerdict>>] string To,
    [property: Is<MinorUnits>] long NetCents,
    [property: Is<Currency>] string Currency
);

/// <summary>How much money the changed verdicts are about.</summary>
internal sealed record ChangedMoney(
    [property: Is<Currency>] string Currency,
    [property: Is<NameOf<MatchVerdict>>] string To,
    [property: Is<MinorUnits>] decimal NetCents,
    [property: Is<Count>] int Invoices
);

internal sealed class Count : IFacts
{
    public static Facts Facts { get; } = new() { Min = 0, Example = 3L };
}
