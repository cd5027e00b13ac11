namespace Procurement.Invoicing.Domain;

/// <summary>
/// What invoices bill of the order. A line is never billed beyond what came and was kept; what goes back afterwards leaves it overbilled
/// until a credit note meets that.
/// </summary>
internal sealed partial class OrderCopy
{
    /// <summary>Room for the lines of one invoice among the places of all.</summary>
    private const int Places = 10_000;

    private readonly List<Billing> billings = [];
    private bool knowsBillings;

    /// <summary>What matched invoices bill, oldest first; all of it only after <see cref="KnowBillings"/>.</summary>
    public IEnumerable<Billing> Billings => billings.OrderBy(billing => billing.Place);

    /// <summary>All billings are here now. An order is loaded without them: to bill one more, the counters of its lines are enough.</summary>
    public void KnowBillings() => knowsBillings = true;

    public Result Bill(InvoiceId invoice, IReadOnlyList<Counted> goods, Actor actor, DateTimeOffset now)
    {
        if (Illegal("bill") is { } refused)
            return refused;
        // All of it or nothing: what is refused has changed nothing.
        foreach (var asked in goods.GroupBy(each => each.LineNumber, each => each.Quantity))
            if (asked.Sum() > (Find(asked.Key)?.Facts.Available ?? 0))
                return InvoiceErrors.BilledTooMuch;
        var place = checked((int)(Version * Places));
        foreach (var each in goods)
        {
            LineOf(each.LineNumber).Bill(each.Quantity);
            billings.Add(new Billing(invoice, each.LineNumber, ++place, each.Quantity));
        }
        return Become("bill", new OrderBilled(actor, now) { InvoiceId = $"{invoice}", Lines = goods });
    }

    /// <summary>An invoice counts no more: what it billed, and is not credited, may be billed again.</summary>
    public Result GiveBack(InvoiceId invoice, Actor actor, DateTimeOffset now)
    {
        var back = BilledBy(invoice);
        if (back.Count == 0)
            return Result.Done;
        foreach (var billing in back)
            LineOf(billing.LineNumber).Bill(-billing.Kept);
        billings.RemoveAll(billing => billing.InvoiceId == invoice);
        return Become(
            "give back what was billed of",
            new BillingGivenBack(actor, now)
            {
                InvoiceId = $"{invoice}",
                Lines = [.. back.Select(billing => new Counted(billing.LineNumber, billing.Kept))],
            }
        );
    }

    /// <summary>A credit note takes back some of what an invoice billed: of each line at most what is left of it.</summary>
    public Result Credit(InvoiceId invoice, CreditNoteId note, IReadOnlyList<CreditedLine> goods, Actor actor, DateTimeOffset now)
    {
        var credited = new List<Counted>();
        var billed = BilledBy(invoice).ToLookup(billing => billing.LineNumber);
        foreach (var each in goods)
        {
            if (billed[each.LineNumber].FirstOrDefault() is not { } billing)
                continue;
            var line = LineOf(each.LineNumber);
            var counted = Math.Min(each.Quantity * line.UnitSize, billing.Kept);
            billing.Credit(counted);
            line.Bill(-counted);
            credited.Add(new Counted(each.LineNumber, counted));
        }
        if (credited.Count == 0)
            return Result.Done;
        return Become(
            "credit",
            new OrderCredited(actor, now)
            {
                InvoiceId = $"{invoice}",
                CreditNoteId = $"{note}",
                Lines = credited,
            }
        );
    }

    /// <summary>For which amount each invoice is to be credited, because what it billed went back; the latest that billed a line comes first.</summary>
    public IReadOnlyDictionary<InvoiceId, long> ExpectedCredits()
    {
        DemandBillings();
        var expected = billings.Select(billing => billing.InvoiceId).Distinct().ToDictionary(invoice => invoice, _ => 0L);
        var ofLine = Billings.Reverse().ToLookup(billing => billing.LineNumber);
        foreach (var line in lines.Where(line => line.Overbilled > 0))
        {
            var rest = line.Overbilled;
            foreach (var billing in ofLine[line.LineNumber])
            {
                var part = Math.Min(rest, billing.Kept);
                expected[billing.InvoiceId] += line.Worth(part);
                rest -= part;
            }
        }
        return expected;
    }

    /// <summary>What an invoice is to be compared with.</summary>
    public MatchFacts FactsFor(Invoice invoice, MatchPolicy policy, Tolerance? ofSupplier)
    {
        var named = invoice.Lines.Select(line => line.OrderLineNumber).ToHashSet();
        return new MatchFacts
        {
            Currency = invoice.Currency.Code,
            OrderLines =
            [
                .. Lines
                    .Where(line => named.Count == 0 ? line.Facts.Open > 0 : named.Contains(line.LineNumber))
                    .Where(line => line.UnitPriceMinor > 0)
                    .Select(line => line.Facts),
            ],
            Invoice = invoice.Totals,
            HasOpenDiscrepancy = discrepancies.Count > 0,
            OrderTolerance = Tolerance,
            SupplierTolerance = ofSupplier,
            Policy = policy,
        };
    }

    private List<Billing> BilledBy(InvoiceId invoice)
    {
        var billed = billings.Where(billing => billing.InvoiceId == invoice).ToList();
        // Those of one invoice are here together or not at all.
        if (billed.Count == 0)
            DemandBillings();
        return billed;
    }

    private void DemandBillings()
    {
        if (!knowsBillings)
            throw new InvalidOperationException("What is billed of the order was not loaded.");
    }
}
