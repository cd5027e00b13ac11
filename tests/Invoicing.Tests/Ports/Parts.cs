namespace Invoicing.Tests.Ports;

using Procurement.Invoicing.Domain;
using static Invoicing.Tests.Domain.Made;

/// <summary>Invoices, orders and payments with everything that they may have.</summary>
internal static class Parts
{
    /// <summary>No whole second, but as exact as a database keeps a moment.</summary>
    public static readonly DateTimeOffset Later = Now.AddHours(1).AddTicks(4_320);

    private static int last;

    /// <summary>A supplier that no other test knows.</summary>
    public static SupplierId NewSupplier() => new(Guid.CreateVersion7(Now));

    /// <summary>A fresh identifier that is ordered by the moment.</summary>
    public static Guid IdAt(DateTimeOffset moment) => Guid.CreateVersion7(moment);

    public static PaymentRunId NewRun() => new(Guid.CreateVersion7(Now));

    public static InvoiceContent Content(InvoiceDraft draft)
    {
        var content = InvoiceContent.Read(draft);
        Assert.That(content.Error?.Fields, Is.Null);
        return content.Value;
    }

    public static Invoice Invoiced(
        InvoiceDraft draft,
        Filing? filing = null,
        Guid? id = null,
        DateTimeOffset? at = null,
        string clerk = "carla"
    ) =>
        Invoice.Register(
            new InvoiceId(id ?? Guid.CreateVersion7(at ?? Now)),
            Content(draft),
            filing ?? Filed(),
            Actor.Of(clerk),
            at ?? Now
        );

    /// <summary>What an invoice of a supplier says, without lines and tax.</summary>
    public static InvoiceDraft PlainDraft(SupplierId supplier, OrderCopy? order = null, long net = 1000, string? number = null) =>
        Draft(order, net, number) with
        {
            SupplierId = $"{supplier}",
        };

    /// <summary>With lines that bill all of <see cref="FullOrder"/>, and tax of several kinds.</summary>
    public static InvoiceDraft FullDraft(SupplierId supplier, OrderCopy? order) =>
        PlainDraft(supplier, order) with
        {
            DueDate = "2026-03-15",
            Amounts = FullAmounts,
            Lines = [new(1, null, 10, 125, 1250), new(7, 2, 4.5m, 555.555556m, 2500)],
        };

    public static AmountsDraft FullAmounts { get; } =
        new(3750, [new("S", 19, 1000, 190), new("S", 7.1234m, 1000, 71), new("AE", 0, 1750, 0)], 4011);

    /// <summary>An order of which everything has come, with tolerances of its own.</summary>
    public static OrderCopy FullOrder(SupplierId supplier)
    {
        var order = Order(supplier, lines: [Ordered(1, 10, 125), Ordered(2, 4.5m, 555.555556m)]).Received((1, 10), (2, 4.5m));
        foreach (var (tolerance, line) in new[] { (new Tolerance(100, 5000, null, 1), (int?)null), (Tolerance.Within(50), 2) })
            Assert.That(order.AgreeOn(tolerance, line, Clerk, Now).Error, Is.Null);
        return order;
    }

    public static OrderCopy Order(
        SupplierId supplier,
        string currency = "EUR",
        Guid? id = null,
        string number = "PO-00000001",
        params OrderedLine[] lines
    )
    {
        var order = OrderCopy.HeardOf(new PurchaseOrderId(id ?? Guid.CreateVersion7(Now)), Machine, Now);
        var content = Domain.Made.Content(lines) with { Supplier = supplier, Currency = currency };
        Assert.That(order.Issue(number, content, Machine, Now).Error, Is.Null);
        return order;
    }

    public static CreditNote Credit(
        Invoice invoice,
        AmountsDraft amounts,
        IReadOnlyList<CreditLineDraft>? lines = null,
        string? number = null,
        Guid? id = null,
        string clerk = "carla"
    )
    {
        number ??= $"CN/{Interlocked.Increment(ref last)}";
        var content = CreditContent.Read(new CreditDraft(invoice.Identifier, number, amounts, lines, "Damaged goods, größer."), invoice);
        Assert.That(content.Error?.Fields, Is.Null);
        return CreditNote.Register(new CreditNoteId(id ?? Guid.CreateVersion7(Now)), invoice, content.Value, Actor.Of(clerk), Now);
    }

    /// <summary>Of an invoice that is nowhere kept.</summary>
    public static CreditNote Credit(long net = 1000, string clerk = "carla", Guid? id = null) =>
        Credit(Invoiced(PlainDraft(NewSupplier(), net: net)), new AmountsDraft(net, null, null), id: id, clerk: clerk);

    /// <summary>A payment of an invoice that is nowhere kept.</summary>
    public static Payment Paying(
        SupplierId? supplier = null,
        DateOnly? due = null,
        Guid? id = null,
        int? account = 3,
        string currency = "EUR",
        string actor = "fay",
        EarlyPaymentDiscount? discount = null
    )
    {
        var order = Order(supplier ?? NewSupplier(), currency);
        var draft = PlainDraft(order.SupplierId!.Value, order) with { Currency = currency, EarlyPaymentDiscount = discount?.Draft };
        var invoice = Invoiced(draft, Filed() with { DueDate = due ?? Today });
        return Payment.Schedule(new PaymentId(id ?? Guid.CreateVersion7(Now)), invoice, account, Actor.Of(actor), Now);
    }

    public static PaymentRun Run(
        PaymentChannel channel = PaymentChannel.bank,
        IReadOnlyList<Payment>? payments = null,
        SupplierId? supplier = null,
        Guid? id = null,
        DateOnly? dailyOf = null
    ) =>
        PaymentRun.Plan(
            new PaymentRunId(id ?? Guid.CreateVersion7(Now)),
            dailyOf ?? Today,
            supplier,
            channel,
            payments ?? [],
            dailyOf is null ? Actor.Of("fay") : Machine,
            Now
        );
}
