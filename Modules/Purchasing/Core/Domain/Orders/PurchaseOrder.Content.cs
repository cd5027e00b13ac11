namespace Procurement.Purchasing.Domain;

/// <summary>What is ordered and what it comes to.</summary>
internal sealed partial class PurchaseOrder
{
    private List<LineItem> lineItems = [];

    public Currency Currency { get; private set; }
    public long TotalMinor { get; private set; }
    public Address? DeliveryAddress { get; private set; }
    public int? PaymentTermsDays { get; private set; }
    public string? NoteToSupplier { get; private set; }

    /// <summary>Which version of the content is in force, from 1; a later one was an amendment.</summary>
    public int ContentVersion { get; private set; } = 1;

    public IEnumerable<LineItem> LineItems => lineItems.OrderBy(line => line.LineNumber);

    public Money Total => Money.Of(TotalMinor, Currency).Value;

    public OrderTerms Terms =>
        new()
        {
            DeliveryAddress = DeliveryAddress,
            PaymentTermsDays = PaymentTermsDays,
            NoteToSupplier = NoteToSupplier,
        };

    /// <summary>The lines that are in force, to be told or copied.</summary>
    public LineItems Lines => Domain.LineItems.Of([.. LineItems]);

    public Result ChangeLines(LineItems lines, Actor editor, DateTimeOffset now)
    {
        const string command = "change the lines of";
        if (Illegal(command) is { } refused)
            return refused;
        var content = ContentFact.Of(lines, Terms);
        return Become(
            command,
            new LineItemsChanged(editor, now)
            {
                Currency = content.Currency,
                TotalCents = content.TotalCents,
                LineItems = content.LineItems,
                DeliveryAddress = content.DeliveryAddress,
                PaymentTermsDays = content.PaymentTermsDays,
                NoteToSupplier = content.NoteToSupplier,
            }
        );
    }

    private void ApplyContent(LineItemsChanged changed)
    {
        Take(changed.ToContent().ToLines(), changed.ToContent().ToTerms());
        authors = [.. authors.Union(changed.Actor.Persons)];
    }

    private void Take(LineItems lines, OrderTerms terms)
    {
        var before = lineItems.ToDictionary(line => line.LineNumber);
        foreach (var line in lines.Items)
            if (before.TryGetValue(line.LineNumber, out var old))
                line.Continue(old);
        lineItems = [.. lines.Items];
        Currency = lines.Total.Currency;
        TotalMinor = lines.Total.MinorUnits;
        DeliveryAddress = terms.DeliveryAddress;
        PaymentTermsDays = terms.PaymentTermsDays;
        NoteToSupplier = terms.NoteToSupplier;
    }
}
