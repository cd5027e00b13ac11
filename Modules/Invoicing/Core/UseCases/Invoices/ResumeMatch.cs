namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>An invoice that waits is looked at again, in its order's turn: what changed while it was registered is seen now.</summary>
internal sealed class ResumeMatch(IRepository<Invoice, InvoiceId> invoices, IOrderTurns turns, MatchInvoice match)
{
    public async Task<Result<Invoice>> Execute(InvoiceId id, CancellationToken ct)
    {
        if (await invoices.Find(id, ct) is not { } invoice)
            return InvoiceErrors.NotFound;
        if (!invoice.Waits)
            return invoice;
        await turns.Take(invoice.OrderId!.Value, ct);
        if ((await match.Execute(invoice, null, ct)).Error is { } refused)
            return refused;
        if (invoice.Recorded.Count > 0)
            await invoices.Save(invoice, ct);
        return invoice;
    }
}
