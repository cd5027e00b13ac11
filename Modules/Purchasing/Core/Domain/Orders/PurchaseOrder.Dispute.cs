namespace Procurement.Purchasing.Domain;

using static PurchaseOrderStatus;

/// <summary>Stopping it because something is wrong with it or with its supplier, for a while or for good.</summary>
internal sealed partial class PurchaseOrder
{
    public Dispute? Dispute { get; private set; }
    public Cancellation? Cancellation { get; private set; }

    public Result RaiseDispute(Reason reason, Actor disputer, DateTimeOffset now) =>
        Illegal("dispute") is { } refused
            ? refused
            : Become("dispute", new PurchaseOrderDisputed(disputer, now) { Reason = reason.Text, InvoiceId = null });

    /// <summary>The order goes on from where it was stopped, or not at all. What was not approved is not approved by it.</summary>
    public Result ResolveDispute(DisputeOutcome outcome, Reason reason, Actor resolver, DateTimeOffset now)
    {
        if (Illegal("resolve the dispute of") is { } refused)
            return refused;
        Resolve(outcome.ToString(), reason.Text, resolver, now);
        return Settle(resolver, now);
    }

    /// <summary>Once goods have come it takes finance; before, it is the buyer's.</summary>
    public Result Cancel(Canceller canceller, Reason reason, DateTimeOffset now)
    {
        if (Illegal("cancel") is { } refused)
            return refused;
        if (HasGoods ? !canceller.IsFinance : !canceller.IsBuyer)
            return PurchaseOrderErrors.NotYoursToCancel;
        return Become("cancel", new PurchaseOrderCancelled(canceller.Actor, now) { Reason = reason.Text });
    }

    private void Resolve(string outcome, string reason, Actor resolver, DateTimeOffset now)
    {
        var before = Dispute!.From == Issued ? Approved : Dispute.From;
        var to =
            outcome == nameof(DisputeOutcome.cancel) ? Cancelled
            : before is Acknowledged or PartiallyReceived or Received or Invoiced ? DeliveredFrom(before)
            : before;
        Become("resolve the dispute of", new DisputeResolved(resolver, now) { Outcome = outcome, Reason = reason }, to);
    }

    /// <summary>Goods may have gone back and invoices been disputed meanwhile.</summary>
    private PurchaseOrderStatus DeliveredFrom(PurchaseOrderStatus before) => HasGoods ? Delivered : before;

    private void ApplyEnd(DomainEvent happened)
    {
        switch (happened)
        {
            case PurchaseOrderDisputed disputed:
                Dispute = new Dispute(disputed.Actor.Subject, disputed.Reason, Status, disputed.InvoiceId, disputed.At);
                break;
            case DisputeResolved { Outcome: nameof(DisputeOutcome.cancel) } given:
                End(given.Actor, given.Reason, given.At);
                break;
            case DisputeResolved:
                Dispute = null;
                break;
            case PurchaseOrderCancelled cancelled:
                End(cancelled.Actor, cancelled.Reason, cancelled.At);
                break;
        }
    }

    private void End(Actor actor, string reason, DateTimeOffset at)
    {
        Cancellation = new Cancellation(actor.Subject, reason, at);
        Amendment = null;
        Wait(null);
    }
}

/// <summary>How a dispute ends, spelt as callers spell it.</summary>
internal enum DisputeOutcome
{
    approve,
    cancel,
}

/// <summary>Who cancels, and as what.</summary>
internal sealed record Canceller(Actor Actor, bool IsBuyer, bool IsFinance);
