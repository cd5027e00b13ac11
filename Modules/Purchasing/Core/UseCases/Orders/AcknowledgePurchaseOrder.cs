namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

/// <summary>The buyer enters the supplier's answer: it takes the order as it is, or asks for something else.</summary>
internal sealed class AcknowledgePurchaseOrder(
    IRepository<PurchaseOrder, PurchaseOrderId> orders,
    RouteApproval routing,
    TimeProvider clock
)
{
    public Task<Result<PurchaseOrder>> Execute(
        PurchaseOrderId id,
        Precondition when,
        string? expectedDelivery,
        IReadOnlyList<LineProposal?>? proposals,
        Actor buyer,
        CancellationToken ct
    ) =>
        orders.Change(
            id,
            when,
            async order =>
            {
                var errors = new FieldErrors();
                DateOnly? day = expectedDelivery is { } given ? errors.Take("expected_delivery", Day.Parse(given)).Date : null;
                var lines = LineProposal.Apply(proposals ?? [], [.. order.LineItems], errors);
                if (errors.Error is { } invalid)
                    return invalid;
                if (lines is null)
                    return order.Acknowledge(day, buyer, clock.Now());
                return order.Propose(lines, day, await routing.Execute(order, lines.Total, ct), buyer, clock.Now());
            },
            ct
        );
}
