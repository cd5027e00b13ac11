namespace Procurement.Invoicing.Domain;

/// <summary>
/// A line of an order as it may be billed, and how far it came and was billed. Quantities are counted in the unit that the line's own
/// contains, if it contains any, as Purchasing tells them.
/// </summary>
internal sealed class OrderCopyLine
{
    private OrderCopyLine() { }

    public OrderCopyLine(int lineNumber) => LineNumber = lineNumber;

    public int LineNumber { get; private init; }
    public string? Sku { get; private set; }
    public string? Description { get; private set; }
    public string? SupplierSku { get; private set; }
    public decimal Ordered { get; private set; }
    public decimal UnitPriceMinor { get; private set; }
    public decimal UnitSize { get; private set; } = 1;

    public decimal Cancelled { get; private set; }
    public decimal Received { get; private set; }
    public decimal Returned { get; private set; }

    /// <summary>What matched invoices bill, less what credit notes took back.</summary>
    public decimal Billed { get; private set; }

    public Tolerance? Tolerance { get; private set; }

    /// <summary>What was billed and is not here any more: a credit note is expected for it.</summary>
    public decimal Overbilled => Math.Max(0, Billed - (Received - Returned));

    public long Worth(decimal counted) => Exactly.Worth(counted, UnitPriceMinor, UnitSize);

    public OrderLineFacts Facts => new(LineNumber, Ordered - Cancelled, UnitPriceMinor, UnitSize, Received, Returned, Billed, Tolerance);

    public void TakeOver(OrderedLine line)
    {
        (Sku, Description, SupplierSku) = (line.Sku, line.Description, line.SupplierSku);
        (UnitPriceMinor, UnitSize) = (line.UnitPriceMinor, line.UnitSize);
        Ordered = line.Quantity * line.UnitSize;
    }

    /// <summary>The order does not ask for it any more.</summary>
    public void Drop() => Ordered = 0;

    public void Receive(decimal counted) => Received += counted;

    public void Return(decimal counted) => Returned += counted;

    public void Bill(decimal counted) => Billed += counted;

    public void Cancel(decimal counted) => Cancelled += counted;

    public void Agree(Tolerance? tolerance) => Tolerance = tolerance;
}

/// <summary>A line as it is ordered.</summary>
/// <param name="Quantity">In units of the line.</param>
/// <param name="UnitPriceMinor">Of one unit, in minor units of the order's currency.</param>
/// <param name="UnitSize">How many one unit holds; 1 when it holds none.</param>
internal sealed record OrderedLine(
    int LineNumber,
    string Sku,
    string? Description,
    string? SupplierSku,
    decimal Quantity,
    decimal UnitPriceMinor,
    decimal UnitSize
);

/// <summary>What an order says, as far as billing goes.</summary>
internal sealed record OrderedContent(
    SupplierId Supplier,
    string Currency,
    long TotalMinor,
    int? PaymentTermsDays,
    IReadOnlyList<OrderedLine> Lines
);

/// <summary>What one matched invoice bills of one line of the order.</summary>
internal sealed class Billing
{
    private Billing() { }

    public Billing(InvoiceId invoice, int lineNumber, int place, decimal quantity) =>
        (InvoiceId, LineNumber, Place, Quantity) = (invoice, lineNumber, place, quantity);

    public InvoiceId InvoiceId { get; private init; }
    public int LineNumber { get; private init; }

    /// <summary>Later ones have greater numbers.</summary>
    public int Place { get; private init; }
    public decimal Quantity { get; private init; }

    /// <summary>What credit notes took back of it.</summary>
    public decimal Credited { get; private set; }

    public decimal Kept => Quantity - Credited;

    public void Credit(decimal counted) => Credited += counted;
}
