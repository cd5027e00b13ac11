namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>With whose authority a caller decides on an order: what was delegated counts as on the day of the decision.</summary>
internal sealed class ChooseApprover(IDelegations delegations, TimeProvider clock)
{
    public async Task<Approver> Execute(PurchaseOrder order, Approver caller, CancellationToken ct)
    {
        if (order.PendingApproval is not { } waiting || caller.Authority >= waiting.Level)
            return caller;
        var held = await delegations.HeldBy(caller.Actor.Subject, Day.Of(clock.Now()), ct);
        return ApproverChoice.Choose(caller, held, waiting.Level, order.IsAuthor);
    }
}
