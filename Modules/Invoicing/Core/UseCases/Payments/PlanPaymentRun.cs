namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>
/// Everything that is due by a day is put into one run, which has one channel for ever. What is on hold, or has no verified account, is left
/// for later; what another account was verified for since goes to that one.
/// </summary>
internal sealed class PlanPaymentRun(
    IRepository<PaymentRun, PaymentRunId> runs,
    IRepository<Payment, PaymentId> payments,
    IRepository<CreditNote, CreditNoteId> notes,
    IRepository<Invoice, InvoiceId> invoices,
    IPaymentQueries due,
    ICreditNoteQueries credits,
    ISupplierDirectory suppliers,
    IBankingPort bank,
    TimeProvider clock
)
{
    public async Task<Result<PaymentRun>> Execute(string? cutOff, string? supplier, string? channel, Actor actor, CancellationToken ct)
    {
        var errors = new FieldErrors();
        var day = errors.Take("cut_off", Day.Parse(cutOff)).Date;
        SupplierId? only = supplier is { } named ? errors.Take("supplier_id", TypedId.Parse<SupplierId>(named)) : null;
        var way =
            channel is { } word ? errors.Take("channel", NameOf<PaymentChannel>.Find(word))
            : bank.IsConfigured ? PaymentChannel.bank
            : PaymentChannel.file;
        if (errors.Error is { } invalid)
            return invalid;
        if (way == PaymentChannel.bank && !bank.IsConfigured)
            return PaymentErrors.NoBank;
        var now = clock.Now();
        var id = PaymentRunId.From(Guid.CreateVersion7(now));
        var taken = new List<Payment>();
        foreach (var candidate in await due.Due(day, Day.Of(now), only, PaymentRun.MostPayments, ct))
            if (await payments.Find(candidate, ct) is { } payment && await Take(payment, id, actor, now, ct))
                taken.Add(payment);
        var run = PaymentRun.Plan(id, day, only, way, taken, actor, now);
        await runs.Save(run, ct);
        return run;
    }

    private async Task<bool> Take(Payment payment, PaymentRunId run, Actor actor, DateTimeOffset now, CancellationToken ct)
    {
        var payee = await suppliers.StandingOf(payment.SupplierId, ct);
        if (payment is not { Status: PaymentStatus.Scheduled, RunId: null } || payee.IsHeld || payee.AccountVersion is null)
            return false;
        if (payee.AccountVersion != payment.AccountVersion)
            payment.TakeOut(payee, actor, now);
        foreach (var credit in await credits.OpenOfPaid(payment.SupplierId, payment.Currency, ct))
            if (payment.AmountMinor > 0 && await notes.Find(credit, ct) is { OpenMinor: > 0 } note)
            {
                Settlement.Deduct(payment, note, actor, now);
                await notes.Save(note, ct);
            }
        var goesOut = payment.AmountMinor > 0;
        if (goesOut)
            payment.PutInto(run, actor, now);
        else if (await invoices.Find(payment.InvoiceId, ct) is { } invoice)
        {
            Settlement.Settle(payment, invoice, actor, now);
            await invoices.Save(invoice, ct);
        }
        await payments.Save(payment, ct);
        return goesOut;
    }
}
