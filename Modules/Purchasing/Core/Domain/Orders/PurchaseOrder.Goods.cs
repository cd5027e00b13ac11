namespace Procurement.Purchasing.Domain;

using static PurchaseOrderStatus;

/// <summary>Goods that come and go back, and what will not come any more. Where the order stands follows from the counters of its lines.</summary>
internal sealed partial class PurchaseOrder
{
    public DateTimeOffset? ReceivedAt { get; private set; }

    private bool IsComplete => lineItems.TrueForAll(line => line.Open == 0);

    private bool IsBilled => lineItems.Exists(line => line.Billed > 0) && lineItems.TrueForAll(line => line.Billed >= line.Kept);

    private bool HasGoods => lineItems.Exists(line => line.Received > 0);

    /// <summary>Where deliveries and invoices have brought an order that is with its supplier; before anything came, where it is.</summary>
    private PurchaseOrderStatus Delivered =>
        !HasGoods ? Status
        : !IsComplete ? PartiallyReceived
        : IsBilled ? Invoiced
        : Received;

    /// <summary>The refusal of goods that are more than was ordered, with what is tolerated; null when they are not.</summary>
    public Error? Refuses(IReadOnlyList<Counted> goods, OverReceipt tolerated)
    {
        if (Illegal("receive goods for") is { } refused)
            return refused;
        var fields = new Dictionary<string, string>();
        foreach (var (line, counted) in Summed(goods))
            if (line.Kept + counted > tolerated.MostOf(line.Ordered - line.Cancelled))
                fields[$"lines[{goods.TakeWhile(each => each.LineNumber != line.LineNumber).Count()}].quantity"] =
                    $"is more than may still come of line {line.LineNumber}";
        return fields.Count == 0 ? null : PurchaseOrderErrors.OverReceipt with { Fields = fields };
    }

    /// <summary>Counts goods that were found in order.</summary>
    public Result Receive(string receipt, IReadOnlyList<Counted> goods, OverReceipt tolerated, Actor receiver, DateTimeOffset now)
    {
        if (Refuses(goods, tolerated) is { } refused)
            return refused;
        var counted = new GoodsCounted(receiver, now) { GoodsReceiptId = receipt, Lines = goods };
        Happened("receive goods for", counted, () => Delivered);
        return Settle(receiver, now);
    }

    /// <summary>Counts goods that go back. From the invoice on they change where the order stands no more.</summary>
    public Result TakeBack(string receipt, IReadOnlyList<Counted> goods, Actor receiver, DateTimeOffset now)
    {
        const string command = "return goods of";
        if (Illegal(command) is { } refused)
            return refused;
        var goesOn = Status is PartiallyReceived or Received;
        var sentBack = new GoodsSentBack(receiver, now) { GoodsReceiptId = receipt, Lines = goods };
        Happened(command, sentBack, () => goesOn ? Delivered : Status);
        return Settle(receiver, now);
    }

    /// <summary>What is still open of a line, or of all, is not waited for any more.</summary>
    public Result CloseShort(int? lineNumber, Reason reason, Actor buyer, DateTimeOffset now)
    {
        const string command = "close short";
        if ((Illegal(command) ?? NothingPending()) is { } refused)
            return refused;
        if (lineNumber is { } number && lineItems.TrueForAll(line => line.LineNumber != number))
            return PurchaseOrderErrors.NoSuchLine;
        var rest = lineItems.Where(line => line.Open > 0 && (lineNumber ?? line.LineNumber) == line.LineNumber).ToList();
        if (rest.Count == 0)
            return PurchaseOrderErrors.NothingOpen;
        if (!HasGoods && lineItems.TrueForAll(line => line.Open == 0 || rest.Contains(line)))
            return PurchaseOrderErrors.NothingReceived;
        var cancelled = new RemainderCancelled(buyer, now)
        {
            Reason = reason.Text,
            Lines = [.. rest.Select(line => new Counted(line.LineNumber, line.Open))],
        };
        Happened(command, cancelled, () => Delivered);
        return Settle(buyer, now);
    }

    private IEnumerable<(LineItem Line, decimal Counted)> Summed(IEnumerable<Counted> goods)
    {
        var sums = goods.GroupBy(each => each.LineNumber).ToDictionary(each => each.Key, each => each.Sum(one => one.Quantity));
        return lineItems.Where(line => sums.ContainsKey(line.LineNumber)).Select(line => (line, sums[line.LineNumber]));
    }

    private void ApplyGoods(DomainEvent happened)
    {
        switch (happened)
        {
            case GoodsCounted came:
                // That they come stands for the supplier's word.
                AcknowledgedAt ??= came.At;
                foreach (var (line, counted) in Summed(came.Lines))
                    line.Receive(counted);
                break;
            case GoodsSentBack went:
                foreach (var (line, counted) in Summed(went.Lines))
                    line.Return(counted);
                break;
            case RemainderCancelled cancelled:
                foreach (var (line, counted) in Summed(cancelled.Lines))
                    line.Cancel(counted);
                break;
        }
        if (happened is GoodsCounted or RemainderCancelled or AmendmentApproved && HasGoods && IsComplete)
            ReceivedAt ??= happened.At;
    }
}
