namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class IssuePurchaseOrder(
    IRepository<PurchaseOrder, PurchaseOrderId> orders,
    ISupplierDirectory suppliers,
    ApprovalLimits limits,
    TimeProvider clock
)
{
    public Task<Result<PurchaseOrder>> Execute(PurchaseOrderId id, Precondition when, Actor issuer, CancellationToken ct) =>
        orders.Change(
            id,
            when,
            async order => order.Issue(limits, (await suppliers.TermsOf(order.SupplierId, ct)).Eligibility, issuer, clock.Now()),
            ct
        );
}
