namespace Procurement.Invoicing.UseCases;

using Procurement.Invoicing.Domain;
using Procurement.Invoicing.Ports;

/// <summary>Compares an invoice that waits with its order, and counts on the order what it bills. The caller saves the invoice.</summary>
internal sealed class MatchInvoice(
    IRepository<OrderCopy, PurchaseOrderId> orders,
    IBillings billings,
    IRepository<CreditNote, CreditNoteId> notes,
    ICreditNoteQueries credits,
    ISupplierDirectory suppliers,
    MatchPolicy policy,
    TimeProvider clock
)
{
    private static readonly Actor Match = Actor.System("three-way match");

    /// <param name="invoice">Which.</param>
    /// <param name="told">Its order, when something is being told of it now, which may be the first thing; null when it is to be found.</param>
    /// <param name="ct">Gives up.</param>
    public async Task<Result> Execute(Invoice invoice, OrderCopy? told, CancellationToken ct)
    {
        if (!invoice.Waits || (told ?? await orders.Find(invoice.OrderId!.Value, ct)) is not { } order)
            return Result.Done;
        var now = clock.Now();
        if (order.IsCancelled)
            return invoice.DisputeFor(DisputeReason.REF, "The order was cancelled.", Match, now, isFinal: true);
        if (order.SupplierId is not { } supplier)
            return Result.Done;
        if (supplier != invoice.SupplierId || order.CurrencyCode != invoice.Currency.Code)
            return invoice.DisputeFor(DisputeReason.REF, "The order is with another supplier, or in another currency.", Match, now);
        var terms = await suppliers.TermsOf(supplier, ct);
        var facts = order.FactsFor(invoice, policy, terms?.Tolerance);
        var outcome = ThreeWayMatch.Decide(facts);
        if (invoice.Take(facts, outcome, Match, now).Error is { } refused)
            return refused;
        return outcome.Verdict == MatchVerdict.matched ? await Bill(order, invoice, outcome.Billed, now, ct) : Result.Done;
    }

    private async Task<Result> Bill(
        OrderCopy order,
        Invoice invoice,
        IReadOnlyList<Counted> goods,
        DateTimeOffset now,
        CancellationToken ct
    )
    {
        if (order.Bill(invoice.Id, goods, Match, now).Error is { } refused)
            return refused;
        // Credit notes may have come first, unless nobody knows the invoice yet.
        foreach (var id in invoice.LoadedVersion == 0 ? [] : await credits.OfInvoice(invoice.Id, ct))
        {
            await billings.Load(order, ct);
            if (await notes.Find(id, ct) is { } note)
                order.Credit(invoice.Id, id, note.Lines, Match, now);
        }
        await orders.Save(order, ct);
        return Result.Done;
    }
}
