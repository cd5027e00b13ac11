namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>
/// Something was told of an order: its copy takes it over, in the order's turn, and whatever waited for that is decided. What was told before
/// the order itself makes a copy of which only that is known.
/// </summary>
internal sealed class CopyOrder(
    IRepository<OrderCopy, PurchaseOrderId> orders,
    IRepository<Invoice, InvoiceId> invoices,
    IInvoiceQueries queries,
    IBillings billings,
    IOrderTurns turns,
    MatchInvoice match,
    WithdrawInvoice withdraw,
    ExpectCredits expect,
    TimeProvider clock
)
{
    /// <param name="id">Which order.</param>
    /// <param name="take">Takes over what was told.</param>
    /// <param name="teller">The event that told it.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Result<OrderCopy>> Execute(
        PurchaseOrderId id,
        Func<OrderCopy, DateTimeOffset, Result> take,
        Actor teller,
        CancellationToken ct
    )
    {
        await turns.Take(id, ct);
        var now = clock.Now();
        var order = await orders.Find(id, ct) ?? OrderCopy.HeardOf(id, teller, now);
        await billings.Load(order, ct);
        if (take(order, now).Error is { } refused)
            return refused;
        await orders.Save(order, ct);
        var decided = order.IsCancelled ? await DisputeAll(order, teller, now, ct) : await Resume(order, ct);
        if (decided.Error is not null)
            return decided.Error;
        var expected = await expect.Execute(order, teller, ct);
        return expected.Error is null ? order : expected.Error;
    }

    private async Task<Result> Resume(OrderCopy order, CancellationToken ct)
    {
        if (order.SupplierId is null)
            return Result.Done;
        foreach (var id in await queries.WaitingFor(order.Id, ct))
        {
            if (await invoices.Find(id, ct) is not { } invoice)
                continue;
            if ((await match.Execute(invoice, order, ct)).Error is { } refused)
                return refused;
            if (invoice.Recorded.Count > 0)
                await invoices.Save(invoice, ct);
        }
        return Result.Done;
    }

    /// <summary>Nothing of a cancelled order is paid before somebody has looked at it. What the bank has already goes on.</summary>
    private async Task<Result> DisputeAll(OrderCopy order, Actor teller, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var id in await queries.OpenOf(order.Id, ct))
        {
            if (await invoices.Find(id, ct) is not { Status: not InvoiceStatus.Disputed } invoice)
                continue;
            if (invoice.DisputeFor(DisputeReason.REF, "The order was cancelled.", teller, now, isFinal: true).Error is { } refused)
                return refused;
            await invoices.Save(invoice, ct);
            if ((await withdraw.Execute(invoice, teller, ct)).Error is { } withheld)
                return withheld;
        }
        return Result.Done;
    }
}
