namespace Procurement.Purchasing.Domain;

/// <summary>Stopping it because something is wrong with it or with its supplier.</summary>
internal sealed partial class PurchaseOrder
{
    /// <summary>States of an open order: those from which it may be disputed.</summary>
    public static IReadOnlyList<PurchaseOrderStatus> OpenStates => LifeCycle.Single(row => row.Command == "dispute").From;

    public Dispute? Dispute { get; private set; }

    public Result RaiseDispute(Reason reason, Actor disputer, DateTimeOffset now)
    {
        if (Illegal("dispute") is { } refused)
            return refused;
        Dispute = new Dispute(disputer.Subject, reason.Text, Status, now);
        return Become("dispute", new PurchaseOrderDisputed(disputer, now) { Reason = reason.Text });
    }
}

/// <summary>A dispute as raised.</summary>
/// <param name="From">The state that it stopped the order in: whoever resolves it has to know where to go on.</param>
internal sealed record Dispute(string Disputer, string Reason, PurchaseOrderStatus From, DateTimeOffset At);
