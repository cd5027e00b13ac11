namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>Why an invoice matches or does not: by what it was decided or, while it waits, by what is known now.</summary>
internal sealed class ExplainMatch(IInvoiceFacts invoices, IOrderCopyQueries orders, ISupplierDirectory suppliers, MatchPolicy policy)
{
    /// <returns>Null when there is no such invoice; a refusal when nothing is known that it could be compared with.</returns>
    public async Task<Result<ExplanationView?>> Execute(InvoiceId id, CancellationToken ct)
    {
        if (await invoices.Load(id, ct) is not { } invoice)
            return (ExplanationView?)null;
        if (invoice.Match is { } decided)
            return ExplanationView.Of(decided);
        if (invoice.OrderId is not { } named || await orders.Find(named, ct) is not { SupplierId: { } supplier } order)
            return InvoiceErrors.NothingToCompare;
        var terms = await suppliers.TermsOf(supplier, ct);
        return ExplanationView.Of(order.FactsFor(invoice, policy, terms?.Tolerance));
    }
}
