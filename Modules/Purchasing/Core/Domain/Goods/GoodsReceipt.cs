namespace Procurement.Purchasing.Domain;

using static GoodsReceiptStatus;

internal enum GoodsReceiptStatus
{
    /// <summary>Found in order: its quantities count.</summary>
    Verified,

    /// <summary>Something of it failed the check: it holds no quantity before somebody has resolved that.</summary>
    Disputed,
}

/// <summary>One delivery to one order, as it came: what came of which line, and what went back of it.</summary>
internal sealed class GoodsReceipt : Aggregate<GoodsReceiptId, GoodsReceiptStatus>, IFindable
{
    /// <summary>Which command is legal in which state, and where it leads.</summary>
    public static readonly LifeCycle<GoodsReceiptStatus> LifeCycle = new("a goods receipt", Verified, Disputed)
    {
        { "resolve", [Disputed], [Verified] },
        { "return goods of", [Verified] },
    };

    private List<ReceiptLine> lines = [];

    private GoodsReceipt() { }

    public static Error Absent => GoodsReceiptErrors.NotFound;

    public PurchaseOrderId OrderId { get; private init; }
    public SupplierId SupplierId { get; private init; }

    /// <summary>The supplier's number of the delivery, taken once per order.</summary>
    public string DeliveryNote { get; private init; } = "";
    public string ReceivedBy { get; private init; } = "";
    public Resolution? Resolution { get; private set; }

    /// <summary>In the order given.</summary>
    public IEnumerable<ReceiptLine> Lines => lines.OrderBy(line => line.Place);

    /// <summary>What came of the order's lines, in the units that they are counted in.</summary>
    public IReadOnlyList<Counted> Goods => [.. Lines.Select(line => new Counted(line.LineNumber, line.Counted))];

    protected override LifeCycle<GoodsReceiptStatus> Commands => LifeCycle;

    public static GoodsReceipt Record(
        GoodsReceiptId id,
        PurchaseOrder order,
        string deliveryNote,
        IReadOnlyList<ReceiptLine> lines,
        Actor receiver,
        DateTimeOffset now
    )
    {
        var receipt = new GoodsReceipt
        {
            Id = id,
            OrderId = order.Id,
            SupplierId = order.SupplierId,
            DeliveryNote = deliveryNote,
            ReceivedBy = receiver.Subject,
            lines = [.. lines],
        };
        var facts = lines.Select(ReceivedLineFact.Of).ToList();
        var isDisputed = lines.Any(line => line.QcFailed);
        receipt.Begin(
            isDisputed
                ? new GoodsReceiptDisputed(receiver, now)
                {
                    PurchaseOrderId = $"{order.Id}",
                    DeliveryNote = deliveryNote,
                    Lines = facts,
                }
                : new GoodsReceived(receiver, now)
                {
                    PurchaseOrderId = $"{order.Id}",
                    DeliveryNote = deliveryNote,
                    Lines = facts,
                },
            isDisputed ? Disputed : Verified
        );
        return receipt;
    }

    /// <summary>What failed is taken after all, unless the order has been amended so that it does not ask for it any more.</summary>
    public Result Resolve(PurchaseOrder order, Reason reason, Actor resolver, DateTimeOffset now)
    {
        if (Illegal("resolve") is { } refused)
            return refused;
        var ordered = order.LineItems.ToDictionary(line => line.LineNumber);
        if (lines.Exists(line => !ordered.TryGetValue(line.LineNumber, out var of) || !line.IsCountedBy(of)))
            return GoodsReceiptErrors.OrderedOtherwise;
        Resolution = new Resolution(resolver.Subject, reason.Text, now);
        return Become(
            "resolve",
            new GoodsReceiptResolved(resolver, now)
            {
                PurchaseOrderId = $"{OrderId}",
                Reason = reason.Text,
                Lines = [.. Lines.Select(ReceivedLineFact.Of)],
            }
        );
    }

    /// <summary>Some of what came goes back: of each line at most what came with this delivery and is still here.</summary>
    public Result Return(IReadOnlyList<Counted> goods, Reason reason, Actor receiver, DateTimeOffset now)
    {
        if (Illegal("return goods of") is { } refused)
            return refused;
        var fields = new Dictionary<string, string>();
        for (var i = 0; i < goods.Count; i++)
            if (
                goods.Take(i + 1).Where(each => each.LineNumber == goods[i].LineNumber).Sum(each => each.Quantity)
                > HereOf(goods[i].LineNumber)
            )
                fields[$"lines[{i}].quantity"] = "is more than came of the line with this delivery and is still here";
        if (fields.Count > 0)
            return GoodsReceiptErrors.ReturnTooMuch with { Fields = fields };
        foreach (var each in goods)
            TakeAway(each);
        return Become(
            "return goods of",
            new GoodsReturned(receiver, now)
            {
                PurchaseOrderId = $"{OrderId}",
                Reason = reason.Text,
                Lines = goods,
            }
        );
    }

    private decimal HereOf(int lineNumber) => lines.Where(line => line.LineNumber == lineNumber).Sum(line => line.Counted - line.Returned);

    private void TakeAway(Counted goods)
    {
        var rest = goods.Quantity;
        foreach (var line in Lines.Where(line => line.LineNumber == goods.LineNumber))
        {
            var taken = Math.Min(rest, line.Counted - line.Returned);
            line.Return(taken);
            rest -= taken;
        }
    }
}

/// <summary>How a disputed receipt was resolved.</summary>
internal sealed record Resolution(string Resolver, string Reason, DateTimeOffset At);
