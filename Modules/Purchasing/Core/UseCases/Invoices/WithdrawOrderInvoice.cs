namespace Procurement.Purchasing.UseCases;

using Procurement.Purchasing.Domain;

/// <summary>An invoice of an order is void. Of one that the order was never told of there is nothing to take back.</summary>
internal sealed class WithdrawOrderInvoice(IRepository<PurchaseOrder, PurchaseOrderId> orders, TimeProvider clock)
{
    public Task<Result<PurchaseOrder>> Execute(PurchaseOrderId id, InvoiceId invoice, Actor teller, CancellationToken ct) =>
        orders.Change(
            id,
            Precondition.None,
            order =>
                order.Invoices.Any(known => known.InvoiceId == invoice.ToString())
                    ? order.WithdrawInvoice(invoice.ToString(), teller, clock.Now())
                    : Result.Done,
            ct
        );
}
