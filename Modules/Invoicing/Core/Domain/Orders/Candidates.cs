namespace Procurement.Invoicing.Domain;

/// <summary>Which orders an invoice that names none may be for. Nothing is matched by that: a clerk decides.</summary>
internal static class Candidates
{
    public const int Most = 10;

    private static readonly TimeSpan Recent = TimeSpan.FromDays(90);

    /// <summary>Ranks a supplier's orders.</summary>
    /// <param name="invoice">What the invoice says.</param>
    /// <param name="orders">Orders of its supplier.</param>
    public static IReadOnlyList<Candidate> Rank(InvoiceContent invoice, IEnumerable<OrderCopy> orders) =>
        [
            .. orders
                .Where(order => order.Status == OrderCopyStatus.Issued && order.CurrencyCode == invoice.Currency.Code)
                .Select(order => Judge(invoice, order))
                .OrderByDescending(candidate => candidate.Confidence)
                .ThenBy(candidate => candidate.PurchaseOrderId, StringComparer.Ordinal)
                .Take(Most),
        ];

    private static Candidate Judge(InvoiceContent invoice, OrderCopy order)
    {
        var reasons = new List<string> { "same supplier and currency" };
        var confidence = 20;
        void Say(bool holds, int weight, string reason)
        {
            if (!holds)
                return;
            confidence += weight;
            reasons.Add(reason);
        }

        var lines = order.Lines.ToDictionary(line => line.LineNumber);
        var came = order.Lines.Sum(line => (decimal)line.Worth(line.Facts.Available));
        var open = order.Lines.Sum(line => (decimal)line.Worth(line.Facts.Open));
        Say(came > 0 && came == invoice.Amounts.NetMinor, 40, "the amount is that of what came and is not billed");
        Say(
            came != invoice.Amounts.NetMinor && open > 0 && open == invoice.Amounts.NetMinor,
            30,
            "the amount is that of what is not billed yet"
        );
        Say(
            came > 0 && Tolerance.Within(Tolerance.MostBps).Covers(came, invoice.Amounts.NetMinor) && came != invoice.Amounts.NetMinor,
            15,
            "the amount is near that of what came"
        );
        if (invoice.Lines.Count > 0)
        {
            Say(invoice.Lines.All(line => lines.ContainsKey(line.OrderLineNumber)), 5, "has all of the lines");
            Say(
                invoice.Lines.All(line => lines.TryGetValue(line.OrderLineNumber, out var of) && of.UnitPriceMinor == line.UnitPriceMinor),
                20,
                "same prices"
            );
            Say(
                invoice.Lines.All(line =>
                    lines.TryGetValue(line.OrderLineNumber, out var of) && line.Quantity * of.UnitSize <= of.Facts.Available
                ),
                15,
                "the quantities have come"
            );
        }
        var issued = Day.Of(order.IssuedAt!.Value);
        Say(invoice.IssueDate >= issued && invoice.IssueDate.DayNumber - issued.DayNumber <= Recent.Days, 10, "issued shortly before");
        return new Candidate($"{order.Id}", order.Number!, Math.Min(confidence, 100), reasons);
    }
}
