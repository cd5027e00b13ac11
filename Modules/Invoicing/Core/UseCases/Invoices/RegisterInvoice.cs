namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;

/// <summary>An invoice has come. It is compared at once with what is known of its order.</summary>
internal sealed class RegisterInvoice(IRepository<Invoice, InvoiceId> invoices, CheckInvoice check, MatchInvoice match, TimeProvider clock)
{
    public async Task<Result<Invoice>> Execute(InvoiceDraft asked, Actor clerk, CancellationToken ct)
    {
        var content = InvoiceContent.Read(asked);
        if (content.Error is not null)
            return content.Error;
        var found = await check.Execute(content.Value, null, ct);
        if (found.Error is not null)
            return found.Error;
        var now = clock.Now();
        var invoice = Invoice.Register(InvoiceId.From(Guid.CreateVersion7(now)), content.Value, found.Value.Filing, clerk, now);
        if ((await match.Execute(invoice, found.Value.Order, ct)).Error is { } refused)
            return refused;
        await invoices.Save(invoice, ct);
        return invoice;
    }
}
