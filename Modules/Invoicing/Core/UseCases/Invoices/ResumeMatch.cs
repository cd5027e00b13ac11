namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>An invoice that waits is looked at again, in its order's turn: what changed while it was registered is seen now.</summary>
internal sealed class ResumeMatch(IInvoiceQueries queries, IRepository<Invoice, InvoiceId> invoices, IOrderTurns turns, MatchInvoice match)
{
    /// <returns>Whether it waited.</returns>
    public async Task<Result<bool>> Execute(InvoiceId id, CancellationToken ct)
    {
        // Most have matched when they were registered, and what does not wait begins to only by what is told again.
        if (!await queries.Waits(id, ct))
            return false;
        if (await invoices.Find(id, ct) is not { Waits: true } invoice)
            return false;
        await turns.Take(invoice.OrderId!.Value, ct);
        if ((await match.Execute(invoice, null, ct)).Error is { } refused)
            return refused;
        if (invoice.Recorded.Count > 0)
            await invoices.Save(invoice, ct);
        return true;
    }
}
