namespace Procurement.Supplier.Domain;

/// <summary>Whether the supplier may be ordered from.</summary>
internal sealed partial class Supplier
{
    public RiskScore? RiskScore { get; private set; }
    public Approval? Approval { get; private set; }

    /// <summary>Why it is suspended; null when it is not.</summary>
    public string? SuspensionReason { get; private set; }

    /// <summary>Why it is blacklisted; null when it is not.</summary>
    public string? BlacklistReason { get; private set; }

    /// <summary>
    /// Guards in the order state, separation of duties, risk and documents; what is wrong with the last two is told together. Nothing changes
    /// unless all pass.
    /// </summary>
    public Result Approve(RiskScore risk, DocumentPolicy policy, Actor approver, DateTimeOffset now)
    {
        if (Illegal("approve") is { } refused)
            return refused;
        if (approver.Persons.Contains(RegisteredBy))
            return SupplierErrors.SelfApproval;
        if (Unfit(risk, policy, DateOnly.FromDateTime(now.UtcDateTime)) is { } unfit)
            return unfit;
        RiskScore = risk;
        Approval = new Approval(approver.Subject, now);
        return Become("approve", new SupplierApproved(approver, now) { RiskScore = risk.Value });
    }

    private Error? Unfit(RiskScore risk, DocumentPolicy policy, DateOnly today)
    {
        var documents = policy.Faults(this, today);
        if (documents.Count == 0)
            return risk.IsAcceptable ? null : SupplierErrors.RiskTooHigh;
        var error = risk.IsAcceptable ? SupplierErrors.DocumentsMissing : SupplierErrors.Unfit;
        return error with { Fields = new Dictionary<string, string>(error.Fields) { ["documents"] = string.Join("; ", documents) } };
    }

    public Result Suspend(Reason reason, Actor actor, DateTimeOffset now)
    {
        if (Illegal("suspend") is { } refused)
            return refused;
        SuspensionReason = reason.Text;
        return Become("suspend", new SupplierSuspended(actor, now) { Reason = reason.Text });
    }

    /// <summary>Ends a suspension; the approval from before it holds again.</summary>
    public Result Reinstate(Actor actor, DateTimeOffset now)
    {
        if (Illegal("reinstate") is { } refused)
            return refused;
        SuspensionReason = null;
        return Become("reinstate", new SupplierReinstated(actor, now));
    }

    /// <summary>Excludes it for good. A suspension ends with that: the history keeps its reason.</summary>
    public Result Blacklist(Reason reason, Actor actor, DateTimeOffset now)
    {
        if (Illegal("blacklist") is { } refused)
            return refused;
        SuspensionReason = null;
        BlacklistReason = reason.Text;
        return Become("blacklist", new SupplierBlacklisted(actor, now) { Reason = reason.Text });
    }
}

/// <summary>An approval as given.</summary>
internal sealed record Approval(string Approver, DateTimeOffset At);
