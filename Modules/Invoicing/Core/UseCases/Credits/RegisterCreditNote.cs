namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>
/// A supplier takes something off one of its invoices: less is billed of the order, an expected credit is met, and a payment that waits
/// becomes smaller.
/// </summary>
internal sealed class RegisterCreditNote(
    IRepository<CreditNote, CreditNoteId> notes,
    IRepository<Invoice, InvoiceId> invoices,
    IRepository<OrderCopy, PurchaseOrderId> orders,
    IBillings billings,
    SetCreditOff setOff,
    ExpectCredits expect,
    TimeProvider clock
)
{
    public async Task<Result<CreditNote>> Execute(CreditDraft asked, Actor clerk, CancellationToken ct)
    {
        var id = FieldErrors.Check("invoice_id", TypedId.Parse<InvoiceId>(asked.InvoiceId));
        if (id.Error is not null)
            return id.Error;
        if (await invoices.Find(id.Value, ct) is not { } invoice)
            return InvoiceErrors.NotFound;
        var content = CreditContent.Read(asked, invoice);
        if (content.Error is not null)
            return content.Error;
        var now = clock.Now();
        var note = CreditNote.Register(CreditNoteId.From(Guid.CreateVersion7(now)), invoice, content.Value, clerk, now);
        var credited = invoice.Credit(note.Id, content.Value.Amounts, note.Lines.Count > 0, clerk, now);
        if (credited.Error is not null)
            return credited.Error;
        if (invoice.OrderId is { } order && await orders.Find(order, ct) is { } copy)
        {
            await billings.Load(copy, ct);
            copy.Credit(invoice.Id, note.Id, note.Lines, clerk, now);
            if (copy.Recorded.Count > 0)
                await orders.Save(copy, ct);
            if ((await expect.Execute(copy, clerk, ct)).Error is { } unexpected)
                return unexpected;
        }
        await invoices.Save(invoice, ct);
        await notes.Save(note, ct);
        return (await setOff.Execute(note, invoice, clerk, ct)).Error is { } refused ? refused : note;
    }
}
