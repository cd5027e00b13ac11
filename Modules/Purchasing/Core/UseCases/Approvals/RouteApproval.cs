namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

/// <summary>Finds out whose approval an order calls for, with the other orders that may be parts of the same purchase.</summary>
internal sealed class RouteApproval(IApprovalQueries orders, ApprovalRouter router, SplitWindow window, TimeProvider clock)
{
    public async Task<Result<Routing>> Execute(PurchaseOrder order, Money total, CancellationToken ct)
    {
        var now = clock.Now();
        var beside = window.IsOff
            ? null
            : await orders.SubmittedBeside(order.Id, order.SupplierId, order.RequestedBy, total.Currency, now - window.Time, ct);
        return router.Route(total, beside, now);
    }
}
