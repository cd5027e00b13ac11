namespace Procurement.Purchasing.Domain;

/// <summary>What is ordered and what it comes to.</summary>
internal sealed partial class PurchaseOrder
{
    private List<LineItem> lineItems = [];

    public Currency Currency { get; private set; }
    public long TotalMinor { get; private set; }

    public IEnumerable<LineItem> LineItems => lineItems.OrderBy(line => line.LineNumber);

    public Money Total => Money.Of(TotalMinor, Currency).Value;

    public Result ChangeLines(LineItems lines, Actor editor, DateTimeOffset now)
    {
        const string command = "change the lines of";
        if (Illegal(command) is { } refused)
            return refused;
        Take(lines);
        authors = [.. authors.Union(editor.Persons)];
        return Become(
            command,
            new LineItemsChanged(editor, now)
            {
                Currency = Currency.Code,
                TotalCents = TotalMinor,
                LineItems = LineItemFact.Of(lines.Items),
            }
        );
    }

    private void Take(LineItems lines)
    {
        lineItems = [.. lines.Items];
        Currency = lines.Total.Currency;
        TotalMinor = lines.Total.MinorUnits;
    }
}
