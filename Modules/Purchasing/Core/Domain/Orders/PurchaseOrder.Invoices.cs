namespace Procurement.Purchasing.Domain;

using static PurchaseOrderStatus;

/// <summary>What Invoicing tells of the order's invoices. They are facts: what can be counted is counted, whatever state the order is in.</summary>
internal sealed partial class PurchaseOrder
{
    private readonly List<OrderInvoice> invoices = [];

    public IReadOnlyList<OrderInvoice> Invoices => invoices;

    /// <summary>When all invoices of all goods were paid.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>An invoice agrees with what was received, for the first time or anew. That also settles a dispute about it.</summary>
    public Result Bill(string invoice, long netMinor, IReadOnlyList<Counted> goods, Actor teller, DateTimeOffset now)
    {
        if (Illegal("bill") is { } refused)
            return refused;
        var anew = invoices.Find(each => each.InvoiceId == invoice)?.Billed.ToLookup(each => each.LineNumber, each => each.Quantity);
        if (goods.Any(each => lineItems.TrueForAll(line => line.LineNumber != each.LineNumber) || each.Quantity <= 0))
            return PurchaseOrderErrors.OverBilled;
        if (Summed(goods).Any(each => each.Line.Billed - (anew?[each.Line.LineNumber].Sum() ?? 0) + each.Counted > each.Line.Received))
            return PurchaseOrderErrors.OverBilled;
        if (Status == Disputed && Dispute!.InvoiceId == invoice)
            Resolve("approve", "The invoice agrees with what was received.", teller, now);
        Happened(
            "bill",
            new InvoiceCounted(teller, now)
            {
                InvoiceId = invoice,
                NetCents = netMinor,
                Lines = goods,
            },
            () =>
                Status is not (Received or Invoiced) ? Status
                : IsBilled ? Invoiced
                : Delivered
        );
        return Settle(teller, now);
    }

    /// <summary>Something stands against an invoice: it counts no more. The order rests when all has come; before, goods may still come.</summary>
    public Result DisputeInvoice(string invoice, string reasonCode, Actor teller, DateTimeOffset now)
    {
        const string command = "dispute an invoice of";
        if (Illegal(command) is { } refused)
            return refused;
        return Status is Received or Invoiced
            ? Become(command, new PurchaseOrderDisputed(teller, now) { Reason = $"Invoice {invoice}: {reasonCode}", InvoiceId = invoice })
            : Become(command, new InvoiceDisputeNoted(teller, now) { InvoiceId = invoice, ReasonCode = reasonCode });
    }

    /// <summary>An invoice is void: what it billed may be billed again, and a dispute about it is over.</summary>
    public Result WithdrawInvoice(string invoice, Actor teller, DateTimeOffset now)
    {
        const string command = "withdraw an invoice of";
        if (Illegal(command) is { } refused)
            return refused;
        if (Status == Disputed && Dispute!.InvoiceId == invoice)
            Resolve("approve", "The invoice is void.", teller, now);
        return Happened(
            command,
            new InvoiceWithdrawn(teller, now) { InvoiceId = invoice },
            () => Status is Received or Invoiced ? Delivered : Status
        );
    }

    /// <summary>Credit notes have left nothing to pay of an invoice, which is as good as paid.</summary>
    public Result SettleInvoice(string invoice, Actor teller, DateTimeOffset now)
    {
        const string command = "note a payment for";
        if (Illegal(command) is { } refused)
            return refused;
        Become(command, new InvoiceSettled(teller, now) { InvoiceId = invoice });
        return Settle(teller, now);
    }

    /// <summary>An invoice was paid. When that was the last one of all that came, the order is paid, and done with.</summary>
    public Result Pay(string payment, string invoice, long amountMinor, Actor teller, DateTimeOffset now)
    {
        const string command = "note a payment for";
        if (Illegal(command) is { } refused)
            return refused;
        Become(
            command,
            new PaymentNoted(teller, now)
            {
                PaymentId = payment,
                InvoiceId = invoice,
                AmountCents = amountMinor,
            }
        );
        return Settle(teller, now);
    }

    /// <summary>When all that came is billed, and all bills are paid, the order is paid, and done with.</summary>
    private Result Settle(Actor actor, DateTimeOffset now)
    {
        if (Status != Invoiced || !invoices.Exists(each => each.IsPaid) || !invoices.TrueForAll(each => each.IsPaid || !each.IsMatched))
            return Result.Done;
        Become("pay", new PurchaseOrderPaid(actor, now));
        return Become("close", new PurchaseOrderClosed(actor, now));
    }

    private void ApplyInvoice(DomainEvent happened)
    {
        switch (happened)
        {
            case InvoiceCounted counted:
                GiveBack(counted.InvoiceId);
                InvoiceOf(counted.InvoiceId).Match(counted.NetCents, counted.Lines);
                foreach (var (line, quantity) in Summed(counted.Lines))
                    line.Bill(quantity);
                break;
            case PurchaseOrderDisputed { InvoiceId: { } disputed }:
                DisputeOf(disputed);
                break;
            case InvoiceDisputeNoted noted:
                DisputeOf(noted.InvoiceId);
                break;
            case InvoiceWithdrawn withdrawn:
                GiveBack(withdrawn.InvoiceId);
                InvoiceOf(withdrawn.InvoiceId).Withdraw();
                break;
            case InvoiceSettled settled:
                InvoiceOf(settled.InvoiceId).Pay(0);
                break;
            case PaymentNoted paid:
                InvoiceOf(paid.InvoiceId).Pay(paid.AmountCents);
                break;
            case PurchaseOrderClosed:
                ClosedAt = happened.At;
                Amendment = null;
                Wait(null);
                break;
        }
    }

    private void DisputeOf(string invoice)
    {
        GiveBack(invoice);
        InvoiceOf(invoice).Dispute();
    }

    /// <summary>What was billed with an invoice that counts no more, or anew.</summary>
    private void GiveBack(string invoice)
    {
        foreach (var (line, quantity) in Summed(InvoiceOf(invoice).Billed))
            line.Bill(-quantity);
    }

    private OrderInvoice InvoiceOf(string invoice)
    {
        if (invoices.Find(each => each.InvoiceId == invoice) is { } known)
            return known;
        var added = OrderInvoice.Of(invoice);
        invoices.Add(added);
        return added;
    }
}
