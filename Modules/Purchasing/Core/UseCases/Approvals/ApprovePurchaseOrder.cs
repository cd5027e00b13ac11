namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;

internal sealed class ApprovePurchaseOrder(
    IRepository<PurchaseOrder, PurchaseOrderId> orders,
    ChooseApprover approver,
    ISupplierDirectory suppliers,
    TimeProvider clock
)
{
    public Task<Result<PurchaseOrder>> Execute(PurchaseOrderId id, Precondition when, Approver caller, CancellationToken ct) =>
        orders.Change(
            id,
            when,
            async order =>
                order.Approve(
                    await approver.Execute(order, caller, ct),
                    (await suppliers.TermsOf(order.SupplierId, ct)).Eligibility,
                    clock.Now()
                ),
            ct
        );
}
