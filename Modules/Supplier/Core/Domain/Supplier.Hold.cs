namespace Procurement.Supplier.Domain;

/// <summary>What is not done with a supplier for the time being, though its state would allow it.</summary>
internal sealed partial class Supplier
{
    public Hold? Hold { get; private set; }

    /// <summary>Puts it on hold; a hold that it is under already is replaced.</summary>
    public Result PutOnHold(HoldScope scope, Reason reason, Actor actor, DateTimeOffset now)
    {
        if (Illegal("put on hold") is { } refused)
            return refused;
        Hold = new Hold(scope, reason.Text, actor.Subject, now);
        return Become("put on hold", new SupplierPutOnHold(actor, now) { Scope = scope.ToString(), Reason = reason.Text });
    }

    public Result Release(Actor actor, DateTimeOffset now)
    {
        if (Illegal("release") is { } refused)
            return refused;
        if (Hold is null)
            return SupplierErrors.NotOnHold;
        Hold = null;
        return Become("release", new SupplierReleased(actor, now));
    }
}

/// <summary>A hold as it was put on.</summary>
internal sealed record Hold(HoldScope Scope, string Reason, string HeldBy, DateTimeOffset At);

/// <summary>What a hold keeps from being done.</summary>
internal enum HoldScope
{
    Orders,
    Payments,
    All,
}
