namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;

/// <summary>
/// Goods that were billed may have gone back, or what was billed of the order has changed: for every invoice that bills it is noted what is to
/// be credited now.
/// </summary>
internal sealed class ExpectCredits(IRepository<Invoice, InvoiceId> invoices, TimeProvider clock)
{
    public async Task<Result> Execute(OrderCopy order, Actor actor, CancellationToken ct)
    {
        foreach (var (id, minor) in order.ExpectedCredits())
        {
            if (await invoices.Find(id, ct) is not { } invoice)
                continue;
            if (invoice.ExpectCredit(minor, actor, clock.Now()).Error is { } refused)
                return refused;
            if (invoice.Recorded.Count > 0)
                await invoices.Save(invoice, ct);
        }
        return Result.Done;
    }
}
