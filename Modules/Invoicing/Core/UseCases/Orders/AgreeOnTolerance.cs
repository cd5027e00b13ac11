namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;

/// <summary>What is tolerated for one order, or one line of it, in place of what holds for its supplier.</summary>
internal sealed class AgreeOnTolerance(IRepository<OrderCopy, PurchaseOrderId> orders, TimeProvider clock)
{
    public Task<Result<OrderCopy>> Execute(
        PurchaseOrderId id,
        Precondition when,
        ToleranceDraft? asked,
        int? lineNumber,
        Actor agent,
        CancellationToken ct
    ) =>
        orders.Change(
            id,
            when,
            ToleranceDraft.Read(asked, "tolerance"),
            (order, tolerance) => order.AgreeOn(tolerance.Value, lineNumber, agent, clock.Now()),
            ct
        );
}
