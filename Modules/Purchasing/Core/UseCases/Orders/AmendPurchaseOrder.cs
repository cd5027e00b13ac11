namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

internal sealed class AmendPurchaseOrder(
    IRepository<PurchaseOrder, PurchaseOrderId> orders,
    ApprovalLimits limits,
    RouteApproval routing,
    TimeProvider clock
)
{
    public Task<Result<PurchaseOrder>> Execute(
        PurchaseOrderId id,
        Precondition when,
        AmendmentDraft asked,
        Actor amender,
        CancellationToken ct
    ) =>
        orders.Change(
            id,
            when,
            async order =>
            {
                var errors = new FieldErrors();
                var reason = Reason.Parse(asked.Reason);
                errors.AddAll(reason.Error);
                var terms = asked.Over(order.Terms, errors);
                var lines = LineItems.Create(asked.LineItems, limits, order.LastLineNumber);
                errors.AddAll(lines.Error);
                if (errors.Error is { } invalid)
                    return invalid;
                var route = await routing.Execute(order, lines.Value.Total, ct);
                return order.Amend(lines.Value, terms, reason.Value, route, amender, clock.Now());
            },
            ct
        );
}
