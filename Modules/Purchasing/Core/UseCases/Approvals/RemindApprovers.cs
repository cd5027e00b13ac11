namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

/// <summary>Half of the time to decide is over, or all of it.</summary>
internal sealed class RemindApprovers(IRepository<PurchaseOrder, PurchaseOrderId> orders, TimeProvider clock)
{
    public Task<Result<PurchaseOrder>> Execute(PurchaseOrderId id, Actor reminder, CancellationToken ct) =>
        orders.Change(
            id,
            Precondition.None,
            order =>
            {
                var now = clock.Now();
                var escalated = order.Escalate(reminder, now);
                return escalated.Error is null ? order.Remind(reminder, now) : escalated;
            },
            ct
        );
}
