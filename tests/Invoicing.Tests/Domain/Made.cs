namespace Invoicing.Tests.Domain;

using Procurement.Invoicing.Domain;

/// <summary>Invoices, orders and payments as tests need them.</summary>
internal static class Made
{
    public static readonly DateTimeOffset Now = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly Today = new(2026, 1, 31);
    public static readonly Actor Clerk = Actor.Of("carla");
    public static readonly Actor Machine = Actor.System("test");
    public static readonly SupplierId Supplier = new(Guid.Parse("01900000-0000-7000-8000-000000000001"));
    public static readonly MatchPolicy Policy = new(Tolerance.Within(200));

    private static int last;

    public static Reason Why(string text = "A reason.") => Reason.Parse(text).Value;

    public static Counted Line(int number, decimal quantity) => new(number, quantity);

    public static OrderedLine Ordered(int number = 1, decimal quantity = 10, decimal price = 100, decimal size = 1) =>
        new(number, $"SKU-{number}", null, null, quantity, price, size);

    public static PurchaseOrderId NewOrderId() => new(Guid.CreateVersion7(Now));

    /// <summary>An order that is with its supplier.</summary>
    public static OrderCopy Issued(params OrderedLine[] lines)
    {
        var order = OrderCopy.HeardOf(NewOrderId(), Machine, Now);
        Assert.That(order.Issue("PO-00000001", Content(lines), Machine, Now).Error, Is.Null);
        return order;
    }

    public static OrderedContent Content(params OrderedLine[] lines)
    {
        OrderedLine[] all = lines.Length == 0 ? [Ordered()] : lines;
        return new(Supplier, "EUR", all.Sum(line => (long)(line.Quantity * line.UnitPriceMinor)), 30, all);
    }

    public static OrderCopy Received(this OrderCopy order, params (int Line, decimal Quantity)[] goods)
    {
        var counted = goods.Select(each => Line(each.Line, each.Quantity)).ToList();
        Assert.That(order.CountGoods($"grn_{Interlocked.Increment(ref last)}", counted, Machine, Now).Error, Is.Null);
        return order;
    }

    public static InvoiceDraft Draft(
        OrderCopy? order = null,
        long net = 1000,
        string? number = null,
        IReadOnlyList<InvoiceLineDraft?>? lines = null
    ) =>
        new()
        {
            SupplierId = $"{Supplier}",
            InvoiceNumber = number ?? $"INV-{Interlocked.Increment(ref last)}",
            PurchaseOrderId = order?.Identifier,
            Currency = "EUR",
            IssueDate = "2026-01-31",
            Amounts = new AmountsDraft(net, null, null),
            Lines = lines,
        };

    public static Invoice Register(InvoiceDraft draft)
    {
        var content = InvoiceContent.Read(draft);
        Assert.That(content.Error?.Fields, Is.Null);
        return Invoice.Register(new InvoiceId(Guid.CreateVersion7(Now)), content.Value, Filed(), Clerk, Now);
    }

    public static Invoice Registered(OrderCopy order, long net = 1000, IReadOnlyList<InvoiceLineDraft?>? lines = null) =>
        Register(Draft(order, net, lines: lines));

    public static Filing Filed() => new(Today.AddDays(30), [], []);

    /// <summary>Compares an invoice with its order, and bills what it bills.</summary>
    public static MatchVerdict Compare(this Invoice invoice, OrderCopy order, MatchPolicy? policy = null)
    {
        var facts = order.FactsFor(invoice, policy ?? Policy, null);
        var outcome = ThreeWayMatch.Decide(facts);
        Assert.That(invoice.Take(facts, outcome, Machine, Now).Error, Is.Null);
        if (outcome.Verdict == MatchVerdict.matched)
            Assert.That(order.Bill(invoice.Id, outcome.Billed, Machine, Now).Error, Is.Null);
        return outcome.Verdict;
    }

    /// <summary>An invoice over all of an order of ten pieces at 100, which have come.</summary>
    public static Invoice Matched(DiscountDraft? discount = null)
    {
        var order = Issued().Received((1, 10));
        var invoice = Register(Draft(order) with { EarlyPaymentDiscount = discount });
        Assert.That(invoice.Compare(order), Is.EqualTo(MatchVerdict.matched));
        return invoice;
    }

    public static Payment Scheduled(int? account = 1, DiscountDraft? discount = null)
    {
        var invoice = Matched(discount);
        var payment = Payment.Schedule(new PaymentId(Guid.CreateVersion7(Now)), invoice, account, Machine, Now);
        Assert.That(invoice.Schedule(payment.Id, Machine, Now).Error, Is.Null);
        return payment;
    }

    public static CreditNote Credited(Invoice invoice, long net, params (int Line, decimal Quantity)[] lines)
    {
        var draft = new CreditDraft(
            invoice.Identifier,
            $"CN-{Interlocked.Increment(ref last)}",
            new AmountsDraft(net, null, null),
            lines.Length == 0 ? null : [.. lines.Select(line => new CreditLineDraft(line.Line, line.Quantity, null, null))],
            "Damaged."
        );
        var content = CreditContent.Read(draft, invoice);
        Assert.That(content.Error?.Fields, Is.Null);
        return CreditNote.Register(new CreditNoteId(Guid.CreateVersion7(Now)), invoice, content.Value, Clerk, Now);
    }
}
