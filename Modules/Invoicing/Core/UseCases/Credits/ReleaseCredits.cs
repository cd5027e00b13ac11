namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;

/// <summary>What was set off against a payment that was taken back may be set off against another.</summary>
internal sealed class ReleaseCredits(IRepository<CreditNote, CreditNoteId> notes, TimeProvider clock)
{
    public async Task<Result> Execute(Payment payment, Actor actor, CancellationToken ct)
    {
        foreach (var credit in payment.SetOffs)
        {
            if (await notes.Find(TypedId.Parse<CreditNoteId>(credit.CreditNoteId).Value, ct) is not { } note)
                continue;
            note.OpenAgain(payment.Id, credit.AmountCents, actor, clock.Now());
            await notes.Save(note, ct);
        }
        return Result.Done;
    }
}
