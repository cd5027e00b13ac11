namespace Procurement.Invoicing.Domain;

/// <summary>Facts of a match as made up by somebody who wants to know what would come of them, not yet looked at.</summary>
internal sealed record FactsDraft(
    string? Currency,
    IReadOnlyList<OrderLineDraft?>? OrderLines,
    long? NetCents,
    IReadOnlyList<InvoiceLineDraft?>? Lines
)
{
    private const decimal Most = 1_000_000_000_000_000;

    /// <summary>Reads them, or notes every field that is wrong under <c>facts</c>; not to be used then.</summary>
    public MatchFacts Read(MatchPolicy policy, FieldErrors errors)
    {
        var currency = errors.Take("facts.currency", BuildingBlocks.Currency.Parse(Currency));
        var ordered = ReadOrder(errors);
        var net = errors.Take("facts.invoice.net_cents", Amount.Parse(NetCents));
        var wrong = new FieldErrors();
        var lines = InvoiceLine.Read(Lines, NetCents, wrong);
        foreach (var (field, message) in wrong.Error?.Fields ?? new Dictionary<string, string>())
            errors.Add($"facts.invoice.{field}", message);
        return new MatchFacts
        {
            Currency = errors.Error is null ? currency.Code : "",
            OrderLines = ordered,
            Invoice = new InvoiceTotals(net, Lines is null ? null : [.. lines.Select(line => line.Facts)]),
            Policy = policy,
        };
    }

    private List<OrderLineFacts> ReadOrder(FieldErrors errors)
    {
        var read = new SortedDictionary<int, OrderLineFacts>();
        if (OrderLines is not { Count: > 0 and <= InvoiceLines.Most })
            errors.Add(
                "facts.order_lines",
                OrderLines is { Count: > 0 } ? $"must be at most {InvoiceLines.Most} lines" : "must have at least one line"
            );
        else
            for (var i = 0; i < OrderLines.Count; i++)
            {
                var path = $"facts.order_lines[{i}]";
                if (OrderLines[i] is not { } draft)
                    errors.Add(path, "must be an object, not null");
                else if (ReadLine(draft, path, errors) is { } line && !read.TryAdd(line.LineNumber, line))
                    errors.Add($"{path}.line_number", "is there already");
            }
        return [.. read.Values];
    }

    private static OrderLineFacts? ReadLine(OrderLineDraft draft, string path, FieldErrors errors)
    {
        var wrong = new FieldErrors();
        var number = wrong.Take($"{path}.line_number", LineNumber.Parse(draft.LineNumber));
        var price = wrong.Take($"{path}.unit_price_cents", InvoicedPrice.Parse(draft.UnitPriceCents));
        var ordered = Quantity(draft.Quantity, "quantity");
        var received = Quantity(draft.ReceivedQuantity ?? 0, "received_quantity");
        var returned = Quantity(draft.ReturnedQuantity ?? 0, "returned_quantity");
        var billed = Quantity(draft.BilledQuantity ?? 0, "billed_quantity");
        errors.AddAll(wrong.Error);
        return wrong.Error is null ? new OrderLineFacts(number, ordered, price, 1, received, returned, billed) : null;

        decimal Quantity(decimal? quantity, string member)
        {
            if (quantity is not { } given)
                wrong.Add($"{path}.{member}", "is required");
            else if (given is < 0 or > Most)
                wrong.Add($"{path}.{member}", $"must be from 0 to {Most}");
            else if (decimal.Round(given, InvoicedQuantity.Places) != given)
                wrong.Add($"{path}.{member}", $"must have at most {InvoicedQuantity.Places} decimal places");
            return quantity ?? 0;
        }
    }
}

/// <summary>A line of an order as made up.</summary>
internal sealed record OrderLineDraft(
    int? LineNumber,
    decimal? Quantity,
    decimal? UnitPriceCents,
    decimal? ReceivedQuantity,
    decimal? ReturnedQuantity,
    decimal? BilledQuantity
);

/// <summary>A quantity that somebody makes up.</summary>
internal sealed class SupposedQuantity : IFacts
{
    public static Facts Facts { get; } =
        new()
        {
            Decimals = InvoicedQuantity.Places,
            Min = 0,
            Max = 1_000_000_000_000_000,
            Example = 10m,
        };
}
