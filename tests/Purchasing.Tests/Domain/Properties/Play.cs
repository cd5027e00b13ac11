namespace Purchasing.Tests.Domain.Properties;

using System.Text.Json;
using Procurement.Purchasing.Domain;
using Procurement.Purchasing.Ports;
using static Orders;

/// <summary>One order, its goods and its invoices, on which commands are played that numbers stand for: sensible ones, wrong ones and late ones.</summary>
internal sealed class Play
{
    private static readonly Actor Bob = Actor.Of("bob");
    private static readonly Actor Erin = Actor.Of("erin");
    private static readonly Actor Walt = Actor.Of("walt");
    private static readonly string[] Buyers = ["bob", "erin", "alice", "luis", "lena"];

    private readonly OverReceipt tolerated;
    private readonly List<GoodsReceipt> receipts = [];
    private DateTimeOffset now = Now;
    private int last;

    public Play(int overReceiptBps)
    {
        tolerated = new OverReceipt(overReceiptBps);
        Order = Draft(Lines(Line(1250.5m, 5), Boxes(2), Line(3.45m, 7)));
        Tolerated = tolerated;
    }

    public PurchaseOrder Order { get; }

    public OverReceipt Tolerated { get; }

    public IReadOnlyList<GoodsReceipt> Receipts => receipts;

    /// <summary>How many commands a number may stand for.</summary>
    public const int Commands = 19;

    public static LineItemDraft Boxes(decimal quantity) =>
        Line(600, quantity, sku: "PEN-0001") with
        {
            Unit = "BOX",
            Contains = new ContentsDraft(12, "EACH"),
        };

    public string Show() => JsonSerializer.Serialize(PurchaseOrderView.Of(Order));

    /// <summary>Plays one; what a refusal is about has not changed, and the receipt of refused goods is thrown away.</summary>
    public Error? Next(int command, int a, int b)
    {
        now = now.AddMinutes(1);
        return command switch
        {
            0 => Order.ChangeLines(Lines(Line(100 + a, 1 + b), Boxes(1 + a)), Erin, now).Error,
            1 => Order.Submit(Route(Order, now), Bob, now).Error,
            2 => Order.Approve(Decider(a, b), b == 0 ? SupplierEligibility.NotEligible : SupplierEligibility.Eligible, now).Error,
            3 => Order.Reject(Decider(a, b), Why("No."), now).Error,
            4 => Order.Issue(Limits, a == 0 ? SupplierEligibility.Unknown : SupplierEligibility.Eligible, Bob, now).Error,
            5 => Order.Acknowledge(null, Bob, now).Error,
            6 => Propose(a, b),
            7 => Amend(a, b),
            8 or 9 or 10 => Receive(a, b),
            11 => Return(a, b),
            12 => Resolve(a),
            13 => Order.CloseShort(a == 0 ? null : a, Why("Not made any more."), Bob, now).Error,
            14 => a > 1 ? null : Order.Cancel(new Canceller(Bob, IsBuyer: b % 2 == 0, IsFinance: b % 3 == 0), Why("No."), now).Error,
            15 => a > 2 ? null : Order.RaiseDispute(Why("Wrong."), Bob, now).Error,
            16 => Order.ResolveDispute(a == 0 ? DisputeOutcome.cancel : DisputeOutcome.approve, Why("An error."), Bob, now).Error,
            17 => Bill(a, b),
            _ => Money(a, b),
        };
    }

    private Approver Decider(int a, int b) => new(Actor.Of(Buyers[a % Buyers.Length]), (ApprovalLevel)(1 + (b % 3)));

    private Error? Propose(int a, int b)
    {
        var errors = new FieldErrors();
        var proposal = new LineProposal(1 + (a % 4), b, null, null);
        var lines = LineProposal.Apply([proposal], [.. Order.LineItems], errors);
        return errors.Error ?? (lines is null ? null : Order.Propose(lines, null, Router.Route(lines.Total, null, now), Erin, now).Error);
    }

    private Error? Amend(int a, int b)
    {
        var drafts = Order.LineItems.Select(line => line.Draft()).ToList();
        if (a % 3 == 0 && drafts.Count > 1)
            drafts.RemoveAt(b % drafts.Count);
        else if (a % 3 == 1)
            drafts.Add(Line(10, 1 + b));
        else
            drafts[b % drafts.Count] = drafts[b % drafts.Count] with { Quantity = a + b };
        var lines = LineItems.Create(drafts, Limits, Order.LastLineNumber);
        return lines.Error
            ?? Order.Amend(lines.Value, Order.Terms, Why("Other."), Router.Route(lines.Value.Total, null, now), Erin, now).Error;
    }

    private Error? Receive(int a, int b)
    {
        var unit = a % 4 == 3 ? "EACH" : null;
        var read = ReceiptLine.Read([new ReceiptLineDraft(1 + (a % 4), b, unit, a == 2, null)], Order);
        if (read.Error is not null)
            return read.Error;
        var receipt = GoodsReceipt.Record(new GoodsReceiptId(Guid.CreateVersion7(now)), Order, $"LS-{++last}", read.Value, Walt, now);
        var refused =
            receipt.Status == GoodsReceiptStatus.Disputed
                ? Order.Refuses(receipt.Goods, tolerated)
                : Order.Receive(receipt.Identifier, receipt.Goods, tolerated, Walt, now).Error;
        if (refused is null)
            receipts.Add(receipt);
        return refused;
    }

    private Error? Return(int a, int b)
    {
        if (receipts.Count == 0)
            return GoodsReceiptErrors.NotFound;
        var receipt = receipts[a % receipts.Count];
        var goods = GoodsDraft.Read([new GoodsDraft(receipt.Lines.First().LineNumber, b, null)], Order);
        if (goods.Error is not null)
            return goods.Error;
        // The order decides first here, because a receipt that refuses must leave it as it is.
        return receipt.Return(goods.Value, Why("Wet."), Walt, now).Error
            ?? Order.TakeBack(receipt.Identifier, goods.Value, Walt, now).Error;
    }

    private Error? Resolve(int a)
    {
        if (receipts.Find(each => each.Status == GoodsReceiptStatus.Disputed) is not { } receipt)
            return GoodsReceiptErrors.NotFound;
        if (Order.Refuses(receipt.Goods, tolerated) is { } refused)
            return refused;
        return receipt.Resolve(Order, Why($"Good enough {a}."), Bob, now).Error
            ?? Order.Receive(receipt.Identifier, receipt.Goods, tolerated, Bob, now).Error;
    }

    private Error? Bill(int a, int b)
    {
        // Mostly all that has come and is not billed, sometimes anything.
        IReadOnlyList<Counted> goods =
            b % 4 == 0
                ? [new Counted(1 + (a % 4), b + 1)]
                :
                [
                    .. Order
                        .LineItems.Where(line => line.Kept > line.Billed)
                        .Select(line => new Counted(line.LineNumber, line.Kept - line.Billed)),
                ];
        return Order.Bill($"inv_{a % 3}", 1000 + a, goods, Invoicing, now).Error;
    }

    private Error? Money(int a, int b) =>
        b % 3 == 0
            ? Order.DisputeInvoice($"inv_{a % 3}", "PRI", Invoicing, now).Error
            : Order.Pay($"pay_{++last}", $"inv_{a % 3}", 1000, Invoicing, now).Error;
}
