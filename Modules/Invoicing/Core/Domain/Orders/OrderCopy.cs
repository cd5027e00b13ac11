namespace Procurement.Invoicing.Domain;

using static OrderCopyStatus;

/// <summary>How much is known of an order.</summary>
internal enum OrderCopyStatus
{
    /// <summary>Something was heard of it, but not yet what is ordered.</summary>
    Expected,

    /// <summary>It is with its supplier.</summary>
    Issued,

    /// <summary>It will not be carried out.</summary>
    Cancelled,
}

/// <summary>
/// Invoicing's own copy of an order: what is ordered, what came, and what is billed, with the counters that guard billing. What Purchasing
/// tells are facts and are taken over in whatever order they arrive.
/// </summary>
internal sealed partial class OrderCopy : Aggregate<PurchaseOrderId, OrderCopyStatus>, IFindable
{
    private static readonly OrderCopyStatus[] Always = Enum.GetValues<OrderCopyStatus>();

    public static readonly LifeCycle<OrderCopyStatus> LifeCycle = new("a copied order", first: Expected)
    {
        { "issue", [Expected], [Issued] },
        { "amend", [Issued, Cancelled] },
        { "close short", Always },
        { "cancel", [Expected, Issued], [Cancelled] },
        { "count goods of", Always },
        { "take back goods of", Always },
        { "note a discrepancy of", Always },
        { "bill", [Issued] },
        { "give back what was billed of", Always },
        { "credit", Always },
        { "agree on a tolerance for", [Issued] },
    };

    private readonly List<OrderCopyLine> lines = [];

    /// <summary>The same by their numbers: an order has thousands of lines, and an invoice may bill them all.</summary>
    private Dictionary<int, OrderCopyLine> byNumber = [];
    private List<string> discrepancies = [];

    private OrderCopy() { }

    public static Error Absent => InvoiceErrors.OrderNotKnown;

    /// <summary>The number by which people call it; null before it is issued.</summary>
    public string? Number { get; private set; }

    /// <summary>Null before it is issued.</summary>
    public SupplierId? SupplierId { get; private set; }

    /// <summary>ISO 4217; null before it is issued.</summary>
    public string? CurrencyCode { get; private set; }
    public long? TotalMinor { get; private set; }
    public int? PaymentTermsDays { get; private set; }
    public DateTimeOffset? IssuedAt { get; private set; }
    public Tolerance? Tolerance { get; private set; }

    public IEnumerable<OrderCopyLine> Lines => lines.OrderBy(line => line.LineNumber);

    /// <summary>Receipts of which something failed the check, and nobody has decided on it yet.</summary>
    public IReadOnlyList<string> Discrepancies => discrepancies;

    public bool IsCancelled => Status == Cancelled;

    protected override LifeCycle<OrderCopyStatus> Commands => LifeCycle;

    /// <summary>Of an order of which nothing is known yet.</summary>
    public static OrderCopy HeardOf(PurchaseOrderId id, Actor teller, DateTimeOffset now)
    {
        var copy = new OrderCopy { Id = id, knowsBillings = true };
        copy.Begin(new OrderHeardOf(teller, now));
        return copy;
    }

    public Result Issue(string number, OrderedContent content, Actor teller, DateTimeOffset now)
    {
        if (Illegal("issue") is { } refused)
            return refused;
        (Number, IssuedAt) = (number, now);
        TakeOver(content);
        return Become("issue", new OrderCopied(teller, now) { Number = number, Content = OrderedContentFact.Of(content) });
    }

    public Result Amend(OrderedContent content, Actor teller, DateTimeOffset now)
    {
        if (Illegal("amend") is { } refused)
            return refused;
        TakeOver(content);
        return Become("amend", new OrderAmended(teller, now) { Content = OrderedContentFact.Of(content) });
    }

    public Result CloseShort(IReadOnlyList<Counted> rest, Actor teller, DateTimeOffset now)
    {
        foreach (var each in rest)
            LineOf(each.LineNumber).Cancel(each.Quantity);
        return Become("close short", new RemainderWithdrawn(teller, now) { Lines = rest });
    }

    public Result Cancel(string reason, Actor teller, DateTimeOffset now) =>
        Illegal("cancel") is { } refused ? refused : Become("cancel", new OrderCancelled(teller, now) { Reason = reason });

    /// <summary>Goods were found in order; whatever stood against the receipt is settled by that.</summary>
    public Result CountGoods(string receipt, IReadOnlyList<Counted> goods, Actor teller, DateTimeOffset now)
    {
        discrepancies = [.. discrepancies.Where(each => each != receipt)];
        foreach (var each in goods)
            LineOf(each.LineNumber).Receive(each.Quantity);
        return Become("count goods of", new GoodsCounted(teller, now) { GoodsReceiptId = receipt, Lines = goods });
    }

    public Result TakeBackGoods(string receipt, IReadOnlyList<Counted> goods, Actor teller, DateTimeOffset now)
    {
        foreach (var each in goods)
            LineOf(each.LineNumber).Return(each.Quantity);
        return Become("take back goods of", new GoodsTakenBack(teller, now) { GoodsReceiptId = receipt, Lines = goods });
    }

    public Result NoteDiscrepancy(string receipt, Actor teller, DateTimeOffset now)
    {
        discrepancies = [.. discrepancies.Append(receipt).Distinct()];
        return Become("note a discrepancy of", new DiscrepancyNoted(teller, now) { GoodsReceiptId = receipt });
    }

    /// <param name="lineNumber">Of which line; null for the order as a whole.</param>
    /// <param name="tolerance">Null when none is agreed any more.</param>
    public Result AgreeOn(Tolerance? tolerance, int? lineNumber, Actor agent, DateTimeOffset now)
    {
        if (Illegal("agree on a tolerance for") is { } refused)
            return refused;
        if (lineNumber is not { } number)
            Tolerance = tolerance;
        else if (Find(number) is { } line)
            line.Agree(tolerance);
        else
            return InvoiceErrors.NoSuchOrderLine;
        return Become("agree on a tolerance for", new ToleranceAgreed(agent, now) { LineNumber = lineNumber, Tolerance = tolerance });
    }

    private void TakeOver(OrderedContent content)
    {
        (SupplierId, CurrencyCode) = (content.Supplier, content.Currency);
        (TotalMinor, PaymentTermsDays) = (content.TotalMinor, content.PaymentTermsDays);
        var asked = content.Lines.ToDictionary(line => line.LineNumber);
        foreach (var line in lines.Where(line => !asked.ContainsKey(line.LineNumber)))
            line.Drop();
        foreach (var line in content.Lines)
            LineOf(line.LineNumber).TakeOver(line);
    }

    private OrderCopyLine LineOf(int number)
    {
        if (Find(number) is { } known)
            return known;
        var added = new OrderCopyLine(number);
        lines.Add(added);
        byNumber.Add(number, added);
        return added;
    }

    private OrderCopyLine? Find(int number)
    {
        // Lines that were read come without it.
        if (byNumber.Count != lines.Count)
            byNumber = lines.ToDictionary(line => line.LineNumber);
        return byNumber.GetValueOrDefault(number);
    }
}
