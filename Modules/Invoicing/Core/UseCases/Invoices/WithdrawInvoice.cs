namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>
/// An invoice counts no more: what it billed of its order may be billed again, and its payment is taken back. The caller has the invoice
/// changed and saves it.
/// </summary>
internal sealed class WithdrawInvoice(
    IRepository<OrderCopy, PurchaseOrderId> orders,
    IBillings billings,
    IRepository<Payment, PaymentId> payments,
    IPaymentQueries scheduled,
    ReleaseCredits release,
    ExpectCredits expect,
    TimeProvider clock
)
{
    public async Task<Result> Execute(Invoice invoice, Actor actor, CancellationToken ct)
    {
        var now = clock.Now();
        if (invoice.OrderId is { } id && await orders.Find(id, ct) is { } order)
        {
            await billings.Load(order, ct);
            order.GiveBack(invoice.Id, actor, now);
            invoice.ExpectCredit(0, actor, now);
            if (order.Recorded.Count > 0)
            {
                await orders.Save(order, ct);
                if ((await expect.Execute(order, actor, ct)).Error is { } unexpected)
                    return unexpected;
            }
        }
        if (await scheduled.OfInvoice(invoice.Id, ct) is not { } pending || await payments.Find(pending, ct) is not { } payment)
            return Result.Done;
        var reversed = payment.Reverse(Reason.Parse("The invoice counts no more.").Value, actor, now);
        if (reversed.Error is not null)
            return reversed;
        await payments.Save(payment, ct);
        return await release.Execute(payment, actor, ct);
    }
}
