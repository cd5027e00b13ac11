namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>
/// What the match would say of facts that somebody makes up, or would have said, with another policy, of the invoices that were decided in
/// some time. Nothing is changed by asking.
/// </summary>
internal sealed class SimulateMatch(IInvoiceQueries invoices, MatchPolicy policy)
{
    /// <summary>Most invoices that one simulation looks at.</summary>
    private const int Most = 1000;

    internal sealed record Arguments(FactsDraft? Facts, Result<DateTimeOffset>? From, Result<DateTimeOffset>? To, ToleranceDraft? Policy);

    public async Task<Result<SimulationView>> Execute(Arguments asked, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var agreed = ToleranceDraft.Read(asked.Policy, "policy");
        errors.AddAll(agreed.Error);
        var other = agreed.Error is null && agreed.Value.Value is { } tolerance ? new MatchPolicy(tolerance) : policy;
        if (asked.Facts is { } made)
        {
            if (asked.From is not null || asked.To is not null)
                errors.Add("facts", "must not be given together with from or to");
            var facts = made.Read(other, errors);
            if (errors.Error is { } wrong)
                return wrong;
            var explained = ExplanationView.Of(facts);
            return new SimulationView(explained.PolicyVersion, explained.Verdict, explained.Rules);
        }
        var from = errors.Take("from", asked.From ?? Error.Invalid("MISSING", "is required where facts are not given"));
        var to = errors.Take("to", asked.To ?? Error.Invalid("MISSING", "is required where facts are not given"));
        if (errors.Error is null && asked.Policy is null)
            errors.Add("policy", "is required where facts are not given");
        if (errors.Error is null && from >= to)
            errors.Add("to", "must be after from");
        return errors.Error is { } invalid ? invalid : await Compare(from, to, other, ct);
    }

    private async Task<SimulationView> Compare(DateTimeOffset from, DateTimeOffset to, MatchPolicy other, CancellationToken ct)
    {
        var decided = await invoices.Decided(from, to, Most + 1, ct);
        var changed = new List<ChangedVerdict>();
        foreach (var (id, facts) in decided.Take(Most))
        {
            var (before, after) = (ThreeWayMatch.Decide(facts), ThreeWayMatch.Decide(facts with { Policy = other }));
            if (before.Verdict != after.Verdict)
                changed.Add(new($"{id}", $"{before.Verdict}", $"{after.Verdict}", facts.Invoice.NetCents, facts.Currency));
        }
        var money = changed
            .GroupBy(each => (each.Currency, each.To))
            .OrderBy(group => group.Key)
            .Select(group => new ChangedMoney(group.Key.Currency, group.Key.To, group.Sum(each => (decimal)each.NetCents), group.Count()));
        return new SimulationView(
            other.Version,
            Compared: Math.Min(decided.Count, Most),
            More: decided.Count > Most,
            Changed: changed,
            Money: [.. money]
        );
    }
}
