namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;

/// <summary>A clerk holds something against an invoice. A payment that is scheduled for it is taken back.</summary>
internal sealed class DisputeInvoice(IRepository<Invoice, InvoiceId> invoices, WithdrawInvoice withdraw, TimeProvider clock)
{
    public Task<Result<Invoice>> Execute(
        InvoiceId id,
        Precondition when,
        string? reasonCode,
        string? reason,
        Actor clerk,
        CancellationToken ct
    )
    {
        var errors = new FieldErrors();
        var code = errors.Take("reason_code", NameOf<DisputeReason>.Parse(reasonCode));
        var why = Reason.Parse(reason);
        errors.AddAll(why.Error);
        return invoices.Change(
            id,
            when,
            errors.Error is { } invalid ? invalid : why,
            async (invoice, words) =>
            {
                var disputed = invoice.DisputeFor(code, words.Text, clerk, clock.Now());
                return disputed.Error is null ? await withdraw.Execute(invoice, clerk, ct) : disputed;
            },
            ct
        );
    }
}
