namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;

/// <summary>A disputed invoice is replaced by what it should have said, and compared anew.</summary>
internal sealed class CorrectInvoice(IRepository<Invoice, InvoiceId> invoices, CheckInvoice check, MatchInvoice match, TimeProvider clock)
{
    public Task<Result<Invoice>> Execute(InvoiceId id, Precondition when, InvoiceDraft asked, Actor clerk, CancellationToken ct) =>
        invoices.Change(
            id,
            when,
            async invoice =>
            {
                var content = InvoiceContent.Read(asked.Over(invoice));
                if (content.Error is not null)
                    return content.Error;
                var found = await check.Execute(content.Value, id, ct);
                if (found.Error is not null)
                    return found.Error;
                var corrected = invoice.Correct(content.Value, found.Value.Filing, clerk, clock.Now());
                return corrected.Error is null ? await match.Execute(invoice, found.Value.Order, ct) : corrected;
            },
            ct
        );
}
