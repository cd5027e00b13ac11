namespace Procurement.Invoicing.Domain;

/// <summary>How an invoice compares with what was ordered and received, and what stands against it.</summary>
internal sealed partial class Invoice
{
    private static readonly TimeSpan Warned = TimeSpan.FromHours(24);
    private static readonly TimeSpan Escalated = TimeSpan.FromHours(168);
    private static readonly TimeSpan Unmatched = TimeSpan.FromDays(30);

    /// <summary>What it was decided by; null while nothing is decided.</summary>
    public MatchFacts? Match { get; private set; }

    /// <summary>What it asks for less what was expected; null before it was compared with anything.</summary>
    public long? VarianceMinor { get; private set; }
    public DateTimeOffset? MatchedAt { get; private set; }
    public Dispute? Dispute { get; private set; }
    public int Resubmissions { get; private set; }

    /// <summary>When somebody is told next that nothing has happened to it; null when nobody is.</summary>
    public DateTimeOffset? RemindAt { get; private set; }

    /// <summary>Whether it waits to be compared, with what is known of it now.</summary>
    public bool Waits => !IsVoid && Status is InvoiceStatus.Registered or InvoiceStatus.Matching && OrderId is not null;

    /// <summary>Takes over what the match says of it; while it has to wait nothing changes.</summary>
    public Result Take(MatchFacts facts, MatchOutcome outcome, Actor actor, DateTimeOffset now)
    {
        if (outcome.Verdict == MatchVerdict.waiting)
            return Result.Done;
        if (Refused("start the match of") is { } refused)
            return refused;
        Become("start the match of", new MatchStarted(actor, now));
        (Match, VarianceMinor) = (facts, outcome.VarianceMinor);
        if (outcome.Verdict == MatchVerdict.disputed)
            return DisputeFor(new Dispute(outcome.Reason!.Value, Explained(outcome), actor.Subject, now, IsFinal: false), actor, now);
        MatchedAt = now;
        RemindAt = null;
        return Become(
            "match",
            new InvoiceMatched(actor, now)
            {
                PurchaseOrderId = $"{OrderId}",
                NetCents = NetMinor,
                Lines = outcome.Billed,
                PolicyVersion = facts.Policy.Version,
                VarianceCents = outcome.VarianceMinor,
            }
        );
    }

    /// <summary>Somebody, or the system for a reason of its own, holds something against it.</summary>
    /// <param name="code">Why, by its code.</param>
    /// <param name="reason">Why, in words.</param>
    /// <param name="actor">Who.</param>
    /// <param name="now">When.</param>
    /// <param name="isFinal">Whether no correction can settle it.</param>
    public Result DisputeFor(DisputeReason code, string reason, Actor actor, DateTimeOffset now, bool isFinal = false) =>
        DisputeFor(new Dispute(code, reason, actor.Subject, now, isFinal), actor, now);

    /// <summary>Nothing has happened to it for long: somebody is told, and after thirty days unmatched it is disputed.</summary>
    public Result Remind(Actor clock, DateTimeOffset now)
    {
        if (Refused("remind of") is { } refused)
            return refused;
        if (RemindAt is not { } due || due > now)
            return Result.Done;
        if (Status != InvoiceStatus.Disputed && now >= CreatedAt + Unmatched)
            return DisputeFor(DisputeReason.OTH, "It has matched nothing for thirty days.", clock, now);
        RemindAt = Status == InvoiceStatus.Disputed ? null : CreatedAt + Unmatched;
        return Become("remind of", new InvoiceOverdue(clock, now) { IsDisputed = Status == InvoiceStatus.Disputed });
    }

    protected override void Apply(DomainEvent happened) =>
        RemindAt = happened switch
        {
            InvoiceRegistered or InvoiceCorrected => happened.At + Warned,
            InvoiceDisputed => happened.At + Escalated,
            InvoiceVoided or InvoiceMatched => null,
            _ => RemindAt,
        };

    private Result DisputeFor(Dispute dispute, Actor actor, DateTimeOffset now)
    {
        if (Refused("dispute") is { } refused)
            return refused;
        Dispute = dispute;
        return Become(
            "dispute",
            new InvoiceDisputed(actor, now)
            {
                PurchaseOrderId = OrderId?.ToString(),
                ReasonCode = dispute.Code.ToString(),
                Reason = dispute.Reason,
                VarianceCents = VarianceMinor,
            }
        );
    }

    private static string Explained(MatchOutcome outcome)
    {
        var broken = outcome
            .Rules.Where(rule => rule.IsBroken)
            .Select(rule => rule.LineNumber is { } line ? $"{rule.Rule} of line {line}" : $"{rule.Rule}");
        return $"It does not agree with the order and what was received: {string.Join(", ", broken.Take(10))}.";
    }
}

/// <summary>What stands against an invoice.</summary>
/// <param name="IsFinal">Whether no correction can settle it.</param>
internal sealed record Dispute(DisputeReason Code, string Reason, string Disputer, DateTimeOffset At, bool IsFinal);
