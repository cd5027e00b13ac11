namespace Procurement.Invoicing.Domain;

/// <summary>One line of an invoice.</summary>
internal sealed class InvoiceLine
{
    private InvoiceLine(int lineNumber, int orderLineNumber, decimal quantity, decimal unitPriceMinor, long netMinor)
    {
        LineNumber = lineNumber;
        OrderLineNumber = orderLineNumber;
        Quantity = quantity;
        UnitPriceMinor = unitPriceMinor;
        NetMinor = netMinor;
    }

    public int LineNumber { get; private init; }

    /// <summary>Which line of the order it bills; the one of its own number when nobody said.</summary>
    public int OrderLineNumber { get; private init; }

    /// <summary>In units of the order's line.</summary>
    public decimal Quantity { get; private init; }
    public decimal UnitPriceMinor { get; private init; }
    public long NetMinor { get; private init; }

    public InvoiceLineFacts Facts => new(LineNumber, OrderLineNumber, Quantity, UnitPriceMinor, NetMinor);

    public InvoiceLineDraft Draft => new(LineNumber, OrderLineNumber, Quantity, UnitPriceMinor, NetMinor);

    public static InvoiceLine Of(InvoiceLineFacts line) =>
        new(line.LineNumber, line.OrderLineNumber, line.Quantity, line.UnitPriceCents, line.NetCents);

    /// <summary>Reads the lines, or notes every field that is wrong. They add up to the net.</summary>
    /// <param name="drafts">Null for an invoice that says a total only.</param>
    /// <param name="netMinor">As told.</param>
    /// <param name="errors">Where what is wrong is noted.</param>
    public static IReadOnlyList<InvoiceLine> Read(IReadOnlyList<InvoiceLineDraft?>? drafts, long? netMinor, FieldErrors errors)
    {
        if (drafts is null)
            return [];
        if (drafts.Count is 0 or > InvoiceLines.Most)
        {
            errors.Add(
                "lines",
                drafts.Count == 0 ? "must have at least one line when there are any" : $"must be at most {InvoiceLines.Most} lines"
            );
            return [];
        }
        var wrong = new FieldErrors();
        var lines = new List<InvoiceLine>(drafts.Count);
        var numbers = new HashSet<int>();
        for (var i = 0; i < drafts.Count; i++)
            if (Read(drafts[i], $"lines[{i}]", numbers, wrong) is { } line)
                lines.Add(line);
        if (wrong.Error is null && Sum(lines) != netMinor)
            wrong.Add("lines", "must add up to net_cents");
        errors.AddAll(wrong.Error);
        return lines;
    }

    private static InvoiceLine? Read(InvoiceLineDraft? draft, string path, HashSet<int> numbers, FieldErrors errors)
    {
        if (draft is null)
        {
            errors.Add(path, "must be an object, not null");
            return null;
        }
        var wrong = new FieldErrors();
        var number = wrong.Take($"{path}.line_number", LineNumberOf(draft.LineNumber));
        var ordered = draft.OrderLineNumber is { } named ? wrong.Take($"{path}.order_line_number", LineNumberOf(named)) : number;
        var quantity = wrong.Take($"{path}.quantity", InvoicedQuantity.Parse(draft.Quantity));
        var price = wrong.Take($"{path}.unit_price_cents", InvoicedPrice.Parse(draft.UnitPriceCents));
        var net = wrong.Take($"{path}.net_cents", Amount.Parse(draft.NetCents, least: 0));
        if (wrong.Error is null && !numbers.Add(number))
            wrong.Add($"{path}.line_number", "is there already");
        errors.AddAll(wrong.Error);
        return wrong.Error is null ? new InvoiceLine(number, ordered, quantity, price, net) : null;
    }

    private static Result<int> LineNumberOf(int? number) => Domain.LineNumber.Parse(number);

    private static Int128 Sum(IEnumerable<InvoiceLine> lines)
    {
        Int128 sum = 0;
        foreach (var line in lines)
            sum += line.NetMinor;
        return sum;
    }
}

/// <summary>A line as told, not yet looked at.</summary>
internal sealed record InvoiceLineDraft(int? LineNumber, int? OrderLineNumber, decimal? Quantity, decimal? UnitPriceCents, long? NetCents);

/// <summary>How many lines an invoice or credit note has.</summary>
internal sealed class InvoiceLines : IFacts
{
    public const int Most = 5000;

    public static Facts Facts { get; } = new() { Fewest = 1, Most = Most };
}
